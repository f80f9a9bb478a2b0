// Tokenizers from before tokenizer.json (vocab.txt; vocab.json with merges.txt), written as the tokenizer.json
// that transformers converts them to.
import { fieldError, shownValue } from '../formats/fieldTable';
import { badFile, isObject, type JsonObject } from './huggingface/component';
import {
  BERT_CLASSES,
  classOf,
  defaultNames,
  namedRoles,
  namedSpecialTokens,
} from './huggingface/specialTokens';

const WORD_PIECE_CLASSES = ['', ...BERT_CLASSES];
const BYTE_LEVEL_CLASSES = ['', 'GPT2', 'Roberta', 'Longformer', 'Bart', 'LED', 'CLIP'];

function checkedClass(config: JsonObject, classes: readonly string[], file: string): string {
  const name = classOf(config);
  // The generic class says nothing of a kind.
  const known = name === 'PreTrained' || name === 'TokenizersBackend' ? '' : name;
  if (classes.includes(known)) return known;
  const note = `Save the tokenizer as tokenizer.json. With ${file} these classes are read: ${classes.filter(Boolean).join(', ')}.`;
  throw fieldError('unsupported_field', 'tokenizer_config.json', 'tokenizer_class', name, note);
}

/** vocab.txt: one token a line. */
export function wordPieceJson(text: string, added: JsonObject, config: JsonObject): JsonObject {
  const name = checkedClass(config, WORD_PIECE_CLASSES, 'vocab.txt') || 'Bert';
  // Python opens the file with universal newlines.
  const lines = text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);
  const vocab = new Map(lines.map((token, id) => [token, id]));
  const tokens = roleTokens(name, config);
  const unknown = tokens.get('unk') ?? '[UNK]';
  if (!vocab.has(unknown)) throw badFile('lacks_unknown', { token: unknown }, 'vocab.txt');
  const flag = (key: string, missing: boolean | null): unknown => config[key] ?? missing;
  const special = specialEntries(tokens, vocab);
  return {
    version: '1.0',
    added_tokens: [...special, ...addedEntries(added, vocab, config), ...neverSplit(config, vocab)],
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: flag('tokenize_chinese_chars', true),
      strip_accents: flag('strip_accents', null),
      lowercase: flag('do_lower_case', true),
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: around('BertProcessing', tokens, vocab),
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: unknown,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocab),
    },
  };
}

/** vocab.json and merges.txt of GPT-2, RoBERTa or CLIP. */
export function byteLevelJson(
  vocabJson: JsonObject,
  mergesText: string,
  added: JsonObject,
  config: JsonObject,
): JsonObject {
  const name = checkedClass(config, BYTE_LEVEL_CLASSES, 'vocab.json and merges.txt') || 'GPT2';
  const vocab = new Map(Object.entries(vocabJson) as [string, number][]);
  const tokens = roleTokens(name, config);
  const merges = mergesOf(mergesText);
  const addsBlank = config.add_prefix_space === true;
  const isClip = name === 'CLIP';
  const isRoberta = name !== 'GPT2' && !isClip;
  const hasSpecial = isClip || isRoberta;
  return {
    version: '1.0',
    added_tokens: [
      ...specialEntries(tokens, vocab, isRoberta),
      ...addedEntries(added, vocab, config),
    ],
    normalizer: isClip ? CLIP_NORMALIZER : null,
    pre_tokenizer: isClip ? CLIP_PRE_TOKENIZER : byteLevel(addsBlank, true),
    post_processor: hasSpecial
      ? around(isClip ? 'Clip' : 'RobertaProcessing', tokens, vocab, addsBlank)
      : byteLevel(addsBlank, false),
    decoder: isClip
      ? {
          type: 'Sequence',
          decoders: [byteLevel(true, true), { type: 'BPEDecoder', suffix: '</w>' }],
        }
      : byteLevel(true, true),
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: isClip ? (tokens.get('unk') ?? null) : null,
      continuing_subword_prefix: '',
      end_of_word_suffix: isClip ? '</w>' : '',
      fuse_unk: false,
      vocab: vocabJson,
      merges,
    },
  };
}

/** `left right` a line. */
function mergesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line, index) => {
    if (line === '' || line.startsWith('#version')) return false;
    if (/^[^ ]+ [^ ]+$/.test(line)) return true;
    const shown = shownValue(line);
    throw badFile('merge_line', { line: index + 1, merge: shown }, 'merges.txt');
  });
}

const byteLevel = (addsBlank: boolean, trims: boolean): JsonObject => ({
  type: 'ByteLevel',
  add_prefix_space: addsBlank,
  trim_offsets: trims,
  use_regex: true,
});

