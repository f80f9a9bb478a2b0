// npm run bench: the benchmarks in headless Chromium, on SwiftShader unless --driver system asks for
// the machine's own GPU.
import { createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { buildBench, buildFolder } from '../scripts/bench_build.mjs';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from '../scripts/browser.mjs';
import { parseOptions, USAGE } from './options';
import { adapterSlug, hostFacts, markdown, type Report } from './report';
import type { BenchOptions } from './benchmarks';
import type { BenchResult } from './benchResult';

const resultsFolder = fileURLToPath(new URL('results', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** The build folder on a port of this machine, isolated as peers with shared memory want it. */
function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(buildFolder, pathname);
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<!doctype html><link rel="icon" href="data:,"><title>Benchtop bench</title>');
    } else if (file.startsWith(buildFolder) && existsSync(file)) {
      response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
      createReadStream(file).pipe(response);
    } else {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Vulkan and no fallback: what a real GPU needs in headless Chromium on Linux. */
const SYSTEM_FLAGS = [
  ...BROWSER_FLAGS.filter((flag) => !flag.startsWith('--use-webgpu-adapter')),
  '--enable-features=Vulkan',
  '--use-angle=vulkan',
  '--ignore-gpu-blocklist',
];

async function measure(
  base: string,
  executablePath: string,
  drivers: readonly string[],
  peers: readonly string[],
  options: BenchOptions,
): Promise<{ result: BenchResult; version: string }> {
  const args = drivers.includes('system') ? SYSTEM_FLAGS : BROWSER_FLAGS;
  const browser = await chromium.launch({ executablePath, headless: true, args });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => {
      const text = message.text();
      const own = text.startsWith('bench: ');
      if (own || message.type() === 'error') console.error(own ? text.slice(7) : text);
    });
    await page.goto(base);
    const crash = new Promise<never>((_, reject) => {
      page.on('crash', () => reject(new Error('The page crashed.')));
    });
    const started = page.waitForEvent('worker');
    await page.evaluate(() => void new Worker('/page.mjs', { type: 'module' }));
    const worker = await started;
    while (!(await worker.evaluate(() => 'runBench' in globalThis))) await page.waitForTimeout(100);
    const work = worker.evaluate(
      ({ devices, files, options }) => globalThis.runBench(devices, files, options),
      { devices: drivers, files: peers, options },
    );
    return { result: await Promise.race([work, crash]), version: browser.version() };
  } finally {
    await browser.close();
  }
}

export async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const { only, quick, peers, drivers = ['webgpu'], out } = parseOptions(args);
  const executable = findBrowser();
  if (!executable) {
    console.error(NO_BROWSER);
    return 2;
  }
  const files = await buildBench({ peers });
  const server = await serve();
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    const options: BenchOptions = { only, quick, cpuOnly: false, assets: `${base}assets/` };
    const { result, version } = await measure(base, executable, drivers, files, options);
    const runtime = `chromium ${version}`;
    const report: Report = { runtime, host: hostFacts(quick), result, cpu: null };
    const slug = adapterSlug(result.devices[0]!.adapter);
    const file = out ?? path.join(resultsFolder, `chromium-${slug}.json`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
    console.log(markdown(report));
    return 0;
  } finally {
    server.close();
  }
}
