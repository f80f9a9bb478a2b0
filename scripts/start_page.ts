// How quick the first view is: `npm run start-page -- [--profiles 10] [--locale en-GB] [ADDRESS]` opens it in fresh
// profiles of a browser without a GPU. It measures when the text box takes keys, when the model has written a
// token by itself, and, in profiles of their own, how long after the first key it has written one behind that.
// Without an address it serves the build.
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright';
import { findBrowser, NO_BROWSER } from './browser.mjs';
import { serveBuild } from './serve_build';

/** What is asked of it; the exit status tells. */
const LIMITS_MS = { interactive: 1000, ownToken: Infinity, tokenAfterKey: 1500 };
type Measure = keyof typeof LIMITS_MS;
const WORDS: Record<Measure, string> = {
  interactive: 'the text box takes keys',
  ownToken: 'the first token, before anything is typed',
  tokenAfterKey: 'the first token, after the first key',
};

interface Seen {
  /** Since the navigation began, as all others. */
  boxMs?: number;
  keyMs?: number;
  texts: { atMs: number; length: number }[];
}

/** In the page: notes when the box is there, and every text in it. */
function watchBox(): void {
  const seen: Seen = { texts: [] };
  Object.assign(window, { seen });
  let length = 0;
  const look = (): void => {
    const box = document.querySelector<HTMLTextAreaElement>('[data-testid="write-box"]');
    if (box) seen.boxMs ??= performance.now();
    if (box && box.value.length !== length) {
      length = box.value.length;
      seen.texts.push({ atMs: performance.now(), length });
    }
    setTimeout(look, 4);
  };
  look();
}

const seenIn = (page: Page): Promise<Seen> =>
  page.evaluate(() => (window as unknown as { seen: Seen }).seen);

async function open(browser: Browser, address: string, locale: string): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await page.addInitScript(watchBox);
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(
    () => (window as unknown as { seen: Seen }).seen.boxMs !== undefined,
    null,
    { polling: 5 },
  );
  return page;
}

/** Its prompt is the first text in the text box, its first token the second. */
async function alone(page: Page): Promise<Partial<Record<Measure, number>>> {
  await page.waitForFunction(
    () => (window as unknown as { seen: Seen }).seen.texts.length > 1,
    null,
    { polling: 20 },
  );
  const { boxMs, texts } = await seenIn(page);
  return { interactive: boxMs!, ownToken: texts[1]!.atMs };
}

/** One key as soon as the box is there; what grows behind it is the model's. */
async function withKey(page: Page): Promise<Partial<Record<Measure, number>>> {
  await page.getByTestId('write-box').focus();
  const keyMs = await page.evaluate(() => {
    const { seen } = window as unknown as { seen: Seen };
    seen.texts.length = 0;
    return (seen.keyMs = performance.now());
  });
  await page.keyboard.press('T');
  await page.waitForFunction(
    () => (window as unknown as { seen: Seen }).seen.texts.length > 1,
    null,
    { polling: 20 },
  );
  const { boxMs, texts } = await seenIn(page);
  return { interactive: boxMs!, tokenAfterKey: texts[1]!.atMs - keyMs };
}

const median = (sorted: readonly number[]): number => sorted[sorted.length >> 1] ?? NaN;

export async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    options: {
      profiles: { type: 'string', default: '10' },
      locale: { type: 'string', default: 'en-GB' },
    },
    allowPositionals: true,
  });
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const address = positionals[0] ?? (await serveBuild());
  const samples: Record<Measure, number[]> = { interactive: [], ownToken: [], tokenAfterKey: [] };
  for (let profile = 0; profile < Number(values.profiles); profile++)
    for (const measure of [alone, withKey]) {
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      const found = await measure(await open(browser, address, values.locale));
      for (const [name, ms] of Object.entries(found)) samples[name as Measure].push(ms);
      await browser.close();
    }
  let isHeld = true;
  for (const [name, all] of Object.entries(samples) as [Measure, number[]][]) {
    const sorted = all.toSorted((a, b) => a - b);
    isHeld &&= sorted.at(-1)! < LIMITS_MS[name];
    const list = all.map((ms) => Math.round(ms)).join(' ');
    console.log(
      `${WORDS[name]}: median ${Math.round(median(sorted))} ms, max ${Math.round(sorted.at(-1)!)} ms (${list})`,
    );
  }
  return isHeld ? 0 : 1;
}
