// A model comes from files, writes, leaves as a zip and comes back from it; deleted and brought back; what
// cannot be read gets a sentence.
import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { gptFile, gptFiles, importFiles } from './importedModel';
import { expectNoViolations, goTo, openPage, stateOf, watchProblems } from './support';

const WORDS = ['the', 'fox', 'met', 'an', 'owl', '.'];

/** What is held over this page is a model, and the page says so. */
async function expectDropWords(page: Page): Promise<void> {
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'model.zip'));
    window.dispatchEvent(new DragEvent('dragenter', { dataTransfer, cancelable: true }));
  });
  const words = page.getByText(/config\.json, safetensors weights and the tokenizer/);
  await expect(words).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new DragEvent('dragleave')));
  await expect(words).toHaveCount(0);
}

test('imported, written with, taken out, brought back', async ({ browser }) => {
  const page = await openPage(browser);
  const problems = watchProblems(page);
  await page.goto('/#/models');
  const bring = async (files: Parameters<typeof importFiles>[1]) => {
    await goTo(page, 'Models');
    await importFiles(page, files);
  };

  await bring([await gptFile('model.safetensors')]);
  await expect(page.getByTestId('models-error')).toHaveText(/config\.json is missing/);
  await expect(page.getByTestId('models-error')).toBeInViewport();
  await expectDropWords(page);
  await bring(await gptFiles(WORDS));
  // What came is shown at once.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('gpt 2×32');
  await expect(page.getByTestId('models-error')).toHaveCount(0);
  await page.getByTestId('play-prompt').fill('the fox');
  await page.getByTestId('play-start').click();
  const text = page.getByTestId('play-text');
  await expect(text).toHaveAttribute('data-state', 'done');
  await expect(text).toHaveText(/^the fox.{5,}/s);
  await expectNoViolations(page, 'models');

  await page.getByTestId('model-tab-export').click();
  const downloading = page.waitForEvent('download');
  await page.getByTestId('model-zip').click();
  await bring(await (await downloading).path());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('gpt 2×32 (2)');
  const gone = page.url();
  await page.getByTestId('model-delete').click();
  const second = page.getByTestId('model-row').filter({ hasText: 'gpt 2×32 (2)' });
  await expect(second).toHaveCount(0);
  await page.goto(gone);
  await expect(page.getByTestId('model-gone')).toBeVisible();
  await goTo(page, 'Models');
  await page.getByTestId('model-undo').click();
  await expect(second).toHaveCount(1);
  await page.reload();
  await expect(second).toHaveCount(1);

  // Nobody has said what it was trained on: it is asked once, and remembers.
  await page.goto('/#/compare');
  await page.getByTestId('compare-options').locator('summary').click();
  await page.getByTestId('compare-reference').selectOption({ label: 'gpt 2×32' });
  await expect(page.getByTestId('compare-start')).toBeDisabled();
  await expectNoViolations(page, 'a model that is asked for its text');
  await page.getByTestId('compare-text').selectOption({ label: 'Letters (to a shop)' });
  await page.getByTestId('compare-text-use').click();
  await expect(page.getByTestId('compare-start')).toBeEnabled();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'gpt 2×32 on Letters (to a shop) (held-out)',
  );
  expect(problems).toEqual([]);
  await page.context().close();
});

test('an encoder fills masks', async ({ browser }) => {
  const page = await openPage(browser);
  const problems = watchProblems(page);
  await page.goto('/#/models');
  const folder = 'tests/fixtures/models/distilbert';
  const mimeType = 'application/octet-stream';
  const file = async (name: string) => ({
    name,
    mimeType,
    buffer: await readFile(`${folder}/${name}`),
  });
  const words = [
    '[PAD]',
    '[UNK]',
    '[CLS]',
    '[SEP]',
    '[MASK]',
    'the',
    'fox',
    'met',
    'an',
    'owl',
    '.',
  ];
  const vocabulary = words.concat(Array.from({ length: 8 }, (_, i) => `word${i}`)).join('\n');
  const named = '{"tokenizer_class": "DistilBertTokenizer"}';
  await page.getByTestId('models-import').click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByTestId('models-files').click();
  await (
    await choosing
  ).setFiles([
    await file('config.json'),
    await file('model.safetensors'),
    { name: 'vocab.txt', mimeType, buffer: Buffer.from(vocabulary) },
    { name: 'tokenizer_config.json', mimeType, buffer: Buffer.from(named) },
  ]);
  await page.getByTestId('mask-text').fill('the [MASK] met an [MASK]');
  const candidates = page.getByTestId('mask-candidates');
  await expect(candidates).toHaveCount(2);
  await expect(candidates.first().locator('li')).toHaveCount(5);
  await expectNoViolations(page, 'masks');
  await page.getByTestId('mask-text').fill('the fox');
  await expect(page.getByText('The text has no mask: write [MASK]')).toBeVisible();
  expect(problems).toEqual([]);
});

test('a ready-made model that is trained again is a run with a name and a place', async ({
  page,
}) => {
  await page.goto('/#/models/ready:story/card');
  await page.getByTestId('ready-again').click();
  const run = page.getByTestId('status-run');
  await expect(run).toContainText('Story writer');
  await run.click();
  await expect(page).toHaveURL(/#\/models\/run:[^/]+\/train$/);
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('Story writer');
  await page.getByTestId('model-tab-inspect').click();
  await expect(page.getByTestId('weights-map')).toHaveAttribute('data-step', /[1-9]/);
  await expectNoViolations(page, 'weights');
  await page.getByTestId('status-stop').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'stopped');
});
