// tokenizer.json: what is refused, hostile input, sizes, ids of no token, special tokens, and inputs for models.
import { describe, expect, it } from 'vitest';
import { BYTE_CHARACTERS } from '../../src/training/tokenizers/byteAlphabet';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import { PatternMatcher } from '../../src/training/tokenizers/huggingface/regex/matcher';
import { createStreamDecoder } from '../../src/training/tokenizers/tokenizer';

type Json = Record<string, unknown>;

const LETTERS = Object.fromEntries(
  ['<unk>', '<s>', '</s>', 'a', 'b', 'c', 'ab', ' '].map((t, i) => [t, i]),
);
const word = (parts: Json = {}, vocab: unknown = LETTERS): Json => ({
  version: '1.0',
  added_tokens: [],
  model: { type: 'BPE', vocab, merges: ['a b'], unk_token: '<unk>', fuse_unk: true },
  ...parts,
});
const added = (content: string, more: Json = {}): Json => ({
  id: 0,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
  ...more,
});
const split = (regex: string): Json => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior: 'Isolated',
  invert: false,
});
const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });
const open = (json: Json, config: Json = {}): HuggingFaceTokenizer =>
  new HuggingFaceTokenizer(json, config);

describe('tokenizer.json: refused by name', () => {
  it.each<[string, Json, RegExp]>([
    ['another version', { version: '2.0' }, /version = 2\.0 is not supported/],
    [
      'a normalizer of no known type',
      { normalizer: { type: 'Foo' } },
      /normalizer\.type = Foo.*NFKC/,
    ],
    [
      'a pre-tokenizer of no known type',
      { pre_tokenizer: { type: 'Foo' } },
      /pre_tokenizer\.type = Foo/,
    ],
    [
      'a post-processor of no known type',
      { post_processor: { type: 'Foo' } },
      /post_processor\.type = Foo/,
    ],
    ['a decoder of no known type', { decoder: { type: 'Foo' } }, /decoder\.type = Foo/],
    [
      'an option of another type',
      { normalizer: { type: 'Prepend', prepend: 3 } },
      /prepend is not a string: 3/,
    ],
    ['a missing option', { normalizer: { type: 'Prepend' } }, /normalizer Prepend has no prepend/],
    [
      'a damaged character map',
      { normalizer: { type: 'Precompiled', precompiled_charsmap: '!' } },
      /precompiled_charsmap is damaged/,
    ],
    [
      'an insertion before another step',
      {
        normalizer: {
          type: 'Sequence',
          normalizers: [
            { type: 'Replace', pattern: { Regex: '^' }, content: 'x' },
            { type: 'NFC' },
          ],
        },
      },
      /only read as the last step/,
    ],
    [
      'a template with a token that it lacks',
      {
        post_processor: {
          type: 'TemplateProcessing',
          single: [{ SpecialToken: { id: 'q', type_id: 0 } }],
          pair: [],
          special_tokens: {},
        },
      },
      /q is not among its special tokens/,
    ],
    [
      'two added tokens that are written alike',
      {
        normalizer: { type: 'Lowercase' },
        added_tokens: [added('X', { normalized: true }), added('x', { normalized: true })],
      },
      /are the same after normalization/,
    ],
  ])('%s', (_, parts, message) => {
    expect(() => open(word(parts))).toThrow(message);
  });

  it.each<[string, Json, RegExp]>([
    ['dropout', { dropout: 0.1 }, /dropout = 0\.1 is not supported/],
    ['a merge without its token', { merges: ['a c'] }, /merge a c/],
    ['a merge of three parts', { merges: ['a b c'] }, /a b c is not a merge of two tokens/],
    ['a vocabulary that is a list', { vocab: ['a'] }, /no vocab/],
    ['an id that is no whole number', { vocab: { ...LETTERS, x: 1.5 } }, /the id of x is 1\.5/],
    ['a negative id', { vocab: { ...LETTERS, x: -1 } }, /the id of x is -1/],
    ['an id that is a text', { vocab: { ...LETTERS, x: '9' } }, /the id of x is 9/],
    ['an id of 1e9', { vocab: { ...LETTERS, x: 1e9 } }, /the id of x is 1000000000/],
    ['one id for two tokens', { vocab: { ...LETTERS, x: 3 } }, /a and x have the same id, 3/],
  ])('model: %s', (_, parts, message) => {
    const json = word();
    expect(() => open({ ...json, model: { ...(json.model as Json), ...parts } })).toThrow(message);
  });

  it('opens without post_processor, decoder, added_tokens and the type of the model', () => {
    const tokenizer = open({ model: { vocab: LETTERS, merges: [['a', 'b']] } });
    expect([...tokenizer.encode('abc')]).toEqual([6, 5]);
    expect(tokenizer.decode([6, 5])).toBe('ab c');
  });
});

