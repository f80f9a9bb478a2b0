// Three stories by the page alone, from beginning to end: a first visit to a model of one's own; a lesson with
// ready-made models; a model that is imported, fine-tuned, distilled, quantized, compared and taken out. Each in both
// languages, light and dark, large, on a small screen and on a phone.
import { expect, test } from '@playwright/test';
import { enDistill } from '../src/ui/i18n/distill/en';
import { zhDistill } from '../src/ui/i18n/distill/zh';
import { gptFiles, importFiles } from './importedModel';
import {
  compare,
  distill,
  expectReply,
  expectWritten,
  exportZip,
  fineTune,
  goToSection,
  keepResult,
  openTab,
  trainShortly,
} from './storySteps';
import { expectNoViolations, watchProblems } from './support';

const EN = {
  distill: enDistill,
  message: 'a fox',
  vocabulary: ['a', 'wet', 'dog', 'little', 'fox'],
  rows: ['a wet dog,sad', 'a little fox,glad'],
};
const ZH = {
  distill: zhDistill,
  message: '股价',
  vocabulary: [...'股价上涨下跌'],
  rows: ['股价上涨,涨', '股价下跌,跌'],
};

const LOOKS = [
  {
    name: 'English, light, 1440 × 900',
    words: EN,
    use: { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  },
  {
    name: 'English, dark, 1280 × 720',
    words: EN,
    use: { locale: 'en-GB', colorScheme: 'dark', viewport: { width: 1280, height: 720 } },
  },
  {
    name: 'Chinese, dark, phone',
    words: ZH,
    use: { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  },
] as const;

for (const { name, words, use } of LOOKS)
  test.describe(name, () => {
    test.use(use);

    test('a first visit, a model of one’s own, a talk with it', async ({ page }) => {
      const problems = watchProblems(page);
      await page.goto('/');
      await expect(page.getByTestId('next-verdict')).toHaveAttribute('data-kl', /\d/);
      await expectNoViolations(page, 'first visit');
      await page.locator('main a[href*="/experiment/"]').first().click();
      await trainShortly(page);
      await expectNoViolations(page, 'own run');
      await goToSection(page, 'models');
      const own = page.locator(':is([data-key^="run:"], [data-key^="kept:"])');
      await own.getByRole('link').first().click();
      await openTab(page, 'write');
      await expectWritten(page);
      await expectReply(page, words.message);
      await expectNoViolations(page, 'talk with the own model');
      expect(problems).toEqual([]);
    });

    test('a lesson with ready-made models', async ({ page }) => {
      const problems = watchProblems(page);
      await page.goto('/');
      const openReady = async (id: string) => {
        await goToSection(page, 'lessons');
        await page.getByTestId(`lesson-ready:${id}`).click();
      };
      await openReady('story');
      await expectWritten(page);
      await page.getByTestId('play-text').locator('[data-token]').first().focus();
      await expect(page.getByTestId('play-alternative')).toHaveCount(5);
      await expectNoViolations(page, 'written');
      await openTab(page, 'card');
      await expect(page.getByTestId('ready-card')).toBeVisible();
      await openReady('grokking');
      await page.getByTestId('replay-start').click();
      await expect(page.getByTestId('replay-text')).not.toBeEmpty();
      await expectNoViolations(page, 'replay');
      await openReady('reviews');
      await expect(page.getByTestId('play-words').locator('sub').first()).toBeVisible();
      await openTab(page, 'inspect');
      await expect(page.getByTestId('picture')).toBeVisible();
      await expectNoViolations(page, 'inside a classifier');
      // From what is shown to a run of one's own.
      await goToSection(page, 'lessons');
      await expectNoViolations(page, 'lessons');
      await page.getByTestId('lesson-grokking').click();
      await expect(page.getByTestId('train')).toBeEnabled();
      await page.getByTestId('intro-ready').getByRole('link').click();
      await expect(page).toHaveURL(/models\/ready:grokking/);
      expect(problems).toEqual([]);
    });

    test('import, fine-tune, distill, INT8, compare, export', async ({ page }) => {
      const problems = watchProblems(page);
      await page.goto('/');
      await goToSection(page, 'models');
      await importFiles(page, await gptFiles(words.vocabulary));
      await expect(page).toHaveURL(/models\/loaded:/);
      await fineTune(page, words.rows);
      await expectNoViolations(page, 'fine-tuned');
      await keepResult(page, 'finetune');
      await distill(page, words.distill);
      await expectNoViolations(page, 'distilled');
      await keepResult(page, 'distill');
      await openTab(page, 'compress');
      await compare(page);
      await expectNoViolations(page, 'compressed');
      const int8 = page.getByTestId('compare-row').filter({ hasText: 'INT8' }).first();
      await int8.getByTestId('variant-keep').click();
      await int8.getByTestId('variant-kept').click();
      await openTab(page, 'compare');
      await expect(page.getByTestId('compare-start')).toBeDisabled();
      await page.getByTestId('compare-other-0').selectOption({ index: 1 });
      await compare(page);
      await expect(page.getByTestId('compare-row')).toHaveCount(2);
      await expectNoViolations(page, 'compared');
      expect(await exportZip(page)).toMatch(/\.zip$/);
      expect(problems).toEqual([]);
    });
  });
