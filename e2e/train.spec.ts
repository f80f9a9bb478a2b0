// The whole way of a newcomer, with the real engine: one press, and a model trains.
import { expect, test, type Page } from '@playwright/test';
import { stateOf, turnKnobsSmall, watchProblems } from './support';

test.describe.configure({ mode: 'serial' });

let page: Page;
let problems: string[];

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  problems = watchProblems(page);
  await page.goto('/');
});

test.afterAll(() => page.close());

const stepNow = async () => {
  const words = await page.getByText(/^Step [\d,]+ of/).textContent();
  return Number(/Step ([\d,]+)/.exec(words ?? '')?.[1]?.replaceAll(',', ''));
};
const lossNow = async () => Number(await page.getByTestId('loss').textContent());

test('one press, and the loss falls while the text gets better', async () => {
  test.setTimeout(150_000);
  await expect(page.getByTestId('gpu-line')).toBeVisible();
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await expect(page.getByTestId('run-facts')).toContainText('Sized for this GPU');
  await expect.poll(lossNow, { timeout: 30_000 }).toBeGreaterThan(1);
  const first = await lossNow();
  await expect.poll(lossNow, { timeout: 90_000 }).toBeLessThan(first - 0.5);
  await expect(page.getByTestId('sample')).toContainText('Once upon a time');
  await expect(page.getByTestId('held-out')).toHaveText(/^\d\.\d{3}$/);
});

test('another page and back: the run is where it was, and went on', async () => {
  const before = await stepNow();
  await page.getByRole('link', { name: 'Kernels of this step' }).click();
  await expect(page.getByTestId('kernel-totals')).toBeVisible();
  await expect(page.getByRole('row')).not.toHaveCount(0);
  await page.getByRole('link', { name: 'Glossary and help' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glossary and help');
  await page.getByRole('navigation').getByRole('link', { name: 'Story GPT' }).click();
  await expect(page.getByTestId('sample')).toBeVisible();
  await expect.poll(stepNow, { timeout: 20_000 }).toBeGreaterThan(before);
});

test('the language changes at once, in the middle of a run', async () => {
  await page.getByRole('radio', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('故事 GPT');
  await expect(stateOf(page)).toHaveText('训练中');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(stateOf(page)).toHaveText('Training');
});

test('pause holds, one step is one step, resume goes on', async () => {
  await page.getByTestId('run-pause').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'paused');
  await expect(page.getByTestId('announcer')).toContainText('paused at step');
  await page.waitForTimeout(1500);
  const held = await stepNow();
  await page.waitForTimeout(1500);
  expect(await stepNow()).toBe(held);
  await page.getByTestId('run-step').click();
  await expect.poll(stepNow, { timeout: 20_000 }).toBe(held + 1);
  await page.getByTestId('run-resume').click();
  await expect.poll(stepNow, { timeout: 20_000 }).toBeGreaterThan(held + 1);
});

test('changed knobs: the page offers a new run, keeps the old curve, and stops when told', async () => {
  test.setTimeout(90_000);
  await turnKnobsSmall(page);
  await expect(page.getByTestId('plan-parameters')).toHaveText(/^1\d\.\d k$/);
  await page.getByTestId('restart').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await expect(page.getByText('Run before')).toBeVisible();
  await expect(page.getByTestId('run-facts')).toContainText('layers × width: 1 × 32');
  await page.getByTestId('run-stop').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'stopped');
  await expect(page.getByTestId('run-again')).toBeEnabled();
  expect(problems).toEqual([]);
});