describe('regular expressions', () => {
  it.each(['(a+)+$', '(a|a)*b', '(a|aa)+$', '(x+x+)+y'])('%s ends', (pattern) => {
    const text = `${'a'.repeat(40)}!${'x'.repeat(40)}`;
    expect(() => open(word({ pre_tokenizer: split(pattern) })).encode(text)).toThrow(
      code('pattern_too_slow'),
    );
  });

  it('a quadratic search ends, too', () => {
    expect(() => new PatternMatcher('\\s*[\\r\\n]').findAll(' '.repeat(1_000_000))).toThrow(
      code('pattern_too_slow'),
    );
  });

  it.each([
    ['(a)\\1', '\\1'],
    ['(?<=a+)b', 'a lookbehind of no fixed length'],
    ['(a*)*', 'a quantifier over something that can match nothing'],
    ['\\p{Foo}', '\\p{Foo}'],
    ['(?i:straße)', 'a case-insensitive letter with a folding of several letters'],
    ['a)', 'an unmatched )'],
    ['[a', 'a character class without its end'],
    ['+a', 'a quantifier without anything to repeat'],
  ])('%s is refused with its place', (pattern, what) => {
    expect(() => new PatternMatcher(pattern)).toThrow(
      expect.objectContaining({
        code: 'unsupported_pattern',
        fields: expect.objectContaining({ what }) as unknown,
      }),
    );
  });

  // Pieces as Oniguruma cuts them.
  it.each([
    ["(?i:'s|re)", "It'S 'ſ RE", ['It', "'S", ' ', "'ſ", ' ', 'RE']],
    ['\\s+(?!\\S)|\\s+', 'a   b', ['a', '  ', ' ', 'b']],
    ['^', 'a\nb\n', ['a\n', 'b\n']],
    ['x*', 'axxb', ['a', 'xx', 'b']],
    ['(?<!a)b', 'abb', ['ab', 'b']],
    ['a(?i)b|c', 'aBC', ['aB', 'C']],
    ['[\\p{L}&&[^a-c]]+', 'abcdeé1', ['abc', 'deé', '1']],
    ['\\w+', 'é² ³x', ['é²', ' ', '³x']],
  ])('%s', (pattern, text, pieces) => {
    const found = new PatternMatcher(pattern).findAll(text);
    const cuts = [...new Set([0, ...found, text.length])];
    expect(
      cuts
        .slice(1)
        .map((end, i) => text.slice(cuts[i], end))
        .filter(Boolean),
    ).toEqual(pieces);
  });
});

