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
  locale: 'en-GB',
  distill: enDistill,
  message: 'a fox',
  vocabulary: ['a', 'wet', 'dog', 'little', 'fox'],
  rows: ['a wet dog,sad', 'a little fox,glad'],
};
const ZH = {
  locale: 'zh-CN',
  distill: zhDistill,
  message: '股价',
  vocabulary: [...'股价上涨下跌'],
  rows: ['股价上涨,涨', '股价下跌,跌'],
};

const LANGUAGES = { English: EN, Chinese: ZH } as const;
const SCREENS = {
  '1440 × 900': { width: 1440, height: 900 },
  '1280 × 720': { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
} as const;
type Look = [keyof typeof LANGUAGES, 'light' | 'dark', keyof typeof SCREENS];

/** Each language, scheme and size once; `BENCHTOP_ALL_LOOKS=1` takes every combination of them. */
const LOOKS: readonly Look[] = process.env.BENCHTOP_ALL_LOOKS
  ? (['English', 'Chinese'] as const).flatMap((language) =>
      (['light', 'dark'] as const).flatMap((scheme) =>
        (['1440 × 900', '1280 × 720', 'phone'] as const).map((size): Look => [
          language,
          scheme,
          size,
        ]),
      ),
    )
  : [
      ['English', 'light', '1440 × 900'],
      ['Chinese', 'light', '1280 × 720'],
      ['Chinese', 'dark', 'phone'],
    ];

for (const [language, colorScheme, size] of LOOKS)
  test.describe([language, colorScheme, size].join(', '), () => {
    const words = LANGUAGES[language];
    test.use({ locale: words.locale, colorScheme, viewport: SCREENS[size] });

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
