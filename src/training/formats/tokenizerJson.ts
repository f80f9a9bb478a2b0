// tokenizer.json, component by component: what the Rust library `tokenizers` 0.23 reads of it.
import { honoured, ignored, refused, type FieldRule, type FieldTable } from './fieldTable';

const REFERENCE = 'Rust library tokenizers 0.23';
const TYPE = honoured('Which kind of component it is.');
const OFFSETS_ONLY = ignored('Changes the offsets that are reported for tokens, not the tokens.');

const COMPONENTS: Readonly<Record<string, string>> = {
  normalizer: 'normalizer',
  pre_tokenizer: 'pre-tokenizer',
  model: 'model',
  post_processor: 'post-processor',
  decoder: 'decoder',
};

type Fields = Readonly<Record<string, FieldRule>>;

function tables(
  component: string,
  kinds: Readonly<Record<string, Fields>>,
): Record<string, FieldTable> {
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, fields]) => [
      kind,
      {
        id: `tokenizer.${component}.${kind}`,
        file: `tokenizer.json: ${component} ${kind}`,
        title: `Tokenizer: ${COMPONENTS[component]!} ${kind}`,
        reference: REFERENCE,
        fields: { type: TYPE, ...fields },
        unknown: 'reported',
      },
    ]),
  );
}

export const TOKENIZER_JSON: FieldTable = {
  id: 'tokenizer',
  file: 'tokenizer.json',
  title: 'Tokenizer: tokenizer.json',
  reference: REFERENCE,
  unknown: 'reported',
  fields: {
    version: refused('Only version 1.0 exists.', ['1.0']),
    truncation: ignored('Transformers sets the length for each call, and so does Benchtop.'),
    padding: honoured(
      'Its pad_token is the pad token where no other file names one. The rest is set for each call.',
    ),
    added_tokens: honoured('Found in the text before or after normalization; missing: none.'),
    normalizer: honoured('Missing: none.'),
    pre_tokenizer: honoured('Missing: none.'),
    model: honoured('A file of the first versions may leave out its type.'),
    post_processor: honoured('Missing: no special token is added.'),
    decoder: honoured('Missing: tokens are joined with blanks.'),
  },
};

export const ADDED_TOKEN: FieldTable = {
  id: 'tokenizer.added_token',
  file: 'tokenizer.json: added token',
  title: 'Tokenizer: added tokens',
  reference: REFERENCE,
  unknown: 'reported',
  fields: {
    id: ignored(
      'The reference numbers them itself: the id of the vocabulary, else the next free one.',
    ),
    content: honoured('Of equal contents the last one counts; an empty one is left out.'),
    single_word: honoured('Only where no letter, digit or mark is next to it.'),
    lstrip: honoured('Takes the blanks before it along.'),
    rstrip: honoured('Takes the blanks behind it along.'),
    normalized: honoured('Looked for in the normalized text, in its own normalized form.'),
    special: honoured('Left out where special tokens are skipped.'),
  },
};

const PATTERN = honoured(
  'String, or Regex in the syntax of Oniguruma; what of it is not supported is refused with its place.',
);

export const NORMALIZERS = tables('normalizer', {
  Sequence: { normalizers: honoured('One after the other.') },
  BertNormalizer: {
    clean_text: honoured('Control characters are dropped, blanks become spaces.'),
    handle_chinese_chars: honoured(
      'Blanks around Chinese characters, in the ranges of the reference.',
    ),
    strip_accents: honoured('Where it is null, lowercase decides.'),
    lowercase: honoured('Character by character.'),
  },
  ByteLevel: {},
  Lowercase: {},
  NFC: {},
  NFD: {},
  NFKC: {},
  NFKD: {},
  Nmt: {},
  Precompiled: { precompiled_charsmap: honoured('The character map of SentencePiece.') },
  Prepend: { prepend: honoured('In front of a text that is not empty.') },
  Replace: { pattern: PATTERN, content: honoured('Put in place of each match.') },
  Strip: { strip_left: honoured('Blanks in front.'), strip_right: honoured('Blanks at the end.') },
  StripAccents: {},
});

const BEHAVIOR = honoured('Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous.');

