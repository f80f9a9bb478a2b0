// Which files of a folder are its tokenizer, and how the older ones are read.
import { describe, expect, it } from 'vitest';
import { openTokenizer } from '../../src/training/io/tokenizerFiles';
import { BYTE_CHARACTERS } from '../../src/training/tokenizers/byteAlphabet';
import { tokenizerFromJSON } from '../../src/training/tokenizers/load';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';

const blobs = (files: Record<string, unknown>): Map<string, Blob> =>
  new Map(
    Object.entries(files).map(([name, value]) => [
      name,
      value instanceof Blob
        ? value
        : new Blob([typeof value === 'string' ? value : JSON.stringify(value)]),
    ]),
  );
const open = async (files: Record<string, unknown>): Promise<Tokenizer> =>
  (await openTokenizer(blobs(files))).tokenizer;

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
  expect(await eosOf({ eos_token: '<|im_end|>' })).toBe(2);
});

describe('special tokens that a configuration names and the vocabulary lacks', () => {
  const letters = Object.fromEntries(['<unk>', '<s>', '</s>', 'a', 'b'].map((t, id) => [t, id]));
  const json = { version: '1.0', model: { type: 'WordLevel', unk_token: '<unk>', vocab: letters } };
  const named = {
    additional_special_tokens: ['<|im|>'],
    pad_token: '[PAD]',
    eos_token: { content: '<|end|>', lstrip: false, rstrip: false, normalized: false },
    bos_token: '<s>',
  };
  const files = { 'tokenizer.json': json, 'tokenizer_config.json': named };

  it('get the next ids, in the order of transformers', async () => {
    const { tokenizer, remarks } = await openTokenizer(blobs(files));
    expect(tokenizer.special).toMatchObject({ bos: 1, eos: 5, pad: 6 });
    expect([...tokenizer.encode('<|im|>')]).toEqual([7]);
    expect(tokenizer.vocabSize).toBe(8);
    expect(remarks).toEqual([]);
    const again = tokenizerFromJSON(tokenizer.toJSON());
    expect(again.special).toEqual(tokenizer.special);
  });

  it('are left out and told where the model has no row for them', async () => {
    const { tokenizer, remarks } = await openTokenizer(blobs(files), 6);
    expect(tokenizer.vocabSize).toBe(6);
    expect(tokenizer.special!.eos).toBe(5);
    expect(tokenizer.special!.pad).toBeUndefined();
    expect(remarks).toEqual([
      { code: 'tokens_without_row', fields: { tokens: '[PAD], <|im|>', rows: 6 } },
    ]);
  });

  it('are those of the class, too, where a file names it', async () => {
    const config = { tokenizer_class: 'T5TokenizerFast' };
    const t5 = await open({ 'tokenizer.json': json, 'tokenizer_config.json': config });
    expect(t5.special).toMatchObject({ eos: 2, unk: 0, pad: 5 });
    const other = await open({ 'tokenizer.json': json, 'config.json': { model_type: 't5' } });
    expect(other.vocabSize).toBe(5);
  });
});

describe('what stands around a text, and pad', () => {
  const vocab = { '<unk>': 0, '<s>': 1, '</s>': 2, a: 3 };
  const json = { version: '1.0', model: { type: 'WordLevel', unk_token: '<unk>', vocab } };
  const ids = async (whole: object, config: object): Promise<number[]> => {
    const opened = await open({ 'tokenizer.json': whole, 'tokenizer_config.json': config });
    return [...opened.encodeForModel!('a').ids];
  };

  it('LlamaTokenizerFast puts bos in front where no file says otherwise', async () => {
    const llama = { tokenizer_class: 'LlamaTokenizerFast' };
    expect(await ids(json, llama)).toEqual([1, 3]);
    expect(await ids(json, { ...llama, add_bos_token: false })).toEqual([3]);
    const behind = { id: '</s>', ids: [2], tokens: ['</s>'] };
    const single = [
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '</s>', type_id: 0 } },
    ];
    const processor = {
      type: 'TemplateProcessing',
      single,
      pair: single,
      special_tokens: { '</s>': behind },
    };
    expect(await ids({ ...json, post_processor: processor }, llama)).toEqual([3, 2]);
    expect(await ids(json, { tokenizer_class: 'GPT2TokenizerFast' })).toEqual([3]);
  });

  it('the padding of tokenizer.json names pad where nothing else does', async () => {
    const whole = { ...json, padding: { strategy: 'BatchLongest', pad_id: 2, pad_token: '</s>' } };
    expect((await open({ 'tokenizer.json': whole })).special!.pad).toBe(2);
    const config = { pad_token: '<unk>' };
    const named = await open({ 'tokenizer.json': whole, 'tokenizer_config.json': config });
    expect(named.special!.pad).toBe(0);
  });
});

