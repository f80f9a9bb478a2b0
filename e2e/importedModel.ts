// A Hugging Face folder of a tiny GPT-2, with a vocabulary for it: what a user would choose as files.
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';

const FOLDER = 'tests/fixtures/models/gpt2';
const mimeType = 'application/octet-stream';

export const gptFile = async (name: string, buffer?: Buffer) => ({
  name,
  mimeType,
  buffer: buffer ?? (await readFile(`${FOLDER}/${name}`)),
});

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
const TOKENS = 64;

/** All files; its vocabulary has a word for each of its tokens, so that whatever it draws is text. */
export async function gptFiles(words: readonly string[]) {
  const known = [...SPECIAL, ...words];
  const rest = Array.from({ length: TOKENS - known.length }, (_, i) => `word${i}`);
  // No token ends a text early.
  const config = JSON.parse(await readFile(`${FOLDER}/config.json`, 'utf8')) as object;
  return [
    await gptFile('config.json', Buffer.from(JSON.stringify({ ...config, eos_token_id: null }))),
    await gptFile('model.safetensors'),
    await gptFile('vocab.txt', Buffer.from([...known, ...rest].join('\n'))),
    await gptFile('tokenizer_config.json', Buffer.from('{"tokenizer_class": "BertTokenizer"}')),
  ];
}

/** Through the import panel of the list of models, which is open. */
export async function importFiles(
  page: Page,
  files: Parameters<Page['setInputFiles']>[1],
): Promise<void> {
  const open = page.getByTestId('models-import');
  if ((await open.getAttribute('aria-expanded')) === 'false') await open.click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByTestId('models-files').click();
  await (await choosing).setFiles(files);
}
