// Every page before a run, light and dark: axe finds nothing, and the keyboard alone does.
import { expect, test } from '@playwright/test';
import { expectNoViolations, stateOf } from './support';

/** All experiments have the same groups of settings: they are opened once. */
const PAGES = [
  { path: '/', heading: 'A language model is writing in this tab.', groups: 0 },
  { path: '/#/experiment/story', heading: 'Story GPT', groups: 7 },
  { path: '/#/experiment/own-text', heading: 'Your own text', groups: 7 },
  { path: '/#/experiment/shakespeare', heading: 'Tiny Shakespeare', groups: 7 },
  { path: '/#/lessons', heading: 'Lessons', groups: 0 },
  { path: '/#/engine/kernels', heading: 'Kernels of the training step', groups: 0 },
  { path: '/#/engine/check', heading: 'Check this GPU', groups: 0 },
  { path: '/#/engine/help', heading: 'Glossary and help', groups: 0 },
] as const;

test('pages before a run', async ({ page }) => {
  for (const { path, heading, groups } of PAGES) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    const triggers = page.getByTestId(/^group-/);
    await expect(triggers).toHaveCount(groups);
    if (path === '/#/experiment/story')
      for (const trigger of await triggers.all()) await trigger.click();
    await expectNoViolations(page, `${path}, light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoViolations(page, `${path}, dark`, 'colors');
  }
});

test('a newcomer gets to training with the keyboard alone', async ({ page }) => {
  await page.goto('/#/experiment/story');
  await expect(page.getByTestId('train')).toBeEnabled();
  await page.keyboard.press('Tab');
  await expect(page.getByText('Skip to content')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  // Behind the section's pages and the terms of the sentence above it.
  const train = page.getByTestId('train');
  const isThere = () => train.evaluate((key) => key === document.activeElement);
  for (let tabs = 0; tabs < 12 && !(await isThere()); tabs++) await page.keyboard.press('Tab');
  await expect(train).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(stateOf(page)).toBeVisible();
});
