// How long a first visitor waits for the comparison: opens the app, trains with the one button, presses
// "Compress and compare" once the run has ended, and notes when how many points stand in the plot.
// node scripts/compare_click.mjs [url]; without a URL it serves the build.
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from './browser.mjs';
import { root } from './install.mjs';

const [address] = process.argv.slice(2);
const ENOUGH_POINTS = 5;
const LOOK_EVERY_MS = 500;
const GIVE_UP_MS = 15 * 60_000;

async function serve() {
  await build({ root, logLevel: 'warn' });
  const server = await preview({ root, logLevel: 'warn', preview: { port: 0, open: false } });
  return server.resolvedUrls?.local[0] ?? '';
}

const executablePath = findBrowser();
if (!executablePath) {
  console.error(NO_BROWSER);
  process.exit(1);
}
const url = address ?? (await serve());
const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
const page = await browser.newPage({
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
});
page.on('pageerror', (error) => console.error(`page: ${error}`));

const startMs = performance.now();
const say = (words) =>
  console.log(`${((performance.now() - startMs) / 1000).toFixed(1).padStart(6)} s  ${words}`);
/** Looks until `isSo`, or long enough. */
async function until(isSo, onLook = async () => undefined) {
  while (!(await isSo())) {
    if (performance.now() - startMs > GIVE_UP_MS) throw new Error('It took too long.');
    await onLook();
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
}

await page.goto(url, { waitUntil: 'load' });
await page.getByTestId('train').click();
say('the page is there, training was pressed');
const key = page.getByTestId('compare-start').first();
await until(async () => (await key.count()) > 0 && (await key.isEnabled()));
say('the run has ended: "Compress and compare" was pressed');
await key.click();

const points = page.getByTestId('compare-point');
const state = page.getByTestId('compare-state');
let shown = 0;
let phase = '';
const look = async () => {
  const now = await points.count();
  const words = (await state.textContent()) ?? '';
  const named = words.split('·')[0].trim();
  if (now !== shown || named !== phase) {
    say(
      `${now} points${now >= ENOUGH_POINTS && shown < ENOUGH_POINTS ? ', enough' : ''}  ${named}`,
    );
  }
  [shown, phase] = [now, named];
};
await until(async () => (await state.getAttribute('data-state')) === 'done', look);
await look();
say('the comparison has ended');
await browser.close();
process.exit(0);
