// The whole way of a newcomer, with the real engine: one press, and a model trains. One page and one
// run serve all of it, as the tests follow each other like a visit does.
import { expect, test, type Page } from '@playwright/test';
import { watchedTasks, watchTasks } from './longTasks';
import {
  beforeEngine,
  expectNoViolations,
  stateOf,
  turnKnobsSmall,
  watchProblems,
} from './support';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

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
  // axe opens a page beside this one, which newPage() does not allow.
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
  });
  page = await context.newPage();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  problems = watchProblems(page);
  await beforeEngine(page, LOSE);
  await page.goto('/');
});

test.afterAll(() => page.context().close());

const stepNow = async () => {
  const words = await page.getByText(/^Step [\d,]+ of/).textContent();
  return Number(/Step ([\d,]+)/.exec(words ?? '')?.[1]?.replaceAll(',', ''));
};
const lossNow = async () => Number(await page.getByTestId('loss').textContent());
const toRun = () => page.getByRole('navigation').getByRole('link', { name: 'Story GPT' }).click();

test('one press, and the loss falls while the text gets better; no task over 50 ms', async ({
  browser,
  baseURL,
}) => {
  await expect(page.getByTestId('gpu-line')).toBeVisible();
  await expect(page.getByTestId('train')).toBeEnabled();
  // Cheap queries only while tasks are watched: they run in the page too.
  await watchTasks(browser, page);
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await expect(page.getByTestId('run-facts')).toContainText('Sized for this GPU');
  await expect.poll(lossNow, { timeout: 30_000 }).toBeGreaterThan(1);
  const [first, before] = [await lossNow(), await stepNow()];
  await page.getByRole('link', { name: 'Kernels of this step' }).click();
  await expect(page.getByTestId('kernel-totals')).toBeVisible();
  await page.getByRole('link', { name: 'Glossary and help' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glossary and help');
  await toRun();
  await expect.poll(stepNow, { timeout: 20_000 }).toBeGreaterThan(before);
  await expect.poll(lossNow, { timeout: 90_000 }).toBeLessThan(first - 0.5);
  await expect(page.getByTestId('sample')).toContainText('Once upon a time');
  await expect(page.getByTestId('held-out')).toHaveText(/^\d\.\d{3}$/);
  const tasks = await watchedTasks(browser, baseURL ?? '');
  expect(tasks.count, 'the trace has tasks with processor time').toBeGreaterThan(100);
  expect(tasks.long).toEqual([]);
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
  await page.getByTestId('run-pause').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'paused');
  await expect(page.getByTestId('announcer')).toContainText('paused at step');
  await expectNoViolations(page, 'run');
  const held = await stepNow();
  await page.getByRole('link', { name: 'Kernels of this step' }).click();
  await expect(page.getByTestId('kernel-totals')).toBeVisible();
  await expect(page.getByRole('row')).not.toHaveCount(0);
  await page.getByTestId('kernels-measure').click();
  await expect(page.getByTestId('kernels-method')).toContainText('Median of three runs', {
    timeout: 30_000,
  });
  await expect(page.getByRole('columnheader', { name: 'GFLOP/s' })).toBeVisible();
  await expectNoViolations(page, 'kernels');
  await toRun();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('radio', { name: '简体中文' }).click();
  await expectNoViolations(page, 'run on a phone, in Chinese');
  await page.getByRole('radio', { name: 'English' }).click();
  const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(scrolls).toBe(false);
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(await stepNow()).toBe(held);
  await page.getByTestId('run-step').click();
  await expect.poll(stepNow, { timeout: 20_000 }).toBe(held + 1);
  await page.getByTestId('run-resume').click();
  await expect.poll(stepNow, { timeout: 20_000 }).toBeGreaterThan(held + 1);
});

test('changed knobs: the page offers a new run, keeps the old curve, and stops when told', async () => {
  await turnKnobsSmall(page);
  await page.getByTestId('group-data').click();
  await page.locator('#knob-tokenizer').selectOption('char');
  await page.locator('#knob-prompt').fill('Once 龍 upon a time');
  await expect(page.getByTestId('plan-parameters')).toHaveText(/^1\d\.\d k$/);
  await page.getByTestId('restart').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await expect(page.getByText('Run before')).toBeVisible();
  await expect(page.getByTestId('run-facts')).toContainText('layers × width: 1 × 32');
  await expect(page.getByText('The text never uses 龍')).toBeVisible();
  await page.getByTestId('run-stop').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'stopped');
  await page.getByTestId('run-again').click();
  await expect(page.getByTestId('loss')).toHaveText(/^\d\.\d{3}$/, { timeout: 60_000 });
  expect(problems).toEqual([]);
});

test('a lost GPU: said, the curve stays, and it can be opened again', async () => {
  await page.evaluate(() => new BroadcastChannel('lose').postMessage(1));
  await expect(page.getByTestId('device-lost')).toContainText('The curves and samples stay here');
  await expect(stateOf(page)).toHaveAttribute('data-state', 'failed');
  await expect(page.getByTestId('loss')).toHaveText(/^\d\.\d{3}$/);
  await page.getByRole('button', { name: 'Open the GPU again' }).click();
  await page.getByTestId('run-again').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await expect(page.getByText('Run before')).toBeVisible();
});