const CLIP_NORMALIZER: JsonObject = {
  type: 'Sequence',
  normalizers: [
    { type: 'NFC' },
    { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
    { type: 'Lowercase' },
  ],
};
const CLIP_PRE_TOKENIZER: JsonObject = {
  type: 'Sequence',
  pretokenizers: [
    {
      type: 'Split',
      pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
      behavior: 'Removed',
      invert: true,
    },
    { ...byteLevel(false, true) },
  ],
};

/** Role → token: named in the configuration, else as the class has them. */
function roleTokens(name: string, config: JsonObject): Map<string, string> {
  const roles = new Map<string, string>(Object.entries(defaultNames(name)));
  for (const [role, token] of Object.entries(namedRoles(config))) {
    if (token) roles.set(role, token.content);
    else roles.delete(role);
  }
  return roles;
}

function specialEntries(
  roles: ReadonlyMap<string, string>,
  vocab: ReadonlyMap<string, number>,
  isRoberta = false,
): JsonObject[] {
  const contents = new Set([...roles.values()].filter((token) => vocab.has(token)));
  return Array.from(contents, (content) => ({
    id: vocab.get(content),
    content,
    single_word: false,
    // RoBERTa's mask takes the blank before it along.
    lstrip: isRoberta && content === roles.get('mask'),
    rstrip: false,
    normalized: false,
    special: true,
  }));
}

/**
 * added_tokens.json: {token: id}, behind the vocabulary and without gaps. What the configuration calls special
 * is special; the rest is looked for in the normalized text.
 */
function addedEntries(
  added: JsonObject,
  vocab: ReadonlyMap<string, number>,
  config: JsonObject,
): JsonObject[] {
  const named = new Set(namedSpecialTokens(config).map(({ content }) => content));
  const entries = Object.entries(added).sort(([, a], [, b]) => Number(a) - Number(b));
  let next = vocab.size;
  return entries.map(([content, id]) => {
    const due = vocab.get(content) ?? next++;
    if (id !== due)
      throw badFile('next_id', { token: content, id: String(id), next: due }, 'added_tokens.json');
    return addedEntry(content, id as number, named.has(content));
  });
}

/** As transformers reads one of added_tokens.json. */
const addedEntry = (content: string, id: number, special: boolean): JsonObject => ({
  ...plainEntry(content, id),
  normalized: !special,
  special,
});

/** Those of added_tokens.json that a tokenizer.json beside it lacks, for `added_tokens_decoder`. */
export function addedBeside(added: JsonObject, json: JsonObject, config: JsonObject): JsonObject {
  const list = Array.isArray(json.added_tokens) ? (json.added_tokens as readonly unknown[]) : [];
  const known = new Set(list.map((one) => (isObject(one) ? one.content : undefined)));
  const named = new Set(namedSpecialTokens(config).map(({ content }) => content));
  const more = Object.entries(added).filter(([content]) => !known.has(content));
  return Object.fromEntries(
    more.map(([content, id]) => {
      const { id: _, ...entry } = addedEntry(content, Number(id), named.has(content));
      return [String(id), entry];
    }),
  );
}

const plainEntry = (content: string, id: number | undefined): JsonObject => ({
  id: id ?? 0,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: false,
});

/** Words between blanks that BERT keeps whole: those in the vocabulary. */
function neverSplit(
  { never_split: words }: JsonObject,
  vocab: ReadonlyMap<string, number>,
): JsonObject[] {
  if (!Array.isArray(words)) return [];
  return words
    .filter((word): word is string => typeof word === 'string' && vocab.has(word))
    .map((word) => ({ ...plainEntry(word, vocab.get(word)), single_word: true }));
}

/** [CLS] A [SEP] B [SEP] or its like. @throws TokenizerError bad_json where the vocabulary lacks one of them. */
function around(
  type: 'BertProcessing' | 'RobertaProcessing' | 'Clip',
  roles: ReadonlyMap<string, string>,
  vocab: ReadonlyMap<string, number>,
  addsBlank = false,
): JsonObject {
  const isClip = type === 'Clip';
  const isBert = type === 'BertProcessing';
  const [first, last] = isClip
    ? [roles.get('bos'), roles.get('eos')]
    : [roles.get('cls'), roles.get('sep')];
  const [cls, sep] = [vocab.get(first ?? ''), vocab.get(last ?? '')];
  if (cls === undefined || sep === undefined) {
    const lacking = [...(cls === undefined ? [first] : []), ...(sep === undefined ? [last] : [])];
    throw badFile(
      'lacks_special',
      { tokens: lacking.map((token) => token ?? '?').join(', ') },
      isBert ? 'vocab.txt' : 'vocab.json',
    );
  }
  const ends = { cls: [first, cls], sep: [last, sep] };
  if (isBert) return { type, ...ends };
  return { type: 'RobertaProcessing', ...ends, trim_offsets: !isClip, add_prefix_space: addsBlank };
}
