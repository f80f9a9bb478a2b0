// Which files of a folder are its tokenizer, and how the older ones are read.
import { describe, expect, it } from 'vitest';
import { openTokenizer } from '../../src/training/io/tokenizerFiles';
import { BYTE_CHARACTERS } from '../../src/training/tokenizers/byteAlphabet';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';

const open = (files: Record<string, unknown>): Promise<Tokenizer> =>
  openTokenizer(
    new Map(
      Object.entries(files).map(([name, value]) => [
        name,
        new Blob([typeof value === 'string' ? value : JSON.stringify(value)]),
      ]),
    ),
  );

const WORDS = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  'a',
  'A',
  'é',
  '今',
  '天',
  '今天',
  '##b',
  'x-y',
];
const VOCAB_TXT = `${WORDS.join('\n')}\n`;
const BYTES = Object.fromEntries(
  [...BYTE_CHARACTERS, 'ab', '<s>', '</s>', '<mask>', 'Ġa'].map((t, i) => [t, i]),
);
const MERGES = '#version: 0.2\na b\nĠ a\n';

describe('vocab.txt', () => {
  const ids = async (text: string, config: object): Promise<number[]> =>
    Array.from(
      (await open({ 'vocab.txt': VOCAB_TXT, 'tokenizer_config.json': config })).encode(text),
    );
  it.each<[string, object, string, number[]]>([
    ['lower case by default', {}, 'A é', [5, 1]],
    ['do_lower_case: false', { do_lower_case: false }, 'A é', [6, 7]],
    ['strip_accents: false', { strip_accents: false }, 'A é', [5, 7]],
    ['Chinese characters apart', {}, '今天', [8, 9]],
    ['tokenize_chinese_chars: false', { tokenize_chinese_chars: false }, '今天', [10]],
    ['never_split', { never_split: ['x-y'] }, 'x-y', [12]],
  ])('%s', async (_, config, text, wanted) => {
    expect(await ids(text, config)).toEqual(wanted);
  });

  it('[CLS] and [SEP] are put around', async () => {
    const bert = await open({ 'vocab.txt': VOCAB_TXT });
    expect([...bert.encodeForModel!('a', { pair: 'ab' }).ids]).toEqual([2, 5, 3, 5, 11, 3]);
    expect([...bert.encodeForModel!('a', { pair: 'ab' }).typeIds]).toEqual([0, 0, 0, 1, 1, 1]);
    expect(bert.special).toMatchObject({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
  });

  it('special tokens by special_tokens_map.json', async () => {
    const text = VOCAB_TXT.replace('[CLS]', '<s>').replace('[SEP]', '</s>');
    const map = { cls_token: '<s>', sep_token: '</s>' };
    const other = await open({ 'vocab.txt': text, 'special_tokens_map.json': map });
    expect([...other.encodeForModel!('a').ids]).toEqual([2, 5, 3]);
  });
});

describe('vocab.json with merges.txt', () => {
  const files = { 'vocab.json': BYTES, 'merges.txt': MERGES };
  it('GPT-2 adds nothing, RoBERTa its ends; add_prefix_space', async () => {
    const gpt2 = await open({
      ...files,
      'tokenizer_config.json': { tokenizer_class: 'GPT2Tokenizer' },
    });
    expect([...gpt2.encodeForModel!('ab').ids]).toEqual([256]);
    const config = { tokenizer_class: 'RobertaTokenizer', add_prefix_space: true };
    const roberta = await open({ ...files, 'tokenizer_config.json': config });
    const pair = roberta.encodeForModel!('a', { pair: 'a' });
    expect([...pair.ids]).toEqual([257, 260, 258, 258, 260, 258]);
    expect([...pair.typeIds]).toEqual([0, 0, 0, 0, 0, 0]);
    // RoBERTa's mask takes the blank before it along.
    expect([...roberta.encode('a <mask>')]).toEqual([260, 259]);
  });

  it('added_tokens.json numbers on, and a gap is refused', async () => {
    const more = await open({ ...files, 'added_tokens.json': { '<new>': 261 } });
    expect([...more.encode('ab<new>')]).toEqual([256, 261]);
    await expect(open({ ...files, 'added_tokens.json': { '<new>': 400 } })).rejects.toMatchObject({
      code: 'bad_tokenizer',
    });
  });

  it('what the configuration calls special is special in added_tokens.json', async () => {
    const more = await open({
      ...files,
      'added_tokens.json': { '<|end|>': 261, plain: 262 },
      'special_tokens_map.json': { additional_special_tokens: ['<|end|>'] },
    });
    const found = more.encode('ab<|end|>plain');
    expect([...found].slice(1)).toEqual([261, 262]);
    expect(more.decode(found, { skipSpecial: true })).toBe('abplain');
  });

  it('other classes are refused by name', async () => {
    const config = { tokenizer_class: 'WhisperTokenizer' };
    await expect(open({ ...files, 'tokenizer_config.json': config })).rejects.toThrow(
      /tokenizer_class = Whisper is not supported.*GPT2, Roberta/,
    );
  });
});

it('SentencePiece alone is refused with what to do', async () => {
  await expect(open({ 'tokenizer.model': 'x' })).rejects.toThrow(
    /Save the tokenizer as tokenizer\.json/,
  );
});

describe('added_tokens.json', () => {
  const added = { id: 13, content: '<one>', single_word: false, lstrip: false, rstrip: false };
  const json = {
    version: '1.0',
    added_tokens: [{ ...added, normalized: false, special: true }],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
    },
  };
  const more = { '<one>': 13, '<Two>': 14 };

  it('counts beside a tokenizer.json that lacks its tokens', async () => {
    const found = await open({ 'tokenizer.json': json, 'added_tokens.json': more });
    // It is no special token: it is looked for in the normalized text.
    expect([...found.encode('a<TWO><one>')]).toEqual([5, 14, 13]);
  });

  it('does not count where tokenizer_config.json has added_tokens_decoder', async () => {
    const config = { added_tokens_decoder: {} };
    const found = await open({
      'tokenizer.json': json,
      'added_tokens.json': more,
      'tokenizer_config.json': config,
    });
    expect(found.vocabSize).toBe(14);
  });

  it('is looked for in the lower case of a BERT with vocab.txt', async () => {
    const found = await open({ 'vocab.txt': VOCAB_TXT, 'added_tokens.json': { NewWord: 13 } });
    expect([...found.encode('a NEWWORD')]).toEqual([5, 13]);
  });
});

it('a special token that the vocabulary lacks is not replaced by another', async () => {
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  const json = {
    version: '1.0',
    added_tokens: [{ ...flags, id: 1, content: '</s>', special: true }],
    model: { type: 'WordLevel', vocab: { a: 0, '</s>': 1 }, unk_token: 'a' },
  };
  const eosOf = async (config: object): Promise<number | undefined> =>
    (await open({ 'tokenizer.json': json, 'tokenizer_config.json': config })).special?.eos;
  expect(await eosOf({})).toBe(1);
  expect(await eosOf({ eos_token: '<|im_end|>' })).toBeUndefined();
});
