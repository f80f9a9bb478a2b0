// Examples from a table, a run to start from, LoRA: what came of it stands on the page.
import { expect, test } from '@playwright/test';
import { expectNoViolations, goTo, openSmallRun, stateOf, watchProblems } from './support';

const ROWS = Array.from({ length: 30 }, (_, i) =>
  i % 2 === 0 ? `the ${i} little fox ran home,glad` : `a ${i} big cold wet dog sat,sad`,
);

test('fine-tune a run on a table', async ({ page }) => {
  const problems = watchProblems(page);
  await openSmallRun(page);
  // The examples fit.
  await page.locator('#setting-n_positions').fill('32');
  await page.locator('#setting-max_steps').fill('4');
  await page.locator('#setting-warmup_steps').fill('0');
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'finished');

  await goTo(page, 'Models', 'Fine-tune');
  await page.getByTestId('finetune-set').selectOption('own_examples');
  await expect(page.getByTestId('finetune-start')).toBeDisabled();
  const file = { name: 'mood.csv', mimeType: 'text/csv' };
  const csv = `sentence,mood\n${ROWS.join('\n')}\n`;
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ ...file, buffer: Buffer.from(csv) });
  await expect(page.getByTestId('finetune-found')).toContainText(
    '30 examples · classes: glad (15), sad (15)',
  );
  // Any column may be the result.
  await page.getByTestId('finetune-column-result').selectOption('sentence');
  await expect(page.getByTestId('finetune-found')).toContainText('30 examples');
  await page.getByTestId('finetune-column-result').selectOption('mood');

  await page.getByTestId('finetune-base').selectOption({ index: 1 });
  await page.getByTestId('finetune-method').selectOption('lora');
  await expect(page.getByTestId('finetune-plan')).toContainText('trainable parameters');
  await page.getByText('TrainingArguments').click();
  const json = page.getByTestId('finetune-arguments');
  await json.fill('{');
  await expect(page.getByText('This is not a JSON object.')).toBeVisible();
  await expect(page.getByTestId('finetune-start')).toBeDisabled();
  await json.fill('{"num_train_epochs": 2, "per_device_train_batch_size": 4, "logging_steps": 2}');
  await page.getByTestId('finetune-start').click();
  const state = page.getByTestId('finetune-state');
  await expect(state).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('finetune-result')).toHaveCount(1);
  await expect(page.getByTestId('finetune-confusion')).toContainText('glad');
  // Three held-out examples are too few for a percentage.
  await expect(page.getByTestId('finetune-right')).toHaveText(/\d of 3/);
  await expect(page.getByTestId('finetune-right')).not.toContainText('%');
  await expectNoViolations(page, 'fine-tuning, light');
  expect(problems).toEqual([]);
});
