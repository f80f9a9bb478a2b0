// The queue: what waits outlives a reload, a run goes on where it was saved, makes room and comes back.
import { expect, test, type Page } from '@playwright/test';
import {
  expectNoViolations,
  figureOf,
  openSmallRun,
  stateOf,
  stepOf,
  watchProblems,
} from './support';

const job = (page: Page, kind: string, state: string) =>
  page.locator(`[data-testid=job][data-kind=${kind}][data-state=${state}]`);

test('a run and two studies wait, make room and come through a reload', async ({ page }) => {
  const problems = watchProblems(page);
  await openSmallRun(page);
  await page.locator('#setting-n_positions').fill('8');
  await page.locator('#setting-max_steps').fill('4');
  await page.locator('#setting-warmup_steps').fill('0');
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'finished');
  // From here on something runs for as long as the test does not stop it.
  await page.locator('#setting-max_steps').fill('1000000');
  await page.getByTestId('restart').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect(page).toHaveTitle(/% · Training: .* – Benchtop/);

  await page.goto('/#/distill');
  await page.getByTestId('distill-teacher').selectOption({ index: 2 });
  await page.getByLabel('Number of seeds').fill('1');
  await page.getByText('More settings').click();
  await page.getByLabel('Steps').fill('4');
  await page.getByLabel('Training tokens for students').fill('300');
  await page.getByTestId('distill-start').click();
  await expect(page.getByTestId('job-ask')).toContainText('is running');
  await expectNoViolations(page, 'the question');
  await page.getByText('Do the same for the rest of this visit').click();
  await page.getByTestId('job-ask-queue').click();
  await page.goto('/#/compare');
  await page.getByTestId('pruning-start').click();
  const key = page.getByTestId('jobs-open');
  await expect(key).toHaveAttribute('data-waiting', '2');

  await page.goto('/#/models');
  const rows = page.locator('[data-testid=model-row]:is([data-key^="kept:"], [data-key^="run:"])');
  await expect(rows).toHaveCount(2);
  const saved = await figureOf(rows.first(), 'data-step');
  await page.reload();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect.poll(() => stepOf(page)).toBeGreaterThanOrEqual(saved);
  await expect(key).toHaveAttribute('data-waiting', '2');

  await key.click();
  await expectNoViolations(page, 'the list of jobs');
  await job(page, 'distill', 'waiting').getByTestId('job-now').click();
  await expect(job(page, 'distill', 'done')).toBeVisible();
  await expect(job(page, 'train', 'running')).toBeVisible();
  await job(page, 'train', 'running').getByTestId('job-stop').click();
  await expect(job(page, 'train', 'stopped')).toBeVisible();
  await expect(job(page, 'pruning', 'done')).toBeVisible();
  await expect(page).toHaveTitle(/^Models · Benchtop/);

  await page.reload();
  await page.goto('/#/distill');
  await expect(page.getByTestId('distill-row')).toHaveCount(4);
  expect(problems).toEqual([]);
});
