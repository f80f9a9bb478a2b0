// The first view: a ready-made model writes, a user takes part, and the truth stands beside it.
import { expect, test } from '@playwright/test';
import { expectNoViolations, figureOf, stateOf, watchProblems } from './support';

test('the start page: type, choose, grow, and the tour', async ({ page }) => {
  const problems = watchProblems(page);
  await page.goto('/');
  const box = page.getByTestId('write-box');
  const verdict = page.getByTestId('next-verdict');
  await expect(box).toHaveValue(/^Once upon a time/);
  await expect(verdict).toHaveAttribute('data-kl', /\d/);
  const excess = page.getByTestId('text-excess');
  expect(await figureOf(excess)).toBeCloseTo(
    (await figureOf(page.getByTestId('text-model'))) -
      (await figureOf(page.getByTestId('text-truth'))),
    6,
  );

  // Tab takes the likeliest; what no grammar writes is named where it begins.
  await box.fill('Once upon a time');
  await expect(verdict).toHaveAttribute('data-kl', /\d/);
  await box.press('End');
  await box.press('Tab');
  await expect(box).toHaveValue(/^Once upon a time.+/);
  await box.fill('Once upon a time, there was a brave robot');
  await expect(verdict).toContainText('character 38');
  await expect(verdict).toHaveAttribute('data-kind', 'never');
  // A number chooses another token, and the model goes on from there until a key stops it.
  await box.fill('Once upon a time');
  await expect(verdict).toHaveAttribute('data-kl', /\d/);
  await box.press('2');
  await expect.poll(async () => (await box.inputValue()).length).toBeGreaterThan(30);
  await box.press('Escape');
  await expect(page.getByTestId('write-on')).toBeVisible();

  await page.getByTestId('tour').click();
  const stop = page.getByTestId('tour-stop');
  await expect(stop).toContainText('1 of 5');
  await page.keyboard.press('ArrowRight');
  await expect(stop).toContainText('2 of 5');
  await page.keyboard.press('Escape');
  await expect(stop).toBeHidden();

  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', /running|finished/);
  await expect(page.getByTestId('known-words')).toContainText('words of the corpus');
  await expect(page.getByTestId('grown-text')).toHaveText(/^Once upon a time.{20}/s);
  await expectNoViolations(page, 'start page beside a run');
  expect(problems).toEqual([]);
});
