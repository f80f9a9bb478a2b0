import { expect, test } from '@playwright/test';

test('the page opens and the console stays clean', async ({ page }) => {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));

  await page.goto('/');
  await expect(page).toHaveTitle(/Benchtop/);
  await expect(page.locator('#root')).not.toBeEmpty();
  expect(problems).toEqual([]);
});
