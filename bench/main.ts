// The benchmarks in Node on Dawn: node main.mjs [options]. A bundle that needs only `webgpu` beside it,
// and the peers' bundles where they are wanted. The CPU side of a step is measured in a second process
// on Dawn's null backend, which runs nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { create, globals } from 'webgpu';
import { openNodeCpu } from '../src/host/node/cpu';
import { findDrivers, openNodeGpu } from '../src/host/node/drivers';
import { benchtopOn, openWebGpu, type BenchtopEngine } from './benchtop/devices';
import type { Engine } from './engine';
import { prepareNode } from './nodePeers';
import { parseOptions, USAGE } from './options';
import { adapterSlug, hostFacts, markdown, type Report } from './report';
import { runBenchmarks } from './benchmarks';
import type { BenchResult } from './benchResult';
import { cpuDriver } from './threads';

const here = path.dirname(fileURLToPath(import.meta.url));
const say = (line: string): void => console.error(line);

const held: GPU[] = [];
/** Dawn's null backend takes every call and runs nothing. */
function openNullGpu(): GPU {
  Object.assign(globalThis, globals);
  const gpu = create(['backend=null']);
  held.push(gpu);
  return gpu;
}

/** `shared`: the driver that navigator.gpu is on. */
function deviceOf(driver: string, shared: string | undefined): BenchtopEngine {
  const cpu = cpuDriver(driver);
  const gpu = (): GPU => (driver === shared ? navigator.gpu : openNodeGpu(driver));
  const open = cpu ? () => openNodeCpu(cpu.threads) : () => openWebGpu(gpu());
  return benchtopOn(`benchtop ${driver}`, open);
}

async function measure(args: string[], cpuOnly: boolean): Promise<BenchResult> {
  const { only, quick, peers, drivers = [findDrivers()[0]!.name] } = parseOptions(args);
  const webGpu = drivers.find((driver) => !cpuDriver(driver));
  // Peers ask the page for its GPU.
  prepareNode(cpuOnly ? openNullGpu() : openNodeGpu(webGpu));
  const own = cpuOnly
    ? [benchtopOn('benchtop', () => openWebGpu(navigator.gpu))]
    : drivers.map((driver) => deviceOf(driver, webGpu));
  const files = readdirSync(here).filter((name) => /^peer_.*\.mjs$/.test(name) && peers.test(name));
  const loaders = files.sort().map((name) => {
    const url = pathToFileURL(path.join(here, name)).href;
    return () => import(/* @vite-ignore */ url) as Promise<{ default: Engine }>;
  });
  const assets = pathToFileURL(`${path.join(here, 'assets')}/`).href;
  return runBenchmarks(own, loaders, { only, quick, cpuOnly, assets }, say);
}

/** In a process of its own: two backends do not share one Dawn. */
function measureNull(args: readonly string[]): BenchResult | null {
  const rest = args.filter((arg, i) => arg !== '--driver' && args[i - 1] !== '--driver');
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--null', ...rest], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) {
    say('The null backend gave no figures.');
    return null;
  }
  return JSON.parse(child.stdout) as BenchResult;
}

async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  if (args[0] === '--null') {
    const write = process.stdout.write.bind(process.stdout);
    console.log = console.info = console.error;
    write(JSON.stringify(await measure(args.slice(1), true)));
    return 0;
  }
  const { only, out, quick, drivers = [] } = parseOptions(args);
  const result = await measure(args, false);
  const trains = new RegExp(only ?? '').test('train nanogpt');
  const isCpu = drivers.length > 0 && drivers.every(cpuDriver);
  const report: Report = {
    runtime: 'node',
    host: hostFacts(quick),
    result,
    cpu: trains && !isCpu ? measureNull(args) : null,
  };
  const name = `node-${adapterSlug(result.devices[0]!.adapter)}`;
  const folder = existsSync(path.join(here, '../results')) ? path.join(here, '../results') : here;
  const file = out ?? path.join(folder, `${name}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
  console.log(markdown(report));
  return 0;
}

let code = 1;
try {
  code = await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
}
await Promise.all([process.stdout, process.stderr].map((s) => new Promise((r) => s.write('', r))));
// Dawn's threads can keep Node alive.
process.exit(code);
