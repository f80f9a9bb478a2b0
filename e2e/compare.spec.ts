// One press on a trained run: the variants appear as points and rows, and can be taken along.
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { expectNoViolations, figureOf, stateOf, turnSettingsSmall, watchProblems } from './support';

test('compress and compare', async ({ page }) => {
  const problems = watchProblems(page);
  await page.goto('/#/experiment/story');
  await expect(page.getByTestId('train')).toBeEnabled();
  await turnSettingsSmall(page);
  await page.locator('#setting-max_steps').fill('4');
  await page.locator('#setting-warmup_steps').fill('0');
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'finished');
  await page.getByTestId('compare-start').click();
  await expect(page).toHaveURL(/#\/models\/run:[^/]+\/compress$/);
  await expect(page.getByTestId('compare-point').first()).toBeVisible();
  await page.goto('/#/compare');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    /^Compress and compareStory GPT \(.*\) · 4 steps on Stories \(held-out\)$/,
  );
  const state = page.getByTestId('compare-state');
  const points = page.getByTestId('compare-point');
  const rows = page.getByTestId('compare-row');
  await expect(state).toHaveAttribute('data-state', 'done');
  const made = await points.count();
  expect(made).toBeGreaterThanOrEqual(5);
  expect(await rows.count()).toBeGreaterThanOrEqual(5);
  await expect(rows.filter({ hasText: 'Failed: ' })).toHaveCount(0);

  // The plot by keyboard: from one point to the next, with its story.
  const story = page.getByTestId('compare-story');
  await points.first().focus();
  const before = await story.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(story).not.toHaveText(before ?? '');

  // Speed of every variant, sorted.
  await page.getByRole('radio', { name: 'Speed' }).click();
  const decode = page
    .locator('th')
    .filter({ has: page.getByRole('button', { name: 'Decode tokens/s', exact: true }) });
  await decode.getByRole('button').click();
  await expect(decode).toHaveAttribute('aria-sort', 'ascending');
  const speeds = await page.locator('[data-metric="decode"]').all();
  expect(speeds).toHaveLength(await rows.count());
  const figures = await Promise.all(speeds.map((cell) => figureOf(cell)));
  expect(figures).toEqual(figures.toSorted((a, b) => a - b));
  expect(figures.every((figure) => figure > 0)).toBe(true);
  for (const cell of speeds) {
    expect(await figureOf(cell, 'data-error')).toBeGreaterThan(0);
    await expect(cell).toContainText(' ± ');
  }
  await expect(page.getByTestId('compare-table')).toContainText('×');

  const download = page.waitForEvent('download');
  await page.getByTestId('compare-save-json').click();
  const file = await (await download).path();
  const { rows: saved } = JSON.parse(await readFile(file, 'utf8')) as {
    rows: { id: string; quality: { kl: { max: number } }; speed: object | null }[];
  };
  expect(saved.find(({ id }) => id === 'fp32')?.quality.kl.max).toBe(0);
  expect(saved.every(({ speed }) => speed !== null)).toBe(true);

  await expectNoViolations(page, 'comparison, light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page, 'comparison, dark', 'colors');

  // A pipeline of the user's own: each of its stages, and what its training alone would give.
  const pipeline = page.getByTestId('pipeline');
  await pipeline.locator('summary').click();
  await pipeline.getByRole('button', { name: /^Remove Low-rank factorization/ }).click();
  const steps = pipeline.getByLabel('Training steps');
  await steps.fill('2');
  await steps.blur();
  await page.getByTestId('pipeline-start').click();
  await expect(page.getByTestId('pipeline-card')).toHaveCount(4);
  await expect(page.getByTestId('pipeline-card').last()).toContainText('INT8');
  await expect(page.getByTestId('pipeline-control')).toContainText('the same 2 additional steps');
  expect(problems).toEqual([]);
});
