// What the stories do again and again: each waits for what a reader would see, never for a time.
import { expect, type Page } from '@playwright/test';
import type { enDistill } from '../src/ui/i18n/distill/en';

import { stateOf, turnSettingsSmall } from './support';

/** What the page calls the settings of a distillation. */
type DistillWords = Pick<typeof enDistill, 'field' | 'more'>;

/** To a section, on a phone through the menu. */
export async function goToSection(page: Page, id: string): Promise<void> {
  const menu = page.getByTestId('rail-menu');
  // Both come with the page: only then is it known which is shown.
  await expect(page.getByTestId(`rail-${id}`)).toBeAttached();
  if (await menu.isVisible()) await menu.click();
  await page.getByTestId(`rail-${id}`).click();
}

export const openTab = (page: Page, id: string) => page.getByTestId(`model-tab-${id}`).click();

/** As little as a run can be. */
export async function trainShortly(page: Page): Promise<void> {
  await turnSettingsSmall(page);
  await page.locator('#setting-max_steps').fill('2');
  await page.locator('#setting-warmup_steps').fill('0');
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'finished');
}

export async function expectWritten(page: Page): Promise<void> {
  await page.getByTestId('play-maxNewTokens').fill('8');
  await page.getByTestId('play-start').click();
  await expect(page.getByTestId('play-text').first()).toHaveAttribute('data-state', 'done');
}

export async function expectReply(page: Page, message: string): Promise<void> {
  await page.getByTestId('playground').getByRole('radio').nth(1).click();
  await page.getByTestId('chat-message').fill(message);
  await page.getByTestId('play-start').click();
  await expect(page.getByTestId('chat-again')).toBeEnabled();
}

/** On a table of one's own; then to the model that came of it. */
export async function fineTune(page: Page, rows: readonly string[]): Promise<void> {
  await openTab(page, 'train');
  await page.getByTestId('finetune-set').selectOption('own_examples');
  const buffer = Buffer.from(`sentence,mood\n${`${rows.join('\n')}\n`.repeat(10)}`);
  await page
    .getByTestId('model-finetune')
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'mood.csv', mimeType: 'text/csv', buffer });
  await page.getByTestId('finetune-method').selectOption('lora');
  await page.getByText('TrainingArguments').last().click();
  const json = '{"max_steps": 2, "per_device_train_batch_size": 2, "logging_steps": 1}';
  await page.getByTestId('finetune-arguments').fill(json);
  await page.getByTestId('finetune-start').click();
  await expect(page.getByTestId('finetune-state')).toHaveAttribute('data-state', 'done');
}

export async function distill(page: Page, words: DistillWords): Promise<void> {
  await openTab(page, 'train');
  const panel = page.getByTestId('model-distill');
  await panel.locator('summary').first().click();
  await panel.getByLabel(words.field.seeds, { exact: true }).fill('1');
  await panel.getByText(words.more, { exact: true }).click();
  await panel.getByLabel(words.field.steps, { exact: true }).fill('2');
  await page.getByTestId('distill-start').click();
  await expect(page.getByTestId('distill-state')).toHaveAttribute('data-state', 'done');
}

/** Leads to what a study has kept. */
export async function keepResult(page: Page, study: 'finetune' | 'distill'): Promise<void> {
  await page.getByTestId(`${study}-keep`).click();
  await page.getByTestId(`${study}-saved`).click();
}

export async function compare(page: Page): Promise<void> {
  await page.getByTestId('compare-start').click();
  await expect(page.getByTestId('compare-state')).toHaveAttribute('data-state', 'done');
}

/** What the file that leaves is called. */
export async function exportZip(page: Page): Promise<string> {
  await openTab(page, 'export');
  const downloading = page.waitForEvent('download');
  await page.getByTestId('model-zip').click();
  return (await downloading).suggestedFilename();
}
