// After one visit the page needs no network: neither a reload, nor pages that were never opened, nor a ready-made model.
import { expect, test } from '@playwright/test';
import { watchProblems } from './support';

test.use({ serviceWorkers: 'allow' });

test('a visit later everything works offline', async ({ page, context }) => {
  const problems = watchProblems(page);
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  // The engine brings the models' files meanwhile; a part of them is no model.
  const left = () =>
    page.evaluate(async () => {
      const { models } = (await (await fetch('models/index.json')).json()) as {
        models: { id: string; files: string[] }[];
      };
      const cache = await caches.open('benchtop-public');
      const saved = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
      return models.flatMap(({ id, files }) =>
        files.filter((file) => !saved.has(`/models/${id}/${file}`)),
      );
    });
  await expect.poll(left).toEqual([]);
  await context.setOffline(true);

  // In the same tab, a model that it has not read yet.
  await page.getByTestId('rail-models').click();
  const { models } = (await page.evaluate(async () =>
    (await fetch('models/index.json')).json(),
  )) as { models: unknown[] };
  await expect(page.locator('[data-key^="ready:"]')).toHaveCount(models.length);
  await page.locator('[data-key="ready:reviews"]').getByRole('link').first().click();
  await expect(page.getByTestId('play-words').locator('sub').first()).toBeVisible();

  await page.reload();
  await expect(page.getByTestId('play-words').locator('sub').first()).toBeVisible();
  await page.goto('/#/models/ready:questions');
  await page.getByTestId('play-start').click();
  await expect(page.getByTestId('play-text').first()).toHaveAttribute('data-state', 'done');
  await page.goto('/?from=a-link#/lessons');
  await expect(page.getByTestId(/^lesson-/).first()).toBeVisible();
  expect(problems).toEqual([]);
});