describe('sizes', () => {
  it('130,000 tokens with as many merges', () => {
    const names = ['a', 'b'];
    const merges: string[] = [];
    // Every token with one letter more.
    for (let i = 0; merges.length < 130_000; i++)
      for (const letter of ['a', 'b']) {
        merges.push(`${names[i]!} ${letter}`);
        names.push(names[i]! + letter);
      }
    const vocab = Object.fromEntries(names.map((name, id) => [name, id]));
    const tokenizer = open(word({ model: { type: 'BPE', vocab, merges } }));
    expect(tokenizer.vocabSize).toBe(130_002);
    expect([...tokenizer.encode('aba')]).toEqual([names.indexOf('aba')]);
  });

  it.each<[string, Json]>([
    ['BPE', { type: 'BPE', vocab: { a: 0, b: 1, ab: 2, abab: 3 }, merges: ['a b', 'ab ab'] }],
    [
      'Unigram',
      {
        type: 'Unigram',
        unk_id: 0,
        vocab: [
          ['<unk>', 0],
          ['a', -1],
          ['b', -1],
          ['ab', -1.5],
          ['abab', -2],
        ],
      },
    ],
    [
      'WordPiece',
      {
        type: 'WordPiece',
        unk_token: 'a',
        continuing_subword_prefix: '',
        max_input_chars_per_word: 1e7,
        vocab: { a: 0, ab: 1, abab: 2 },
      },
    ],
  ])('%s: a piece of a million characters', (_, model) => {
    const ids = open(word({ model })).encode('ab'.repeat(500_000));
    expect(ids).toHaveLength(250_000);
  });
});

describe('ids that belong to no token', () => {
  const holey = { ...LETTERS, z: 12 };
  it('give no text, a mark, and no bytes', () => {
    const tokenizer = open(word({ decoder: { type: 'Fuse' } }, holey));
    expect(tokenizer.vocabSize).toBe(13);
    expect(tokenizer.decode([3, 9, 4, 33])).toBe('ab');
    expect(tokenizer.tokenText(9)).toBe('⟨id 9⟩');
    expect(tokenizer.tokenBytes(33)).toHaveLength(0);
    expect(() => tokenizer.decode([-1])).toThrow(code('bad_id'));
  });

  it('streaming passes over them', () => {
    const bytes = Object.fromEntries(BYTE_CHARACTERS.map((c, i) => [c, i]));
    const tokenizer = open(
      word({
        decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
        model: { type: 'BPE', vocab: bytes, merges: [] },
      }),
    );
    const stream = createStreamDecoder(tokenizer);
    const shown = [0xe4, 999, 0xb8, 0xad].map((id) => stream.push(id));
    expect([...shown, stream.end()]).toEqual(['', '', '', '中', '']);
  });
});

it('what stands behind ByteLevel sees the whole text as one token', () => {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false };
  const wordPiece = { type: 'WordPiece', prefix: '##', cleanup: false };
  const decoder = { type: 'Sequence', decoders: [byteLevel, byteLevel, wordPiece] };
  expect(open(word({ decoder })).decode([3, 5])).toBe('ac');
});

describe('added tokens', () => {
  it('are numbered by the vocabulary, else from its size on, whatever the file says', () => {
    const tokenizer = open(
      word({ added_tokens: [added('</s>', { id: 77 }), added('<new>', { id: 99 })] }),
    );
    expect([...tokenizer.encode('a</s><new>b')]).toEqual([3, 2, 8, 4]);
    expect(tokenizer.vocabSize).toBe(9);
  });

  it('flags of tokenizer_config.json win over those of tokenizer.json', () => {
    const json = word({ added_tokens: [added('</s>')] });
    const config = {
      added_tokens_decoder: { 2: { content: '</s>', lstrip: true, special: true } },
    };
    expect([...open(json).encode('a </s>')]).toEqual([3, 7, 2]);
    expect([...open(json, config).encode('a </s>')]).toEqual([3, 2]);
  });

  it('special ones are text with split_special_tokens', () => {
    const json = word({ added_tokens: [added('ab')] });
    expect([...open(json, { split_special_tokens: true }).encode('ab')]).toEqual([6]);
  });
});

const TEMPLATE = {
  type: 'TemplateProcessing',
  single: [
    { SpecialToken: { id: '<s>', type_id: 0 } },
    { Sequence: { id: 'A', type_id: 0 } },
    { SpecialToken: { id: '</s>', type_id: 0 } },
  ],
  pair: [
    { SpecialToken: { id: '<s>', type_id: 0 } },
    { Sequence: { id: 'A', type_id: 0 } },
    { SpecialToken: { id: '</s>', type_id: 0 } },
    { Sequence: { id: 'B', type_id: 1 } },
    { SpecialToken: { id: '</s>', type_id: 1 } },
  ],
  special_tokens: {
    '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] },
    '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] },
  },
};

