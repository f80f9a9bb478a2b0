// A run teaches a smaller model: what contradicts itself is refused, then the table is filled.
import { expect, test } from '@playwright/test';
import { expectNoViolations, goTo, openSmallRun, stateOf, watchProblems } from './support';

test('distill a run', async ({ page }) => {
  const problems = watchProblems(page);
  await openSmallRun(page);
  // Students read sixteen windows at once.
  await page.locator('#setting-n_positions').fill('8');
  await page.locator('#setting-max_steps').fill('4');
  await page.locator('#setting-warmup_steps').fill('0');
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'finished');

  await goTo(page, 'Models', 'Distillation');
  await page.getByTestId('distill-teacher').selectOption({ index: 1 });
  await page.getByLabel('Number of seeds').fill('1');
  const alpha = page.getByLabel('Hard label weight α');
  await alpha.fill('7');
  await page.getByText('More settings').click();
  await expect(alpha).toHaveValue('1');
  await page.getByLabel('Steps').fill('4');
  await page.getByLabel('Training tokens for students').fill('300');
  const start = page.getByTestId('distill-start');
  await start.click();
  await expect(page.getByText('Choose α below 1')).toBeVisible();

  await alpha.fill('0.5');
  await start.click();
  const state = page.getByTestId('distill-state');
  await expect(state).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('distill-row')).toHaveCount(4);
  await expect(page.getByTestId('distill-verdict')).toContainText('of 1 run');
  await expectNoViolations(page, 'distillation, light');
  expect(problems).toEqual([]);
});
