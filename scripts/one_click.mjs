// What a newcomer sees: opens the app, presses the one button, and notes losses and texts every
// fifteen seconds. node scripts/one_click.mjs [url] [--seconds N]; without a URL it serves the build.
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from './browser.mjs';
import { root } from './install.mjs';

const args = process.argv.slice(2);
const at = args.indexOf('--seconds');
const seconds = at < 0 ? 180 : Number(args.splice(at, 2)[1]);
const [address] = args;

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
const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
const page = await browser.newPage({
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
});
page.on('pageerror', (error) => console.error(`page: ${error}`));
await page.goto(address ?? (await serve()), { waitUntil: 'load' });
await page.getByTestId('train').click();
const startMs = performance.now();
const textOf = async (id) => {
  const found = page.getByTestId(id);
  return (await found.count()) > 0 ? ((await found.first().textContent()) ?? '') : '';
};
for (let second = 15; second <= seconds; second += 15) {
  await page.waitForTimeout(Math.max(0, startMs + second * 1000 - performance.now()));
  const steps = page.getByText(/^Step [\d,]+ of/);
  const step = (await steps.count()) > 0 ? await steps.first().textContent() : 'preparing';
  console.log(`${second} s  ${step}  loss ${await textOf('loss')}`);
  console.log(`      ${(await textOf('sample')).replaceAll('\n', ' ')}`);
}
await browser.close();
process.exit(0);
