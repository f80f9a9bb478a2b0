// Every page, light and dark, wide and narrow, in both languages: axe finds nothing.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { stateOf } from './support';

const PAGES = [
  '/',
  '/#/experiment/own-text',
  '/#/experiment/shakespeare',
  '/#/kernels',
  '/#/help',
] as const;

async function expectNoViolations(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${where}: ${id}: ${html} ${failureSummary}`),
  );
  expect(found).toEqual([]);
}

async function openEverything(page: Page): Promise<void> {
  for (const group of ['data', 'model', 'training', 'sampling']) {
    const trigger = page.getByTestId(`group-${group}`);
    if (await trigger.isVisible()) await trigger.click();
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pages before a run, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of PAGES) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await openEverything(page);
      await expectNoViolations(page, path);
    }
  });
}

test('a run, the kernels of its step, on a phone and in Chinese', async ({ page }) => {
  test.setTimeout(120_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await expect(page.getByTestId('sample')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('run-pause').click();
  await expectNoViolations(page, 'run');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoViolations(page, 'run on a phone');
  const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(scrolls).toBe(false);
  await page.getByRole('radio', { name: '简体中文' }).click();
  await expectNoViolations(page, 'run in Chinese');
  await page.goto('/#/kernels');
  await expect(page.getByTestId('kernel-totals')).toBeVisible();
  await expectNoViolations(page, 'kernels');
});

test('a newcomer gets to training with the keyboard alone', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByTestId('train')).toBeEnabled();
  await page.keyboard.press('Tab');
  await expect(page.getByText('Skip to the content')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('train')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(stateOf(page)).toBeVisible();
});
