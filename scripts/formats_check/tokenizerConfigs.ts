// Random tokenizer.json files: every type and option that the tables list, over a small vocabulary that is made of
// the texts themselves.
import type { Draw } from './check';
import { model } from './tokenizerModels';

type Json = Record<string, unknown>;

const BEHAVIORS = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'];
const PATTERNS = [
  '\\s+',
  '\\w+|[^\\w\\s]+',
  ' {2,}',
  '\\p{N}{1,3}',
  '[一-龥]+',
  '\\s+(?!\\S)|\\s+',
  '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+',
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)",
  '\\p{P}',
  '(?<=a)b',
  'a|ab|abc',
  '\\b',
  'x*',
  '$',
  '^',
  '[[:punct:]]',
  '\\d',
  '(?i)THE',
  '\\p{Lu}\\p{Ll}*',
  '[^a-z]+',
  '\\p{Han}|\\p{Hiragana}',
  '\\n',
  '(?>a+)b',
  'a+?',
  '[\\p{L}&&[^a-c]]+',
  '\\h+',
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
];
const STRINGS = [' ', '-', 'a', '▁', '  ', '.', '的', '\n', 'ab', '##', 'e\u0301', '\u200d'];

const pattern = (draw: Draw): Json =>
  draw.isTrue() ? { Regex: draw.one(PATTERNS) } : { String: draw.one(STRINGS) };

function normalizer(draw: Draw, depth = 0): Json | null {
  const kinds: (() => Json | null)[] = [
    () => null,
    () => ({
      type: draw.one([
        'NFC',
        'NFD',
        'NFKC',
        'NFKD',
        'Lowercase',
        'StripAccents',
        'Nmt',
        'ByteLevel',
      ]),
    }),
    () => ({
      type: 'BertNormalizer',
      clean_text: draw.isTrue(),
      handle_chinese_chars: draw.isTrue(),
      strip_accents: draw.one([null, true, false]),
      lowercase: draw.isTrue(),
    }),
    () => ({ type: 'Strip', strip_left: draw.isTrue(), strip_right: draw.isTrue() }),
    () => ({ type: 'Prepend', prepend: draw.one(['▁', ' ', 'ab', '']) }),
    () => ({
      type: 'Replace',
      pattern: pattern(draw),
      content: draw.one(['▁', ' ', '', 'xy', '$0', 'é']),
    }),
    () =>
      depth < 2
        ? {
            type: 'Sequence',
            normalizers: draw.some(0, 3, () => normalizer(draw, depth + 1)).filter(Boolean),
          }
        : { type: 'NFC' },
  ];
  return draw.one(kinds)();
}

function preTokenizer(draw: Draw, depth = 0): Json | null {
  const kinds: (() => Json | null)[] = [
    () => null,
    () => ({
      type: draw.one(['BertPreTokenizer', 'Whitespace', 'WhitespaceSplit', 'UnicodeScripts']),
    }),
    () => byteLevel(draw),
    () => ({ type: 'CharDelimiterSplit', delimiter: draw.one(['a', ' ', '-', '的', '😀']) }),
    () => ({ type: 'Digits', individual_digits: draw.isTrue() }),
    () => ({ type: 'FixedLength', length: 1 + draw.below(6) }),
    () => ({
      type: 'Metaspace',
      replacement: draw.one(['▁', '_', ' ']),
      prepend_scheme: draw.one(['always', 'first', 'never']),
      split: draw.isTrue(),
    }),
    () => ({ type: 'Punctuation', behavior: draw.one(BEHAVIORS) }),
    () => ({
      type: 'Split',
      pattern: pattern(draw),
      behavior: draw.one(BEHAVIORS),
      invert: draw.isTrue(0.3),
    }),
    () =>
      depth < 2
        ? {
            type: 'Sequence',
            pretokenizers: draw.some(0, 3, () => preTokenizer(draw, depth + 1)).filter(Boolean),
          }
        : { type: 'Whitespace' },
  ];
  return draw.one(kinds)();
}

const byteLevel = (draw: Draw): Json => ({
  type: 'ByteLevel',
  add_prefix_space: draw.isTrue(),
  trim_offsets: draw.isTrue(),
  ...(draw.isTrue(0.8) && { use_regex: draw.isTrue() }),
});

