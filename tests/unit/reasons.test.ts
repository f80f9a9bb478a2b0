// Why a file is refused is a code with fields, so that the page can say it in its language.
import { expect, test } from 'vitest';
import { isReason, REASONS, type ReasonFields } from '../../src/training/formats/reasons';
import { readHuggingFaceConfig } from '../../src/training/io/huggingface/huggingface';
import { parseJsonObject } from '../../src/training/io/jsonFile';
import { badIndex, parseIndex } from '../../src/training/io/safetensors/sharded';
import { openTokenizer } from '../../src/training/io/tokenizerFiles';
import { readZip } from '../../src/training/io/zipReader';
import { zhReasons } from '../../src/ui/i18n/reasons/zh';

const GPT2 = { model_type: 'gpt2', vocab_size: 9, n_embd: 8, n_head: 2, n_layer: 1 };
const classifier = (id2label: object) => ({
  ...GPT2,
  architectures: ['GPT2ForSequenceClassification'],
  id2label,
});
const tokenizer = (json: object) =>
  openTokenizer(new Map([['tokenizer.json', new Blob([JSON.stringify(json)])]]));
const model = { type: 'WordLevel', vocab: { a: 0 }, unk_token: 'a' };
const split = (Regex: string) => ({
  pre_tokenizer: { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false },
});
const index = (map: object) => parseIndex(JSON.stringify({ weight_map: map }));

const CASES: [code: string, reason: string, attempt: () => unknown][] = [
  ['bad_tokenizer', 'no_vocab', () => tokenizer({ model: { type: 'WordLevel' } })],
  ['bad_tokenizer', 'no_field', () => tokenizer({ model, normalizer: {} })],
  ['bad_tokenizer', 'token_id', () => tokenizer({ model: { ...model, vocab: { a: -1 } } })],
  ['bad_tokenizer', 'not_list', () => tokenizer({ model, added_tokens: 3 })],
  ['bad_tokenizer', 'unsupported_pattern', () => tokenizer({ model, ...split('(?<=a*)b') })],
  ['bad_index', 'json_syntax', () => parseIndex('{')],
  ['bad_index', 'no_weight_map', () => index({})],
  ['bad_index', 'outside_folder', () => index({ a: '../b.safetensors' })],
  ['bad_labels', 'no_label', () => readHuggingFaceConfig(classifier({ 0: 'a', 2: 'b' }))],
  ['bad_labels', 'same_label', () => readHuggingFaceConfig(classifier({ 0: 'a', 1: 'a' }))],
  [
    'bad_labels',
    'one_label',
    () =>
      readHuggingFaceConfig({
        ...classifier({ 0: 'a' }),
        problem_type: 'single_label_classification',
      }),
  ],
  [
    'bad_labels',
    'many_quantities',
    () => readHuggingFaceConfig({ ...classifier({ 0: 'a', 1: 'b' }), problem_type: 'regression' }),
  ],
  ['bad_config', 'above', () => readHuggingFaceConfig({ ...GPT2, attn_pdrop: 2, resid_pdrop: 2 })],
  ['bad_json_file', 'json_array', () => parseJsonObject('[]', 'config.json')],
  ['bad_zip', 'zip_end', () => readZip(new Blob(['PK']))],
];

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);

test.each(CASES)('%s: %s', async (code, reason, attempt) => {
  const thrown = await Promise.resolve()
    .then(attempt)
    .catch((error: unknown) => error);
  expect(thrown).toMatchObject({ code, fields: { reason } });
  const { fields, message } = thrown as { fields: ReasonFields; message: string };
  if (!isReason(reason)) throw new Error(`${reason} is not a reason.`);
  for (const name of blanks(REASONS[reason])) expect(fields).toHaveProperty(name);
  expect(message).not.toMatch(/undefined|\{\{/);
});

test('every reason is a sentence in Chinese', () => {
  for (const [code, text] of Object.entries(zhReasons))
    expect(text, code).toMatch(/[\u4E00-\u9FFF]/);
});

test('a reason says what it was given', () => {
  expect(badIndex('two_shards', { tensor: 'a', target: 'b' }).message).toBe(
    'model.safetensors.index.json: "a" is in b and in another shard.',
  );
});