describe('what is reported beside a tokenizer', () => {
  const added = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  const json = {
    version: '1.0',
    more: 1,
    added_tokens: [{ id: 9, content: '<x>', special: true, ...added }],
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Digits', individual_digits: true, width: 2 }],
    },
    model: { type: 'WordLevel', unk_token: 'a', vocab: { a: 0, b: 1 } },
  };
  it('fields that no reader knows, and ids that the library does not use', async () => {
    const config = { new_setting: true };
    const files = { 'tokenizer.json': json, 'tokenizer_config.json': config };
    expect((await openTokenizer(blobs(files))).remarks).toEqual([
      {
        code: 'unknown_fields',
        fields: { file: 'tokenizer.json', keys: 'more, pre_tokenizer.width' },
      },
      {
        code: 'unknown_fields',
        fields: { file: 'tokenizer_config.json', keys: 'new_setting' },
      },
      {
        code: 'other_token_id',
        fields: { token: '<x>', file: 'tokenizer.json', inFile: 9, id: 2 },
      },
    ]);
  });

  it.each<[string, object]>([
    ['bos_token', { bos_token: 5 }],
    ['eos_token', { eos_token: ['</s>'] }],
    ['additional_special_tokens', { additional_special_tokens: '<x>' }],
    ['add_bos_token', { add_bos_token: 'yes' }],
    ['do_lower_case', { do_lower_case: 'false' }],
    ['added_tokens_decoder', { added_tokens_decoder: { one: { content: '<x>' } } }],
    ['tokenizer_class', { tokenizer_class: 5 }],
  ])('a %s of another kind is refused by name', async (key, config) => {
    const files = { 'tokenizer.json': json, 'tokenizer_config.json': config };
    await expect(open(files)).rejects.toThrow(new RegExp(`tokenizer_config\\.json: ${key} = `));
  });
});

describe('vocab.txt and merges.txt as files', () => {
  it.each<[string, Blob | string, string]>([
    ['web_page', '<!doctype html><html>', 'vocab.txt'],
    ['lfs_pointer', 'version https://git-lfs.github.com/spec/v1\n', 'vocab.txt'],
    ['json_encoding', `\uFEFF${VOCAB_TXT}`, 'vocab.txt'],
    ['json_encoding', new Blob([VOCAB_TXT, new Uint8Array([0xe9, 10])]), 'vocab.txt'],
    ['web_page', '<html>', 'merges.txt'],
    ['json_encoding', `\uFEFF${MERGES}`, 'merges.txt'],
  ])('%s is reported', async (code, text, file) => {
    const files = file === 'vocab.txt' ? { [file]: text } : { 'vocab.json': BYTES, [file]: text };
    await expect(open(files)).rejects.toMatchObject({ code, fields: { file } });
  });

  it('line ends of all three kinds', async () => {
    const cr = await open({ 'vocab.txt': VOCAB_TXT.replaceAll('\n', '\r') });
    expect([...cr.encode('a')]).toEqual([5]);
  });

  it('a line that is no merge is named with its number', async () => {
    const files = { 'vocab.json': BYTES, 'merges.txt': '#version: 0.2\na b\na  b\n' };
    await expect(open(files)).rejects.toThrow(/merges\.txt: line 3 \(a {2}b\) is not a merge/);
  });

  it('a vocabulary without the tokens around a text is refused', async () => {
    await expect(open({ 'vocab.txt': VOCAB_TXT.replace('[CLS]', 'c') })).rejects.toThrow(
      /vocab\.txt: the vocabulary lacks \[CLS\]/,
    );
  });
});