export const PRE_TOKENIZERS = tables('pre_tokenizer', {
  Sequence: { pretokenizers: honoured('One after the other.') },
  BertPreTokenizer: {},
  ByteLevel: {
    add_prefix_space: honoured('A blank in front of each piece that has none.'),
    trim_offsets: OFFSETS_ONLY,
    use_regex: honoured("GPT-2's pattern; missing: true."),
  },
  CharDelimiterSplit: { delimiter: honoured('One character.') },
  Digits: { individual_digits: honoured('Each digit, or runs of them.') },
  FixedLength: { length: honoured('In characters; missing: 5.') },
  Metaspace: {
    replacement: honoured('One character.'),
    prepend_scheme: honoured('One of always, first and never; missing: always.'),
    add_prefix_space: honoured('Of older files: false is prepend_scheme never.'),
    split: honoured('Missing: true.'),
    str_rep: ignored('Written by older versions; the replacement again.'),
  },
  Punctuation: { behavior: BEHAVIOR },
  Split: {
    pattern: PATTERN,
    behavior: BEHAVIOR,
    invert: honoured('The matches are the pieces.'),
  },
  UnicodeScripts: {},
  Whitespace: {},
  WhitespaceSplit: {},
});

const VOCAB = honoured('Ids are whole numbers below 4,194,304, each of one token.');
const UNKNOWN = honoured('Stands for what the vocabulary does not have.');

export const MODELS = tables('model', {
  BPE: {
    vocab: VOCAB,
    merges: honoured('As texts or as pairs.'),
    dropout: refused('Dropout makes tokens random: set it to null.', [0]),
    unk_token: UNKNOWN,
    continuing_subword_prefix: honoured('In front of every character but the first of a piece.'),
    end_of_word_suffix: honoured('Behind the last character of a piece.'),
    fuse_unk: honoured('Unknown characters in a row are one token.'),
    byte_fallback: honoured('Unknown characters become tokens such as <0xE4>.'),
    ignore_merges: honoured('A piece that is a token is that token.'),
  },
  WordPiece: {
    vocab: VOCAB,
    unk_token: UNKNOWN,
    continuing_subword_prefix: honoured('In front of pieces inside a word.'),
    max_input_chars_per_word: honoured('Longer words are unknown.'),
  },
  WordLevel: { vocab: VOCAB, unk_token: UNKNOWN },
  Unigram: {
    vocab: honoured('Tokens with their scores; the place in the list is the id.'),
    unk_id: UNKNOWN,
    byte_fallback: honoured('Unknown characters become tokens such as <0xE4>.'),
  },
});

export const POST_PROCESSORS = tables('post_processor', {
  Sequence: { processors: honoured('At most one of them may add tokens.') },
  BertProcessing: { sep: honoured('Token and id.'), cls: honoured('Token and id.') },
  ByteLevel: {
    add_prefix_space: OFFSETS_ONLY,
    trim_offsets: OFFSETS_ONLY,
    use_regex: OFFSETS_ONLY,
  },
  RobertaProcessing: {
    sep: honoured('Token and id.'),
    cls: honoured('Token and id.'),
    trim_offsets: OFFSETS_ONLY,
    add_prefix_space: OFFSETS_ONLY,
  },
  TemplateProcessing: {
    single: honoured('For one text.'),
    pair: honoured('For two texts.'),
    special_tokens: honoured('Their ids are taken from here.'),
  },
});

export const DECODERS = tables('decoder', {
  Sequence: { decoders: honoured('One after the other.') },
  BPEDecoder: { suffix: honoured('A blank, at the end nothing.') },
  ByteFallback: {},
  ByteLevel: {
    add_prefix_space: ignored('Not used in decoding.'),
    trim_offsets: OFFSETS_ONLY,
    use_regex: ignored('Not used in decoding.'),
  },
  CTC: {
    pad_token: honoured('Left out; equal tokens in a row are one.'),
    word_delimiter_token: honoured('A blank, with cleanup.'),
    cleanup: honoured('Blanks before punctuation are dropped.'),
  },
  Fuse: {},
  Metaspace: {
    replacement: honoured('A blank, in the first token nothing.'),
    prepend_scheme: honoured('With never, blanks are kept in the first token, too.'),
    add_prefix_space: honoured('Of older files: false is prepend_scheme never.'),
    split: ignored('Not used in decoding.'),
    str_rep: ignored('Written by older versions; the replacement again.'),
  },
  Replace: { pattern: PATTERN, content: honoured('Put in place of each match.') },
  Strip: {
    content: honoured('One character.'),
    start: honoured('How many at most in front.'),
    stop: honoured('How many at most at the end.'),
  },
  WordPiece: {
    prefix: honoured('Tokens without it begin with a blank.'),
    cleanup: honoured('Blanks before punctuation are dropped.'),
  },
});

export const TOKENIZER_TABLES: readonly FieldTable[] = [
  TOKENIZER_JSON,
  ADDED_TOKEN,
  ...[NORMALIZERS, PRE_TOKENIZERS, MODELS, POST_PROCESSORS, DECODERS].flatMap((kinds) =>
    Object.values(kinds),
  ),
];
