// The whole way of a newcomer, with the real engine: one press, and a model trains. One page and one
// run serve all of it, as the tests follow each other like a visit does.
import { expect, test, type Page } from '@playwright/test';
import { watchedTasks, watchTasks } from './longTasks';
import { newestSaved, pauseUntilSaved } from './checkpoints';
import {
  beforeEngine,
  chooseDevice,
  expectNoViolations,
  figureOf,
  goTo,
  openPage,
  stateOf,
  stepOf,
  toRun,
  turnSettingsSmall,
  watchProblems,
} from './support';

test.describe.configure({ mode: 'serial' });

let page: Page;
let problems: string[];

/** Lets a test take the GPU away. */
const LOSE = `const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...args) {
    const device = await request.apply(this, args);
    new BroadcastChannel('lose').onmessage = () => device.destroy();
    return device;
  };`;

test.beforeAll(async ({ browser }) => {
  page = await openPage(browser);
  problems = watchProblems(page);
  await chooseDevice(page, 'gpu');
  await beforeEngine(page, LOSE);
  await page.goto('/#/experiment/story');
});

test.afterAll(() => page.context().close());

const stepNow = () => stepOf(page);
/** The largest page, the glossary, is placed word by word. */
const MOST_PLACED = 3000;
const lossNow = () => figureOf(page.getByTestId('loss'));
/** Notes the greatest loss that the page shows from now on: where the run began. */
const watchGreatestLoss = () =>
  page.evaluate(() => {
    const { dataset } = document.documentElement;
    new MutationObserver(() => {
      const shown = document.querySelector<HTMLElement>('[data-testid=loss]')?.dataset.value;
      dataset.greatest = String(Math.max(Number(dataset.greatest ?? 0), Number(shown ?? 0)));
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-value'] });
  });
const greatestLoss = () => figureOf(page.locator('html'), 'data-greatest');

test('one press, and the loss falls while the text gets better; no task is long', async ({
  browser,
  baseURL,
}) => {
  await expect(page.getByTestId('gpu-line')).toBeVisible();
  await expect(page.getByTestId('train')).toBeEnabled();
  // Cheap queries only while tasks are watched: they run in the page too.
  await watchTasks(browser, page);
  await watchGreatestLoss();
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect(page.getByTestId('run-facts')).toContainText('Sized for this device');
  await expect.poll(lossNow).toBeGreaterThan(1);
  const before = await stepNow();
  await goTo(page, 'Engine');
  await expect(page.getByTestId('kernel-totals')).toBeVisible();
  await goTo(page, 'Engine', 'Glossary and help');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glossary and help');
  await toRun(page);
  await expect.poll(stepNow).toBeGreaterThan(before);
  await expect.poll(async () => (await greatestLoss()) - (await lossNow())).toBeGreaterThan(0.5);
  await expect(page.getByTestId('sample')).toContainText('Once upon a time');
  await expect.poll(() => figureOf(page.getByTestId('held-out'))).toBeGreaterThan(0);
  const tasks = await watchedTasks(browser, page, baseURL ?? '');
  test.info().annotations.push({ type: 'tasks', description: JSON.stringify(tasks) });
  expect(tasks.count, 'the trace has tasks with processor time').toBeGreaterThan(100);
  expect(tasks.pieces, 'the unit was measured').toBeGreaterThan(5);
  expect(tasks.long).toEqual([]);
  expect(tasks.layoutCount, 'objects in one layout').toBeLessThan(MOST_PLACED);
});

test('the language changes at once, in the middle of a run', async () => {
  await page.getByRole('radio', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('故事 GPT');
  await expect(stateOf(page)).toHaveText('训练中');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(stateOf(page)).toHaveText('Training');
});

test('pause holds while axe looks at the run, its kernels, a phone and Chinese', async () => {
  const held = await pauseUntilSaved(page, (await newestSaved(page)).keptAtMs);
  await expect(page.getByTestId('announcer')).toContainText('paused at step');
  await expectNoViolations(page, 'run');
  await goTo(page, 'Engine');
  await expect(page.getByTestId('kernel-totals')).toBeVisible();
  await expect(page.getByRole('row')).not.toHaveCount(0);
  await page.getByTestId('kernels-measure').click();
  await expect(page.getByTestId('kernels-method')).toContainText('Median of three runs');
  await expect(page.getByRole('columnheader', { name: 'GFLOP/s' })).toBeVisible();
  await expectNoViolations(page, 'kernels');
  await toRun(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('radio', { name: '简体中文' }).click();
  await expectNoViolations(page, 'run on a phone, in Chinese');
  await page.getByRole('radio', { name: 'English' }).click();
  const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(scrolls).toBe(false);
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(await stepNow()).toBe(held);
  await page.getByTestId('run-step').click();
  await expect.poll(stepNow).toBe(held + 1);
  await page.getByTestId('run-resume').click();
  await expect.poll(stepNow).toBeGreaterThan(held + 1);
});

test('changed settings: the page offers a new run, keeps the old curve, and stops when told', async () => {
  await turnSettingsSmall(page);
  await page.getByTestId('group-data').click();
  await page.locator('#setting-tokenizer').selectOption('char');
  await page.locator('#setting-prompt').fill('Once 龍 upon a time');
  const parameters = page.getByTestId('plan-parameters');
  await expect.poll(() => figureOf(parameters)).toBeLessThan(20_000);
  await page.getByTestId('run-stop').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'stopped');
  await page.getByTestId('restart').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect(page.getByText('Previous run')).toBeVisible();
  await expect(page.getByTestId('run-facts')).toContainText('layers × width: 1 × 16');
  await expect(page.getByText('The training text does not contain 龍')).toBeVisible();
  await page.getByTestId('run-stop').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'stopped');
  await page.getByTestId('run-again').click();
  // The loss of the run before stays until then.
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect.poll(lossNow).toBeGreaterThan(0);
  expect(problems).toEqual([]);
});

test('a lost GPU: said, the curve stays, and it can be opened again', async () => {
  await page.evaluate(() => new BroadcastChannel('lose').postMessage(1));
  await expect(page.getByTestId('device-lost')).toContainText('Curves and samples are kept');
  await expect(stateOf(page)).toHaveAttribute('data-state', 'failed');
  expect(await lossNow()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Reopen the GPU' }).click();
  await page.getByTestId('run-again').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect(page.getByText('Previous run')).toBeVisible();
});
