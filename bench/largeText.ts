// A text of 200 MB in the page: how long it takes, what it costs in memory, and whether the page stays
// smooth. node scripts/run.mjs bench/largeText.ts [megabytes] (needs `npm run build`; memory on Linux only).
import { openSync, readFileSync, rmSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { preview } from 'vite';
import { watchTasks, watchedTasks } from '../e2e/longTasks';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from '../scripts/browser.mjs';
import { CORPORA, generateSplits } from '../src/training/data/corpora/corpora';

const BLOCKS = 5;
const BLOCK_CHARS = 2_000_000;
const SAMPLE_MS = 250;
const PATIENCE_MS = 15 * 60_000;

function writeText(file: string, sizeBytes: number): void {
  const story = CORPORA.find(({ id }) => id === 'story');
  if (story?.kind !== 'grammar') throw new Error('The stories are gone.');
  const blocks = Array.from({ length: BLOCKS }, (_, seed) =>
    Buffer.from(generateSplits({ ...story, trainChars: BLOCK_CHARS }, seed).train),
  );
  const handle = openSync(file, 'w');
  for (let written = 0, index = 0; written < sizeBytes; index++) {
    const block = blocks[index % BLOCKS]!;
    written += writeSync(handle, block, 0, Math.min(block.length, sizeBytes - written));
  }
  closeSync(handle);
}

/** Bytes of the page's process, its Worker with it. */
async function rendererBytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]);
  return Math.max(...sizes.map((kilobytes) => Number(kilobytes) * 1024));
}

interface Watched {
  readonly name: string;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly tasks: number;
  readonly long: readonly string[];
}

async function watched(
  browser: Browser,
  page: Page,
  name: string,
  work: () => Promise<void>,
): Promise<Watched> {
  let peakBytes = 0;
  const look = async (): Promise<void> => {
    peakBytes = Math.max(peakBytes, await rendererBytes(browser));
  };
  await watchTasks(browser, page);
  const startMs = performance.now();
  const timer = setInterval(() => void look(), SAMPLE_MS);
  await work();
  clearInterval(timer);
  const seconds = (performance.now() - startMs) / 1000;
  await look();
  const { count: tasks, long } = await watchedTasks(browser, page, new URL(page.url()).origin);
  return { name, seconds, peakBytes, tasks, long };
}

async function measure(browser: Browser, base: string, file: string): Promise<void> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${base}#/experiment/own-text`);
  await page.getByTestId('gpu-line').waitFor();
  await page.getByTestId('group-model').click();
  for (const [setting, value] of [
    ['n_layer', '1'],
    ['n_embd', '32'],
    ['n_head', '2'],
    ['n_positions', '32'],
  ])
    await page.locator(`#setting-${setting}`).fill(value ?? '');
  const before = await rendererBytes(browser);
  console.log(`the page alone: ${megabytes(before)}`);
  const read = await watched(browser, page, 'reading', async () => {
    await page.locator('input[type=file]').first().setInputFiles(file);
    await page.getByTestId('own-text').getByText('is ready').waitFor();
  });
  print(read);
  const start = await watched(browser, page, 'cutting into tokens, first steps', async () => {
    await page.getByTestId('train').click();
    await page.locator('[data-testid=run-state][data-state=running]').waitFor();
    await page.getByTestId('sample').waitFor();
  });
  print(start);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

function print({ name, seconds, peakBytes, tasks, long }: Watched): void {
  const size = megabytes(peakBytes);
  console.log(
    `${name}: ${seconds.toFixed(1)} s, ${size} at most, ${long.length} of ${tasks} tasks of the page long (see e2e/longTasks.ts)`,
  );
  for (const task of long) console.log(`  ${task}`);
}

export async function main([size = '199']: string[]): Promise<number> {
  const executablePath = findBrowser();
  if (!executablePath) {
    console.error(NO_BROWSER);
    return 1;
  }
  const file = path.join(tmpdir(), `benchtop-${process.pid}.txt`);
  writeText(file, Number(size) * 1e6);
  const server = await preview({ logLevel: 'warn', preview: { port: 0, open: false } });
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
  try {
    await measure(browser, server.resolvedUrls?.local[0] ?? '', file);
  } finally {
    await browser.close();
    await server.close();
    rmSync(file);
  }
  return 0;
}
