// A run outlives its page: kept while it trains, opened after a reload, resumed, exported; named,
// deleted and brought back.
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import {
  expectNoViolations,
  figureOf,
  goTo,
  openPage,
  openSmallRun,
  stateOf,
  stepOf,
  watchProblems,
} from './support';

test('kept, reloaded, resumed, exported; renamed, deleted, brought back', async ({ browser }) => {
  const page = await openPage(browser);
  const problems = watchProblems(page);
  await openSmallRun(page);
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect.poll(() => figureOf(page.getByTestId('loss'))).toBeGreaterThan(0);
  await page.getByTestId('run-pause').click();
  await goTo(page, 'Models');
  const row = (name: string) => page.getByTestId('model-row').filter({ hasText: name });
  // What was changed says which run it is.
  await row('Your own text (').getByRole('link').click();
  await page.getByTestId('model-rename').click();
  await page.getByRole('textbox', { name: 'Name' }).fill('My foxes');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My foxes');
  await page.getByTestId('model-add-tag').click();
  await page.getByTestId('model-new-tag').fill('small');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('model-tag')).toHaveText('small');
  await expectNoViolations(page, 'the page of a run');

  await goTo(page, 'Models');
  await page.reload();
  await expect(row('My foxes')).toContainText('small');
  await expectNoViolations(page, 'models');
  await row('My foxes').getByTestId('model-delete').click();
  await expect(row('My foxes')).toHaveCount(0);
  await page.getByTestId('model-undo').click();
  await expect(row('My foxes')).toHaveCount(1);
  const step = await figureOf(row('My foxes'), 'data-step');
  await row('My foxes').getByRole('link').click();
  await page.getByTestId('model-tab-train').click();
  await page.getByTestId('saved-run-open').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'paused');
  await expect.poll(() => figureOf(page.getByTestId('loss'))).toBeGreaterThan(0);

  const downloading = page.waitForEvent('download');
  await page.getByTestId('run-export').click();
  const files = unzipSync(await readFile(await (await downloading).path()));
  expect(Object.keys(files).sort()).toEqual(
    ['benchtop', 'config', 'generation_config', 'tokenizer', 'tokenizer_config']
      .map((name) => `model/${name}.json`)
      .concat('model/model.safetensors')
      .sort(),
  );

  await page.getByTestId('run-resume').click();
  await expect.poll(() => stepOf(page)).toBeGreaterThan(step);
  expect(problems).toEqual([]);
  await page.context().close();
});
