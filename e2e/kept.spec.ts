// A run outlives its page: kept while it trains, opened after a reload, resumed, exported; named,
// deleted and brought back.
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { expectNoViolations, stateOf, turnKnobsSmall, watchProblems } from './support';

test.describe.configure({ timeout: 120_000 });

test('kept, reloaded, resumed, exported; renamed, deleted, brought back', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const problems = watchProblems(page);
  await page.goto('/');
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 60_000 });
  await turnKnobsSmall(page);
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await expect(page.getByTestId('loss')).toHaveText(/^\d\.\d{3}$/, { timeout: 60_000 });
  await page.getByTestId('run-pause').click();
  await page.getByRole('link', { name: 'Kept runs' }).click();
  const rows = page.getByTestId('kept-run');
  await expect(rows).toHaveCount(1, { timeout: 20_000 });
  await rows.getByRole('textbox', { name: 'Name' }).fill('My foxes');
  await page.keyboard.press('Enter');
  await expectNoViolations(page, 'kept runs');

  await page.reload();
  await expect(rows.getByRole('textbox', { name: 'Name' })).toHaveValue('My foxes');
  await page.getByTestId('kept-delete').click();
  await expect(rows).toHaveCount(0);
  await page.getByTestId('kept-undo').click();
  await expect(rows).toHaveCount(1);
  const [step] = /[\d,]+(?= of)/.exec((await rows.textContent()) ?? '') ?? [];
  await page.getByTestId('kept-open').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'paused', { timeout: 60_000 });
  await expect(page.getByTestId('loss')).toHaveText(/^\d\.\d{3}$/);

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
  const words = page.getByText(/^Step [\d,]+ of/);
  const now = async () =>
    Number(/[\d,]+/.exec((await words.textContent()) ?? '')?.[0].replaceAll(',', ''));
  await expect.poll(now, { timeout: 30_000 }).toBeGreaterThan(Number(step?.replaceAll(',', '')));
  expect(problems).toEqual([]);
  await context.close();
});
