// Three stories by the page alone, from beginning to end, in English by day on a desk and in Chinese by night on a
// phone: a first visit to a model of one's own; a lesson with ready-made models; a model that is imported,
// fine-tuned, distilled, quantized, compared and taken out.
import { expect, test, type Page } from '@playwright/test';
import { enDistill } from '../src/ui/i18n/distill/en';
import { zhDistill } from '../src/ui/i18n/distill/zh';
import { expectNoViolations, stateOf, turnSettingsSmall, watchProblems } from './support';

const LOOKS = [
  {
    name: 'English, light, desktop',
    distill: enDistill,
    message: 'a fox',
    rows: ['a wet dog,sad', 'a little fox,glad'],
    use: { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 720 } },
  },
  {
    name: 'Chinese, dark, phone',
    distill: zhDistill,
    message: '股价',
    rows: ['股价上涨,涨', '股价下跌,跌'],
    use: { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  },
] as const;

/** To a section, on a phone through the menu. */
async function goToSection(page: Page, id: string): Promise<void> {
  const menu = page.getByTestId('rail-menu');
  if (await menu.isVisible()) await menu.click();
  await page.getByTestId(`rail-${id}`).click();
}

const openTab = (page: Page, id: string) => page.getByTestId(`model-tab-${id}`).click();

async function openModel(page: Page, key: string): Promise<void> {
  await goToSection(page, 'models');
  await page
    .locator(`[data-testid=model-row][data-key="${key}"]`)
    .getByRole('link')
    .first()
    .click();
}

async function expectWritten(page: Page): Promise<void> {
  await page.getByTestId('play-maxNewTokens').fill('8');
  await page.getByTestId('play-start').click();
  await expect(page.getByTestId('play-text').first()).toHaveAttribute('data-state', 'done');
}

async function saveZip(page: Page, button = 'model-zip'): Promise<string> {
  await openTab(page, 'export');
  const downloading = page.waitForEvent('download');
  await page.getByTestId(button).click();
  return (await downloading).path();
}

for (const { name, distill, message, rows, use } of LOOKS)
  test.describe(name, () => {
    test.use(use);

    test('three stories', async ({ page }) => {
      const problems = watchProblems(page);
      await page.goto('/');

      // A first visit: what writes there already, then a model of one's own, then a talk with it.
      await expect(page.getByTestId('next-verdict')).toHaveAttribute('data-kl', /\d/);
      await expectNoViolations(page, 'first visit');
      await page.locator('main a[href*="/experiment/"]').first().click();
      await turnSettingsSmall(page);
      await page.locator('#setting-n_positions').fill('32');
      await page.locator('#setting-max_steps').fill('4');
      await page.locator('#setting-warmup_steps').fill('0');
      await page.getByTestId('train').click();
      await expect(stateOf(page)).toHaveAttribute('data-state', 'finished');
      await expectNoViolations(page, 'own run');
      await goToSection(page, 'models');
      const own = page.locator(':is([data-key^="run:"], [data-key^="kept:"])');
      await own.getByRole('link').first().click();
      await openTab(page, 'write');
      await expectWritten(page);
      await page.getByTestId('playground').getByRole('radio').nth(1).click();
      await page.getByTestId('chat-message').fill(message);
      await page.getByTestId('play-start').click();
      await expect(page.getByTestId('chat-again')).toBeEnabled();
      await expectNoViolations(page, 'talk with the own model');
      const file = await saveZip(page, 'model-export');

      // A lesson with ready-made models: nothing has to be trained.
      await openModel(page, 'ready:story');
      await expectWritten(page);
      await page.getByTestId('play-text').locator('[data-token]').first().focus();
      await expect(page.getByTestId('play-alternative')).toHaveCount(5);
      await openTab(page, 'card');
      await expect(page.getByTestId('ready-card')).toBeVisible();
      await openModel(page, 'ready:grokking');
      await page.getByTestId('replay-start').click();
      await expect(page.getByTestId('replay-text')).not.toBeEmpty();
      await openModel(page, 'ready:reviews');
      await expect(page.getByTestId('play-words').locator('sub').first()).toBeVisible();
      await openTab(page, 'inspect');
      await expect(page.getByTestId('picture')).toBeVisible();
      await expectNoViolations(page, 'a ready-made model');

      // Imported, fine-tuned, distilled, quantized, compared, exported.
      await goToSection(page, 'models');
      await page.getByTestId('models-import').click();
      const choosing = page.waitForEvent('filechooser');
      await page.getByTestId('models-files').click();
      await (await choosing).setFiles(file);
      await expect(page).toHaveURL(/models\/loaded:/);
      await openTab(page, 'train');
      await page.getByTestId('finetune-set').selectOption('own_examples');
      await page
        .getByTestId('model-finetune')
        .locator('input[type=file]')
        .first()
        .setInputFiles({
          name: 'mood.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(`sentence,mood\n${`${rows.join('\n')}\n`.repeat(10)}`),
        });
      await page.getByTestId('finetune-method').selectOption('lora');
      await page.getByText('TrainingArguments').last().click();
      const json = '{"max_steps": 2, "per_device_train_batch_size": 2, "logging_steps": 1}';
      await page.getByTestId('finetune-arguments').fill(json);
      await page.getByTestId('finetune-start').click();
      await expect(page.getByTestId('finetune-state')).toHaveAttribute('data-state', 'done');
      await expectNoViolations(page, 'fine-tuned');
      await page.getByTestId('finetune-keep').click();
      await page.getByTestId('finetune-saved').click();

      await openTab(page, 'train');
      const distillation = page.getByTestId('model-distill');
      await distillation.locator('summary').first().click();
      await distillation.getByLabel(distill.field.seeds, { exact: true }).fill('1');
      await distillation.getByText(distill.more, { exact: true }).click();
      await distillation.getByLabel(distill.field.steps, { exact: true }).fill('2');
      await distillation.getByLabel(distill.field.tokens, { exact: true }).fill('600');
      await page.getByTestId('distill-start').click();
      await expect(page.getByTestId('distill-state')).toHaveAttribute('data-state', 'done');
      await expectNoViolations(page, 'distilled');
      await page.getByTestId('distill-keep').click();
      await page.getByTestId('distill-saved').click();

      await openTab(page, 'compress');
      await page.getByTestId('compare-start').click();
      await expect(page.getByTestId('compare-state')).toHaveAttribute('data-state', 'done');
      await expectNoViolations(page, 'compressed');
      const int8 = page.getByTestId('compare-row').filter({ hasText: 'INT8' }).first();
      await int8.getByTestId('variant-keep').click();
      await int8.getByTestId('variant-kept').click();
      await openTab(page, 'compare');
      await expect(page.getByTestId('compare-start')).toBeDisabled();
      await page.getByTestId('compare-other-0').selectOption({ index: 1 });
      await page.getByTestId('compare-start').click();
      await expect(page.getByTestId('compare-row')).toHaveCount(2);
      await expect(page.getByTestId('compare-state')).toHaveAttribute('data-state', 'done');
      await expectNoViolations(page, 'compared');
      expect(await saveZip(page)).toBeTruthy();
      expect(problems).toEqual([]);
    });
  });