it.each([
  ['without the text', []],
  ['with the text twice', ['A', 'A']],
  ['with a second text', ['A', 'B']],
])('a template %s is refused', (_, texts) => {
  const single = texts.map((id) => ({ Sequence: { id, type_id: 0 } }));
  expect(() => open(word({ post_processor: { ...TEMPLATE, single } }))).toThrow(
    /TemplateProcessing: single/,
  );
});

describe('special tokens', () => {
  it.each<[string, Json, Json, Json]>([
    [
      'the configuration names them',
      word(),
      { bos_token: '<s>', eos_token: { content: '</s>' }, pad_token: null },
      { bos: 1, eos: 2, unk: 0 },
    ],
    [
      'the tokenizer class has them',
      word(),
      { tokenizer_class: 'LlamaTokenizerFast' },
      { bos: 1, eos: 2, unk: 0 },
    ],
    [
      'null takes a default away',
      word(),
      { tokenizer_class: 'LlamaTokenizer', eos_token: null },
      { bos: 1, unk: 0 },
    ],
    ['the post-processor', word({ post_processor: TEMPLATE }), {}, { cls: 1, sep: 2, unk: 0 }],
    [
      'spellings of added tokens',
      word({ added_tokens: [added('<s>'), added('</s>')] }),
      {},
      { bos: 1, eos: 2, unk: 0 },
    ],
  ])('%s', (_, json, config, roles) => {
    const { all, ...found } = open(json, config).special;
    expect(found).toEqual(roles);
    expect([...all]).toEqual(expect.arrayContaining(Object.values(roles)));
  });
});

describe('inputs for models', () => {
  const tokenizer = open(word({ post_processor: TEMPLATE }));
  const ids = (text: string, pair?: string, maxTokens?: number): unknown => {
    const input = tokenizer.encodeForModel(text, { pair, maxTokens });
    return [[...input.ids], [...input.typeIds], input.cut];
  };

  it('one text and two, with the types of the template', () => {
    expect(ids('ac')).toEqual([[1, 3, 5, 2], [0, 0, 0, 0], 0]);
    expect(ids('c', 'ab')).toEqual([[1, 5, 2, 6, 2], [0, 0, 0, 1, 1], 0]);
  });

  it('the last special token stays, and of two texts the longer one is cut first', () => {
    expect(ids('cacaca', undefined, 4)).toEqual([[1, 5, 3, 2], [0, 0, 0, 0], 4]);
    expect(ids('cacaca', 'b', 6)).toEqual([[1, 5, 3, 2, 4, 2], [0, 0, 0, 0, 1, 1], 4]);
    expect(ids('cacac', 'bcbcb', 8)).toEqual([
      [1, 5, 3, 2, 4, 5, 4, 2],
      [0, 0, 0, 0, 1, 1, 1, 1],
      5,
    ]);
  });

  it('fewer than the special tokens is refused', () => {
    expect(() => ids('a', undefined, 1)).toThrow(code('limit_too_small'));
  });

  it.each<[string, Json, number[]]>([
    ['nothing said', { tokenizer_class: 'LlamaTokenizer' }, [1, 3, 2]],
    ['no beginning', { add_bos_token: false, add_eos_token: false }, [3]],
    ['a beginning', { add_bos_token: true, bos_token: '<s>' }, [1, 3]],
    [
      'an end, of a Llama class',
      { tokenizer_class: 'LlamaTokenizer', add_eos_token: true },
      [1, 3, 2],
    ],
  ])(
    'add_bos_token and add_eos_token take the place of the post-processor: %s',
    (_, config, wanted) => {
      const other = open(word({ post_processor: TEMPLATE }), config);
      expect([...other.encodeForModel('a').ids]).toEqual(wanted);
    },
  );
});
