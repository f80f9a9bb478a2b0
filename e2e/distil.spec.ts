// A run teaches a smaller model: what contradicts itself is refused, then the table is filled.
import { expect, test } from '@playwright/test';
import { expectNoViolations, openSmallRun, stateOf, watchProblems } from './support';

test('distil a run', async ({ page }) => {
  const problems = watchProblems(page);
  await openSmallRun(page);
  // Students read sixteen windows at once.
  await page.locator('#knob-n_positions').fill('8');
  await page.locator('#knob-max_steps').fill('4');
  await page.locator('#knob-warmup_steps').fill('0');
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'finished');

  await page.getByRole('link', { name: 'Distil', exact: true }).click();
  await page.getByTestId('distil-teacher').selectOption({ index: 1 });
  await page.getByLabel('Seeds').fill('1');
  const alpha = page.getByLabel('Share of hard labels, α');
  await alpha.fill('7');
  await page.getByText('More settings').click();
  await expect(alpha).toHaveValue('1');
  await page.getByLabel('Steps').fill('4');
  await page.getByLabel('Text that students read, tokens').fill('300');
  const start = page.getByTestId('distil-start');
  await start.click();
  await expect(page.getByText('Choose α below 1')).toBeVisible();

  await alpha.fill('0.5');
  await start.click();
  const state = page.getByTestId('distil-state');
  await expect(state).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('distil-row')).toHaveCount(4);
  await expect(page.getByTestId('distil-verdict')).toContainText(/1 seeds/);
  await expectNoViolations(page, 'distilling, light');
  expect(problems).toEqual([]);
});
