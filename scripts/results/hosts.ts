// Where trials run: headless Chromium, with the engine in its Worker as in the app, or Node.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { build, preview } from 'vite';
import { nodeDevices } from '../../src/host/node/context';
import { LocalLab } from '../../src/host/lab/lab';
import { readAssetInNode } from '../../src/host/node/files';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from '../browser.mjs';
import { lavapipeChromium } from './lavapipe';
import { trialRunner, type RunTrial } from './trialRun';

export interface Host {
  /** Which program, on which adapter. */
  readonly name: string;
  readonly run: RunTrial;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = 'scripts/results_page.html';

/** Vulkan and no fallback: what a GPU needs in headless Chromium on Linux. */
const SYSTEM_FLAGS = [
  ...BROWSER_FLAGS.filter((flag) => !flag.startsWith('--use-webgpu-adapter')),
  '--enable-features=Vulkan',
  '--use-angle=vulkan',
  '--ignore-gpu-blocklist',
];

async function serve(): Promise<{ url: string; close(): Promise<void> }> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'benchtop-results-'));
  const common = { root, logLevel: 'error' } as const;
  const input = path.join(root, PAGE);
  await build({
    ...common,
    build: { outDir, emptyOutDir: true, copyPublicDir: false, rollupOptions: { input } },
  });
  const server = await preview({ ...common, build: { outDir }, preview: { port: 0, open: false } });
  return {
    url: new URL(PAGE, server.resolvedUrls!.local[0]).href,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true });
    },
  };
}

async function openPage(browser: Browser, url: string): Promise<Pick<Host, 'name' | 'run'>> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error}`));
  const crash = new Promise<never>((_, reject) => {
    page.on('crash', () => reject(new Error('The page crashed.')));
  });
  crash.catch(() => undefined);
  await page.goto(url);
  await page.waitForFunction(() => 'openTrials' in globalThis);
  const adapter = await page.evaluate(() => globalThis.openTrials());
  const major = browser.version().split('.')[0];
  return {
    name: `Chromium ${major}, ${shortName(adapter)}`,
    run: (id, config) =>
      Promise.race([
        page.evaluate(([runId, settings]) => globalThis.runTrial(runId, settings), [
          id,
          config,
        ] as const),
        crash,
      ]),
  };
}

const shortName = (adapter: string): string => adapter.split(/[:(]/)[0]!.trim();

function installed(): { executablePath: string; folder?: string } {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  return { executablePath };
}

/** `device`: `swiftshader`, `lavapipe`, or `system` for the machine's own GPU. */
export async function openChromium(device = 'swiftshader'): Promise<Host> {
  const isLavapipe = device === 'lavapipe';
  const { executablePath, folder } = isLavapipe ? lavapipeChromium() : installed();
  const server = await serve();
  const args = device === 'system' ? SYSTEM_FLAGS : BROWSER_FLAGS;
  const browser = await chromium.launch({ executablePath, args });
  const page = await openPage(browser, server.url);
  return {
    ...page,
    // There it has another's name.
    ...(isLavapipe && { name: page.name.replace('swiftshader', 'llvmpipe') }),
    async close() {
      await browser.close();
      await server.close();
      if (folder) rmSync(folder, { recursive: true });
    },
  };
}

export async function openNode(device?: string): Promise<Host> {
  const lab = new LocalLab(nodeDevices(device), readAssetInNode);
  const state = await lab.open();
  if (state.status !== 'ready') throw new Error(`The device is ${state.status}.`);
  const { description, architecture } = state.adapter;
  return {
    name: `Node, ${shortName(description || architecture)}`,
    run: await trialRunner(lab),
    close: () => Promise.resolve(),
  };
}
