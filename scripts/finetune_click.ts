// The one click of the Fine-tune page, to its end: opens the page, presses the key, notes what the page
// says every fifteen seconds, and takes pictures. `npm run finetune-click -- [--device swiftshader|lavapipe]
// [--runs one|compare|few] [--pictures FOLDER] [ADDRESS]`; without an address it serves the build.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from './browser.mjs';
import { lavapipeChromium } from './results/lavapipe';
import { serveBuild } from './serve_build';

const EVERY_MS = 15_000;
const LIMIT_MS = 40 * 60_000;

function browserOf(device: string): string {
  if (device === 'lavapipe') {
    const { executablePath, folder } = lavapipeChromium();
    process.once('exit', () => rmSync(folder, { recursive: true }));
    return executablePath;
  }
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  return executablePath;
}

/** What stands on the page in these places; empty where nothing does. */
async function textsOf(page: Page, ids: readonly string[]): Promise<string> {
  const texts = await Promise.all(
    ids.map(async (id) => (await page.getByTestId(id).allTextContents()).join(' | ')),
  );
  return texts.join('  ');
}

async function watch(page: Page, picture: (name: string) => Promise<void>): Promise<string> {
  const startMs = performance.now();
  const state = page.getByTestId('finetune-state');
  const alerts = page.getByRole('alert');
  for (;;) {
    const seconds = Math.round((performance.now() - startMs) / 1000);
    const failed = (await alerts.allTextContents()).join(' ').trim();
    if (failed !== '') return `failed: ${failed}`;
    const now = (await state.count()) > 0 ? await state.getAttribute('data-state') : 'starting';
    console.log(`${seconds} s  ${await textsOf(page, ['finetune-state', 'finetune-right'])}`);
    if (now === 'done' || now === 'stopped') return `${now} after ${seconds} s`;
    if (seconds * 1000 > LIMIT_MS) return 'no end';
    await picture(`at-${seconds}s`);
    await page.waitForTimeout(EVERY_MS);
  }
}

export async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    options: {
      device: { type: 'string', default: 'swiftshader' },
      runs: { type: 'string', default: 'one' },
      pictures: { type: 'string' },
    },
    allowPositionals: true,
  });
  const folder = values.pictures;
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const address = positionals[0] ?? (await serveBuild());
  const executablePath = browserOf(values.device);
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
  try {
    const page = await browser.newPage({
      // All of the page, which scrolls inside of itself.
      viewport: { width: 1440, height: 2400 },
      locale: 'en-GB',
    });
    page.on('pageerror', (error) => console.error(`page: ${error}`));
    const picture = async (name: string): Promise<void> => {
      if (folder === undefined) return;
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
    };
    await page.goto(new URL('#/finetune', address).href, { waitUntil: 'load' });
    await page.getByTestId('finetune-runs').selectOption(values.runs);
    await page.getByTestId('finetune-plan').waitFor();
    await picture('before');
    await page.getByTestId('finetune-start').click();
    const end = await watch(page, picture);
    await picture('end');
    console.log(end);
    console.log(await textsOf(page, ['finetune-result', 'finetune-confusion']));
    return end.startsWith('done') ? 0 : 1;
  } finally {
    await browser.close();
  }
}
