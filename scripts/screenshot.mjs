// A picture of a page, for the README and for looking at it:
// node scripts/screenshot.mjs <url|path> <out.png> [--dark] [--phone] [--zh] [--click selector] [--see text] [--wait ms]
// --click, --see (until the page says so) and --wait may come several times, done in the order given.
// A path such as / is served from the build, which is made first when there is none.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, devices } from 'playwright';
import { build, preview } from 'vite';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from './browser.mjs';
import { root } from './install.mjs';

const USAGE =
  'Usage: node scripts/screenshot.mjs <url|path> <out.png> [--dark] [--phone] [--zh] [--click selector] [--see text] [--wait ms]';

/** A model may have to learn first. */
const SEE_MS = 10 * 60_000;

function parse(args) {
  const options = { targets: [], steps: [], flags: new Set() };
  while (args.length > 0) {
    const word = args.shift();
    if (['--click', '--see', '--wait'].includes(word))
      options.steps.push([word, args.shift() ?? '']);
    else if (word.startsWith('--')) options.flags.add(word);
    else options.targets.push(word);
  }
  return options;
}

async function serve() {
  if (!existsSync(path.join(root, 'dist/index.html'))) await build({ root, logLevel: 'warn' });
  const server = await preview({ root, logLevel: 'warn', preview: { port: 0, open: false } });
  return server.resolvedUrls?.local[0] ?? '';
}

const { targets, steps, flags } = parse(process.argv.slice(2));
const [place, out] = targets;
const unknown = [...flags].filter((flag) => !['--dark', '--phone', '--zh'].includes(flag));
if (!place || !out || unknown.length > 0) {
  console.error(unknown.length > 0 ? `Unknown: ${unknown.join(' ')}\n${USAGE}` : USAGE);
  process.exit(2);
}
const executablePath = findBrowser();
if (!executablePath) {
  console.error(NO_BROWSER);
  process.exit(1);
}

const isUrl = /^[a-z]+:/.test(place);
const url = isUrl ? place : new URL(place, await serve()).href;
const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
let code = 0;
try {
  const page = await browser.newPage({
    ...(flags.has('--phone')
      ? devices['Pixel 7']
      : { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 }),
    colorScheme: flags.has('--dark') ? 'dark' : 'light',
    locale: flags.has('--zh') ? 'zh-CN' : 'en-GB',
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) console.error(`page: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.error(`page: ${error}`));
  await page.goto(url, { waitUntil: 'load' });
  for (const [step, value] of steps) {
    if (step === '--click') await page.locator(value).first().click({ timeout: 10_000 });
    else if (step === '--see') await page.getByText(value).first().waitFor({ timeout: SEE_MS });
    else await page.waitForTimeout(Number(value));
  }
  await page.screenshot({ path: out, animations: 'disabled' });
  console.log(out);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  code = 1;
}
await browser.close();
process.exit(code);
