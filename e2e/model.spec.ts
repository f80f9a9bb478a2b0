// The picture of the model and the settings of its architecture, with the real engine's plans.
import { expect, test } from '@playwright/test';
import { expectNoViolations, figureOf, watchProblems } from './support';

test('the picture follows the settings, explains its parts, and bad settings are named first', async ({
  page,
}) => {
  const problems = watchProblems(page);
  await page.goto('/#/experiment/story');
  const picture = page.getByTestId('picture');
  const parameters = page.getByTestId('picture-parameters');
  await expect.poll(() => figureOf(parameters)).toBeGreaterThan(1000);
  const bytes = await figureOf(page.getByTestId('picture-bytes'));
  await expect(page.getByTestId('plan-bytes')).toHaveAttribute('data-value', String(bytes));

  await page.getByTestId('component-block-1').focus();
  await expect(page.getByTestId('picture-say')).toContainText(
    'attends to earlier positions with 4 heads',
  );
  await page.keyboard.press('Enter');
  await expect(picture.getByText('transformer.h.1.attn.c_attn.weight')).toBeVisible();

  await page.getByTestId('group-model').click();
  const before = await parameters.textContent();
  await page.locator('#setting-n_layer').fill('24');
  await expect(parameters).not.toHaveText(before ?? '');
  await expect(picture.getByText('Blocks 1–24')).toBeVisible();

  await page.locator('#setting-family').selectOption('blocks');
  await page.locator('#setting-n_layer').fill('2');
  await page.getByLabel('Token mixer of block 1').selectOption('lstm');
  await expect(page.getByTestId('component-block-0')).toContainText('LSTM 128');
  await expectNoViolations(page, 'picture and block list');

  await page.locator('#setting-n_head').fill('5');
  await expect(page.getByText(/Invalid setting: Width/)).toBeVisible();
  await expect(page.getByTestId('train')).toBeDisabled();

  await page.locator('#setting-family').selectOption('convolution');
  await expect(page.locator('#setting-n_head')).toHaveCount(0);
  await expect(page.getByTestId('train')).toBeEnabled();
  await page.locator('#setting-n_positions').fill('8192');
  await page.getByTestId('group-training').click();
  await page.locator('#setting-batch').fill('4096');
  await expect(
    page.getByText(/needs a buffer of .*; this device supports at most/).first(),
  ).toBeVisible();
  await expect(page.getByTestId('train')).toBeDisabled();
  expect(problems).toEqual([]);
});
