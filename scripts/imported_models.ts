// A model of GPT-2's shape (124M, random weights) goes through the app's engine in headless Chromium:
// loaded from files, writes, takes LoRA steps, leaves as a folder, comes back. Times, peak memory of the
// browser's GPU process, and whether the weights came back bit for bit.
// `npm run imported-models [-- --dtype F16] [--layers 12] [--width 768] [--heads 12] [--steps 3] [--length 64]`
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import type { Imported } from './imported_models/page';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from './browser.mjs';
import { main as makeModel } from './make_model';
import { wgsl } from './wgsl.mjs';

const WRITTEN = 8;
const LIMIT_BYTES = 4 * 2 ** 30;
const ROOT = path.resolve(import.meta.dirname, '..');
const option = (value: string) => ({ type: 'string' as const, default: value });

/** Peak of what the GPU process held; on a software adapter the GPU's memory is part of it. */
async function gpuPeakBytes(profile: string): Promise<number> {
  let peak = 0;
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes('--type=gpu-process') || !command.includes(profile)) continue;
    const status = await readFile(`/proc/${id}/status`, 'utf8');
    peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) * 1024);
  }
  return peak;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const fromMs = performance.now();
  const result = await work();
  console.log(`${what}: ${((performance.now() - fromMs) / 1000).toFixed(1)} s`);
  return result;
}

async function walk(page: Page, steps: number, length: number): Promise<boolean> {
  const call = <Name extends keyof Imported>(name: Name, ...args: Parameters<Imported[Name]>) =>
    page.evaluate(
      ([method, list]) => (globalThis.imported[method] as (...all: unknown[]) => unknown)(...list),
      [name, args] as const,
    ) as ReturnType<Imported[Name]>;
  console.log(`adapter: ${await call('open')}`);
  const id = await timed('load', () => call('import'));
  const text = await timed(`upload and ${WRITTEN} tokens`, () => call('write', id, WRITTEN));
  console.log(`wrote ${JSON.stringify(text)}`);
  const tuned = await timed(`${steps} LoRA steps of ${length} tokens, with preparing`, () =>
    call('finetune', id, {
      version: 1,
      name: 'imported',
      model: { family: 'gpt', n_layer: 1, n_head: 1, n_embd: 8, n_positions: 8 },
      tokenizer: { kind: 'byte' },
      data: { corpus: 'story', size_chars: 60_000 },
      tuning: { method: 'lora', r: 8, lora_alpha: 16 },
      training: {
        per_device_train_batch_size: 1,
        max_steps: steps,
        max_length: length,
        learning_rate: 1e-3,
        eval_windows: 1,
        eval_steps: 1000,
      },
      sample: { every_steps: 1000, max_new_tokens: 1, prompt: 'Once' },
    }),
  );
  const { losses, plannedBytes, stepMs } = tuned;
  console.log(`losses ${losses.map((loss) => loss.toFixed(4)).join(' ')}`);
  console.log(`${(stepMs / 1000).toFixed(1)} s a step; planned ${mebibytes(plannedBytes)}`);
  const back = await timed('export and load again', () => call('exportAndReload'));
  const isSame = back.exported === back.reloaded;
  console.log(`weights ${back.exported.slice(0, 16)}, again ${back.reloaded.slice(0, 16)}`);
  const texts = await call('compareTexts', back.id, WRITTEN);
  console.log(`texts ${JSON.stringify(texts.run)} ${JSON.stringify(texts.imported)}`);
  return isSame && texts.run === texts.imported && losses.length === steps;
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      dtype: option('F32'),
      layers: option('12'),
      width: option('768'),
      heads: option('12'),
      steps: option('3'),
      length: option('64'),
    },
  });
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const folder = await mkdtemp(path.join(tmpdir(), 'benchtop-imported-'));
  const model = path.join(folder, 'model');
  const { dtype, layers, width, heads } = values;
  const shape = ['--dtype', dtype, '--layers', layers, '--width', width, '--heads', heads];
  await timed('write the folder', () => makeModel([model, ...shape]));
  const server = await createServer({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [wgsl()],
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
  });
  await server.listen();
  const profile = path.join(folder, 'profile');
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: BROWSER_FLAGS,
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(
      new URL('scripts/imported_models/page.html', server.resolvedUrls!.local[0]).href,
    );
    await page.waitForFunction(() => 'imported' in globalThis);
    const files = (await readdir(model)).map((name) => path.join(model, name));
    await page.setInputFiles('#files', files);
    const isSame = await walk(page, Number(values.steps), Number(values.length));
    const peak = await gpuPeakBytes(profile);
    console.log(`peak of the GPU process ${mebibytes(peak)}`);
    console.log(isSame ? 'Came back bit for bit.' : 'DID NOT COME BACK AS IT WAS.');
    return isSame && peak < LIMIT_BYTES ? 0 : 1;
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
