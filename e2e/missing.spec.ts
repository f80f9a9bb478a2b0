// No GPU, no isolation, no shared memory, no WebAssembly: the page says what is missing, and trains on
// what there is.
import { expect, test, type Page, type Route } from '@playwright/test';
import {
  beforeEngine,
  chooseDevice,
  figureOf,
  goTo,
  openSmallRun,
  stateOf,
  stepOf,
  watchProblems,
} from './support';

const NO_WEBGPU = `Object.defineProperty(navigator, 'gpu', { value: undefined, configurable: true });`;

const WAYS = [
  {
    name: 'no navigator.gpu',
    code: NO_WEBGPU,
    words: /This browser does not support WebGPU/,
  },
  {
    name: 'adapter null',
    code: `GPU.prototype.requestAdapter = async () => null;`,
    words: /supports WebGPU but returned no GPU adapter/,
  },
  {
    name: 'device refused',
    code: `GPUAdapter.prototype.requestDevice = async () => { throw new Error('refused for a test'); };`,
    words: /its device could not be opened/,
  },
];

const lineOf = (page: Page) => page.getByTestId('gpu-line');

async function expectTraining(page: Page): Promise<void> {
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect.poll(() => stepOf(page)).toBeGreaterThan(0);
}

/** The files at the address come with these headers; null takes one away. */
async function withHeaders(
  page: Page,
  address: RegExp,
  headers: Readonly<Record<string, string | null>>,
): Promise<void> {
  await page.route(address, async (route: Route) => {
    const response = await route.fetch();
    const sent = Object.entries({ ...response.headers(), ...headers });
    const present = sent.filter((entry): entry is [string, string] => entry[1] !== null);
    await route.fulfill({ response, headers: Object.fromEntries(present) });
  });
}

for (const { name, code, words } of WAYS) {
  test(`${name}: the page names the cause and trains on the CPU`, async ({ page }) => {
    const problems = watchProblems(page);
    await chooseDevice(page, 'auto');
    await beforeEngine(page, code);
    await page.goto('/#/experiment/story');
    await expect(lineOf(page)).toContainText(words);
    await expect(lineOf(page)).toContainText('WebAssembly on the CPU');
    await expect(lineOf(page).getByRole('link', { name: 'How to enable WebGPU' })).toBeVisible();
    await openSmallRun(page);
    await expectTraining(page);
    expect(problems).toEqual([]);
  });
}

test('the GPU was chosen and is missing: cause and fix are named; other pages work', async ({
  page,
}) => {
  await chooseDevice(page, 'gpu');
  await beforeEngine(page, NO_WEBGPU);
  await page.goto('/#/experiment/story');
  const box = page.getByTestId('missing-gpu');
  await expect(box).toContainText(/This browser does not support WebGPU/);
  await expect(box).toContainText('How to fix it');
  await expect(page.getByTestId('train')).toBeDisabled();
  await goTo(page, 'Lessons', 'Experiments');
  await page.getByRole('link', { name: 'Tiny Shakespeare' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tiny Shakespeare');
  await page.getByTestId('group-model').click();
  await page.locator('#setting-n_layer').fill('6');
  await expect.poll(() => figureOf(page.getByTestId('plan-parameters'))).toBeGreaterThan(1e6);
  await goTo(page, 'Engine', 'Glossary and help');
  await expect(page.getByText('Getting WebGPU')).toBeVisible();
});

const ONE_THREAD = [
  {
    name: 'a server without the headers of isolation',
    prepare: (page: Page) =>
      withHeaders(page, /\/$/, {
        'cross-origin-opener-policy': null,
        'cross-origin-embedder-policy': null,
      }),
    words: /does not send the headers/,
  },
  {
    name: 'one core',
    prepare: (page: Page) =>
      beforeEngine(
        page,
        `Object.defineProperty(navigator, 'hardwareConcurrency', { value: 1, configurable: true });`,
      ),
    words: /a single processor core/,
  },
  {
    name: 'no shared memory',
    prepare: (page: Page) =>
      beforeEngine(
        page,
        `delete self.SharedArrayBuffer;
Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4, configurable: true });
WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(wanted) {
    if (wanted.shared) throw new TypeError('refused for a test');
    super(wanted);
  }
};`,
      ),
    words: /no shared memory/,
  },
];

for (const { name, prepare, words } of ONE_THREAD) {
  test(`${name}: one thread, the page says why, and it trains`, async ({ page }) => {
    await chooseDevice(page, 'cpu');
    await prepare(page);
    await page.goto('/#/experiment/story');
    await expect(lineOf(page)).toContainText('CPU (1 thread)');
    await expect(lineOf(page)).toContainText(words);
    await openSmallRun(page);
    await expectTraining(page);
  });
}

test('WebAssembly forbidden: the CPU was chosen, the GPU does instead', async ({ page }) => {
  await chooseDevice(page, 'cpu');
  await withHeaders(page, /\/assets\/worker-[^/]*\.js$/, {
    'content-security-policy': "script-src 'self'",
  });
  await page.goto('/#/experiment/story');
  await expect(lineOf(page)).toContainText(/WebAssembly with SIMD is not available/);
  await expect(lineOf(page)).toContainText('SwiftShader');
  await expect(page.getByTestId('train')).toBeEnabled();
});

test('neither WebGPU nor WebAssembly: a sentence', async ({ page }) => {
  await chooseDevice(page, 'auto');
  await beforeEngine(page, `${NO_WEBGPU}\ndelete self.WebAssembly;`);
  await page.goto('/#/experiment/story');
  const box = page.getByTestId('missing-gpu');
  await expect(box).toContainText('This browser does not support WebGPU');
  await expect(box).toContainText(/CPU engine did not open: WebAssembly is not defined/);
  await expect(page.getByTestId('train')).toBeDisabled();
});

test('a thread is ended while a model trains: said, and the next run starts', async ({ page }) => {
  await chooseDevice(page, 'cpu');
  await beforeEngine(
    page,
    `Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2, configurable: true });
const threads = [];
self.Worker = class extends Worker {
  constructor(...args) {
    super(...args);
    threads.push(this);
  }
};
new BroadcastChannel('faults').addEventListener('message', () => {
  for (const thread of threads.splice(0)) thread.terminate();
});`,
  );
  await page.goto('/#/experiment/story');
  await expect(lineOf(page)).toContainText('CPU (2 threads)');
  await openSmallRun(page);
  await expectTraining(page);
  await page.evaluate(() => {
    const channel = new BroadcastChannel('faults');
    channel.postMessage('end');
    channel.close();
  });
  await expect(stateOf(page)).toHaveAttribute('data-state', 'failed');
  await expect(page.getByText(/A thread of the CPU engine ended or stopped/).first()).toBeVisible();
  await page.getByTestId('train').or(page.getByTestId('run-again')).click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect.poll(() => stepOf(page)).toBeGreaterThan(0);
});

test('a software adapter says so, and works; the console stays clean', async ({ page }) => {
  const problems = watchProblems(page);
  await chooseDevice(page, 'gpu');
  await page.goto('/#/experiment/story');
  await expect(page).toHaveTitle(/Benchtop/);
  await expect(lineOf(page)).toContainText('software adapter on the CPU (SwiftShader)');
  await expect(page.getByTestId('train')).toBeEnabled();
  expect(problems).toEqual([]);
});
