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
  await goTo(page, 'Models', 'Saved runs');
  const rows = page.getByTestId('saved-run');
  await expect(rows).toHaveCount(1);
  await rows.getByRole('textbox', { name: 'Name' }).fill('My foxes');
  await page.keyboard.press('Enter');
  await expectNoViolations(page, 'kept runs');

  await page.reload();
  await expect(rows.getByRole('textbox', { name: 'Name' })).toHaveValue('My foxes');
  await page.getByTestId('saved-run-delete').click();
  await expect(rows).toHaveCount(0);
  await page.getByTestId('saved-run-undo').click();
  await expect(rows).toHaveCount(1);
  const step = await figureOf(rows, 'data-step');
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
