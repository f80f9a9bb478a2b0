// The playground of a model: settings that are wrong are named, tokens show their odds and branch, a conversation
// goes through the tokenizer's template, and what was typed is there after a reload.
import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectNoViolations, openPage, watchProblems } from './support';

const FOLDER = 'tests/fixtures/models/gpt2';
const WORDS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'the', 'fox', 'met', 'an', 'owl'].concat(
  Array.from({ length: 55 }, (_, i) => `word${i}`),
);
const TEMPLATE =
  "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}{{ '<assistant>' }}";
const mimeType = 'application/octet-stream';

test('written token by token, branched, talked with', async ({ browser }) => {
  const page = await openPage(browser);
  const problems = watchProblems(page);
  await page.goto('/#/models');
  const text = (name: string, value: unknown) => ({
    name,
    mimeType,
    buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  });
  const config = JSON.parse(await readFile(`${FOLDER}/config.json`, 'utf8')) as object;
  const weights = await readFile(`${FOLDER}/model.safetensors`);
  await page.getByTestId('models-import').click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByTestId('models-files').click();
  await (
    await choosing
  ).setFiles([
    text('config.json', { ...config, eos_token_id: null }),
    { name: 'model.safetensors', mimeType, buffer: weights },
    text('vocab.txt', WORDS.join('\n')),
    text('tokenizer_config.json', { tokenizer_class: 'BertTokenizer', chat_template: TEMPLATE }),
  ]);

  const start = page.getByTestId('play-start');
  await page.getByTestId('play-prompt').fill('the fox');
  await page.getByTestId('play-maxNewTokens').fill('none');
  await expect(start).toBeDisabled();
  await expect(page.getByText('Correct first: Maximum length.')).toBeVisible();
  await page.getByTestId('play-maxNewTokens').fill('12');
  await page.getByTestId('play-prompt').press('Control+Enter');
  const written = page.getByTestId('play-text');
  await expect(written).toHaveAttribute('data-state', 'done');
  const tokens = written.locator('[data-token]');
  await expect(tokens).toHaveCount(12);

  await tokens.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(tokens.nth(1)).toBeFocused();
  await expect(page.getByTestId('play-odds')).toContainText(/probability .* rank \d+ .* entropy/);
  const alternatives = page.getByTestId('play-alternative');
  await expect(alternatives).toHaveCount(5);
  await expectNoViolations(page, 'a playground');
  await alternatives.and(page.locator(':enabled')).first().click();
  await expect(page.getByTestId('play-branch')).toHaveCount(2);
  await expect(written).toHaveAttribute('data-state', 'done');
  await expect(tokens).toHaveCount(14);
  await page.getByTestId('play-branch').first().click();
  await expect(tokens).toHaveCount(12);

  await page.getByRole('radio', { name: 'Chat' }).click();
  await page.getByTestId('chat-message').fill('met an owl');
  await start.click();
  await expect(page.getByTestId('chat-again')).toBeEnabled();
  await expect(page.getByTestId('chat-assistant')).not.toHaveValue('');
  await page.getByTestId('chat-prompt').click();
  await expect(page.getByTestId('chat-rendered')).toHaveText('<user>met an owl\n<assistant>');
  await expectNoViolations(page, 'a conversation');

  await page.reload();
  await expect(page.getByTestId('chat-user')).toHaveValue('met an owl');
  await page.getByTestId('chat-delete').first().click();
  await page.getByTestId('chat-delete').first().click();
  await expect(page.getByTestId('chat-user')).toHaveCount(0);
  await page.getByRole('radio', { name: 'Nearest texts' }).click();
  await expect(page.getByTestId('nearest-ranking').locator('li')).toHaveCount(4);
  await expectNoViolations(page, 'nearest texts');
  expect(problems).toEqual([]);
});