function decoder(draw: Draw, depth = 0): Json | null {
  const kinds: (() => Json | null)[] = [
    () => null,
    () => ({ type: draw.one(['ByteFallback', 'Fuse']) }),
    () => byteLevel(draw),
    () => ({ type: 'BPEDecoder', suffix: draw.one(['</w>', 'a', '##']) }),
    () => ({ type: 'WordPiece', prefix: draw.one(['##', '', 'a']), cleanup: draw.isTrue() }),
    () => ({
      type: 'CTC',
      pad_token: draw.one(['<s>', 'a']),
      word_delimiter_token: draw.one(['|', '▁']),
      cleanup: draw.isTrue(),
    }),
    () => ({
      type: 'Metaspace',
      replacement: '▁',
      prepend_scheme: draw.one(['always', 'first', 'never']),
      split: draw.isTrue(),
    }),
    () => ({ type: 'Replace', pattern: pattern(draw), content: draw.one([' ', '', 'x']) }),
    // A strip at the end makes the reference fail on shorter tokens.
    () => ({ type: 'Strip', content: draw.one([' ', 'a']), start: draw.below(3), stop: 0 }),
    () =>
      depth < 2
        ? {
            type: 'Sequence',
            decoders: draw.some(1, 3, () => decoder(draw, depth + 1)).filter(Boolean),
          }
        : { type: 'Fuse' },
  ];
  return draw.one(kinds)();
}

function addedTokens(draw: Draw): Json[] {
  const contents = [
    '<s>',
    '</s>',
    '<unk>',
    '<mask>',
    '[CLS]',
    '[MASK]',
    'yesterday',
    'ab',
    'abc',
    'The',
    'café',
    '今天',
    ' x',
    '▁',
    '\n\n',
    'Ġ',
  ];
  const chosen = contents.filter(() => draw.isTrue(0.25));
  return chosen.map((content, i) => ({
    id: 1000 + i,
    content,
    single_word: draw.isTrue(0.25),
    lstrip: draw.isTrue(0.25),
    rstrip: draw.isTrue(0.25),
    normalized: draw.isTrue(0.4),
    special: draw.isTrue(),
  }));
}

function postProcessor(draw: Draw): Json | null {
  const sep = ['</s>', 2];
  const cls = ['<s>', 1];
  const template = (): Json => ({
    type: 'TemplateProcessing',
    single: [
      special('<s>', 0),
      sequence('A', draw.below(2)),
      ...(draw.isTrue() ? [special('</s>', 1)] : []),
    ],
    pair: [
      special('<s>', 0),
      sequence('A', 0),
      special('</s>', 0),
      sequence('B', 1),
      special('</s>', draw.below(3)),
    ],
    special_tokens: {
      '<s>': {
        id: '<s>',
        ids: draw.isTrue(0.8) ? [1] : [1, 2],
        tokens: draw.isTrue(0.8) ? ['<s>'] : ['<s>'],
      },
      '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] },
    },
  });
  const kinds: (() => Json | null)[] = [
    () => null,
    () => ({ type: 'BertProcessing', sep, cls }),
    () => ({
      type: 'RobertaProcessing',
      sep,
      cls,
      trim_offsets: draw.isTrue(),
      add_prefix_space: draw.isTrue(),
    }),
    template,
    () => byteLevel(draw),
    () => ({ type: 'Sequence', processors: [byteLevel(draw), template()] }),
  ];
  return draw.one(kinds)();
}

const special = (id: string, type: number): Json => ({ SpecialToken: { id, type_id: type } });
const sequence = (id: string, type: number): Json => ({ Sequence: { id, type_id: type } });

const hasByteLevel = (json: unknown): boolean => JSON.stringify(json).includes('"ByteLevel"');

export function tokenizerConfig(draw: Draw): Json {
  const [norm, pre] = [normalizer(draw), preTokenizer(draw)];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(draw),
    normalizer: norm,
    pre_tokenizer: pre,
    post_processor: postProcessor(draw),
    decoder: decoder(draw),
    model: model(draw, hasByteLevel([norm, pre])),
  };
}
