// While a model trains, the page's own script never holds the main thread for more than 50 ms.
import { expect, test } from '@playwright/test';
import { stateOf } from './support';

interface Held {
  durationMs: number;
  scripts: string[];
}

declare global {
  interface Window {
    heldTasks: Held[];
  }
}

const WATCHED_MS = 12_000;

test('no long task of the app while training', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/');
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await page.evaluate(() => {
    window.heldTasks = [];
    // Each long task of the browser, with the scripts that ran in it and for how long.
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { scripts } = entry as PerformanceEntry & {
          scripts: { sourceURL: string; invoker: string; duration: number }[];
        };
        const own = scripts.filter(({ sourceURL }) => sourceURL.startsWith(location.origin));
        const durationMs = own.reduce((sum, { duration }) => sum + duration, 0);
        if (durationMs > 50)
          window.heldTasks.push({
            durationMs,
            scripts: own.map(({ invoker, duration }) => `${invoker} ${duration} ms`),
          });
      }
    }).observe({ type: 'long-animation-frame' });
  });
  await page.getByRole('link', { name: 'Glossary and help' }).click();
  await page.waitForTimeout(1000);
  await page.getByRole('navigation').getByRole('link', { name: 'Story GPT' }).click();
  await page.waitForTimeout(WATCHED_MS);
  expect(await page.evaluate(() => window.heldTasks)).toEqual([]);
});
