// A picture of every page on the CPU engine, to look at: `npm run screenshots -- [--out DIR] [--look NAME]
// [--only TEXT] [--height N] [ADDRESS]`. Without an address it serves the build; --only takes the pages whose name
// has the text, --height shows what is below the fold.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from './browser.mjs';
import { serveBuild } from './serve_build';

const LOOKS = {
  'en-light': { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 720 } },
  'zh-phone-dark': { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  'en-dark': { locale: 'en-GB', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
} as const;
type Look = keyof typeof LOOKS;

interface Shot {
  name: string;
  address: string;
  /** What is done before the picture. */
  act?: (page: Page) => Promise<unknown>;
}

const MODELS = ['story', 'reviews', 'grokking'];
const TABS = ['write', 'inspect', 'train', 'compress', 'compare', 'export', 'card'];
const shot = (address: string, name = address.replaceAll(/\W+/g, '-')): Shot => ({ name, address });

const SHOTS: readonly Shot[] = [
  { ...shot('', 'start'), act: (page) => page.waitForTimeout(4000) },
  shot('models'),
  {
    ...shot('models', 'models-table'),
    act: (page) => page.getByRole('radio').last().click(),
  },
  ...MODELS.flatMap((model) =>
    TABS.map((tab) => shot(`models/ready:${model}/${tab}`, `model-${model}-${tab}`)),
  ),
  {
    ...shot('models/ready:story/write', 'model-story-written'),
    act: async (page) => {
      await page.getByTestId('play-prompt').fill('Once upon a time');
      await page.getByTestId('play-start').click();
      await page.locator('[data-testid=play-text][data-state=done]').waitFor();
    },
  },
  {
    ...shot('models/ready:story/compress', 'compare-result'),
    act: async (page) => {
      await page.getByTestId('compare-start').click({ timeout: PRESS_MS });
      await page.locator('[data-testid=compare-state][data-state=done]').waitFor();
    },
  },
  ...['lessons', 'lessons/experiments', 'lessons/recipes', 'data', 'finetune', 'distill'].map(
    (address) => shot(address),
  ),
  shot('compare'),
  shot('engine/kernels'),
  shot('engine/check'),
  shot('engine/help'),
  shot('experiment/story'),
  // Last: what runs goes on behind the pages after it.
  {
    ...shot('experiment/story', 'running'),
    act: async (page) => {
      await page.getByTestId('train').click();
      await page.getByTestId('sample').waitFor();
      await page.waitForTimeout(8000);
    },
  },
];

/** Long enough for a comparison; what cannot be pressed says so sooner. */
const LIMIT_MS = 5 * 60_000;
const PRESS_MS = 20_000;
const SETTLE_MS = 1000;

async function take(
  browser: Browser,
  look: Look,
  url: string,
  shots: readonly Shot[],
  to: Options,
) {
  const { viewport, ...rest } = LOOKS[look];
  const context = await browser.newContext({
    ...rest,
    viewport: { ...viewport, height: to.height ?? viewport.height },
    reducedMotion: 'reduce',
  });
  await context.addInitScript(() =>
    localStorage.setItem('benchtop.settings', JSON.stringify({ device: 'cpu' })),
  );
  let problems = 0;
  for (const { name, address, act } of shots) {
    const page = await context.newPage();
    const say = (words: string): void => {
      problems++;
      console.error(`${look} ${name}: ${words}`);
    };
    page.setDefaultTimeout(LIMIT_MS);
    page.on('pageerror', (error) => say(String(error)));
    page.on('console', (message) => message.type() === 'error' && say(message.text()));
    await page.goto(new URL(`#/${address}`, url).href, { waitUntil: 'load' });
    try {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForTimeout(SETTLE_MS);
      await act?.(page);
      await page.waitForTimeout(SETTLE_MS);
    } catch (error) {
      say(String(error));
    }
    await page.screenshot({ path: path.join(to.out, `${name}.${look}.png`) });
    await page.close();
  }
  await context.close();
  return problems;
}

interface Options {
  out: string;
  height?: number;
}

export async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    options: {
      out: { type: 'string', default: 'test-results/screenshots' },
      look: { type: 'string' },
      only: { type: 'string', default: '' },
      height: { type: 'string' },
    },
    allowPositionals: true,
  });
  const looks = (Object.keys(LOOKS) as Look[]).filter(
    (look) => values.look === undefined || look === values.look,
  );
  const { only, out, height } = values;
  const shots = SHOTS.filter(({ name }) => name.includes(only));
  if (looks.length === 0 || shots.length === 0) {
    console.error(
      `Looks: ${Object.keys(LOOKS).join(', ')}. Pages:`,
      SHOTS.map(({ name }) => name),
    );
    return 2;
  }
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  mkdirSync(out, { recursive: true });
  const url = positionals[0] ?? (await serveBuild());
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
  let problems = 0;
  for (const look of looks)
    problems += await take(browser, look, url, shots, {
      out,
      ...(height !== undefined && { height: Number(height) }),
    });
  await browser.close();
  console.log(`${shots.length * looks.length} pictures in ${out}, ${problems} problems`);
  return problems === 0 ? 0 : 1;
}
