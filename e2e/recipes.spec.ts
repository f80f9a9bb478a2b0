// Three recipes on one page: one press runs the first, which can be stopped; the last sets the Distillation page.
import { expect, test } from '@playwright/test';
import { chooseDevice, expectNoViolations, goTo, watchProblems } from './support';

test('start and stop the finance writer; take the reference script', async ({ page }) => {
  const problems = watchProblems(page);
  await chooseDevice(page, 'cpu');
  await page.goto('/#/lessons/recipes');
  const start = page.getByTestId('recipe-writer');
  await expect(start).toBeEnabled();
  await expect(page.getByTestId('recipe-sentiment')).toBeEnabled();
  await start.click();
  const state = page.getByTestId('writer-state');
  await expect(state).toContainText('Pretraining the base');
  await page.getByTestId('writer-stop').click();
  await expect(state).toHaveAttribute('data-state', 'stopped');
  await expectNoViolations(page, 'recipes, light');

  await goTo(page, 'Models', 'Distillation');
  await page.getByTestId('distill-listing').click();
  await expect(page.getByLabel('Hard label weight α')).toHaveValue('0');
  await page.getByText('More settings').click();
  await expect(page.getByLabel('Epochs')).toHaveValue('10');
  await page.getByTestId('distill-scaled').click();
  await expect(page.getByLabel('Hard label weight α')).toHaveValue('0.1');
  expect(problems).toEqual([]);
});
