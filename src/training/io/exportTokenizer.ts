// A tokenizer as the files that Hugging Face's loaders read. What tokenizer.json cannot say exactly is
// written in Benchtop's own format instead, so that no file promises other ids than the model learned.
import { BpeTokenizer } from '../tokenizers/bpe';
import { BYTE_CHARACTERS } from '../tokenizers/byteAlphabet';
import { ByteTokenizer } from '../tokenizers/byte';
import { CharTokenizer } from '../tokenizers/char';
import { PIECES } from '../tokenizers/pretokenize';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { CONTINUES, SPECIAL_TOKENS, WordPieceTokenizer } from '../tokenizers/wordpiece';

export const OWN_TOKENIZER_FILE = 'benchtop_tokenizer.json';

type Json = Readonly<Record<string, unknown>>;

/** File name → text. `isEncoder`: of a model that was trained on texts between [CLS] and [SEP]. */
export function tokenizerFiles(
  tokenizer: Tokenizer,
  maxLength: number,
  isEncoder = false,
): Map<string, string> {
  const json = tokenizer.toJSON();
  const plain = json.kind === 'tokenizer_json' ? (json.tokenizer as Json) : encodable(tokenizer);
  const written =
    isEncoder && tokenizer instanceof WordPieceTokenizer ? closed(plain!, tokenizer) : plain;
  if (!written) return new Map([[OWN_TOKENIZER_FILE, text(json)]]);
  const config = {
    ...specialNames(tokenizer),
    ...(json.kind === 'tokenizer_json' && (json.config as Json)),
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: maxLength,
    clean_up_tokenization_spaces: false,
  };
  return new Map([
    ['tokenizer.json', text(written)],
    ['tokenizer_config.json', text(config)],
  ]);
}

/** As BERT's tokenizer closes a text and a pair. */
function closed(json: Json, { tokens }: WordPieceTokenizer): Json {
  const [cls, sep] = [tokens.indexOf('[CLS]'), tokens.indexOf('[SEP]')];
  if (cls < 0 || sep < 0) return json;
  const special = (id: string, type_id: number): Json => ({ SpecialToken: { id, type_id } });
  const sequence = (id: string, type_id: number): Json => ({ Sequence: { id, type_id } });
  const single = [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)];
  const token = (id: string, number: number): Json => ({ id, ids: [number], tokens: [id] });
  const post_processor = {
    type: 'TemplateProcessing',
    single,
    pair: [...single, sequence('B', 1), special('[SEP]', 1)],
    special_tokens: { '[CLS]': token('[CLS]', cls), '[SEP]': token('[SEP]', sep) },
  };
  return { ...json, post_processor };
}

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const ROLES = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'] as const;

/** As tokenizer_config.json names special tokens: by their text. */
function specialNames(tokenizer: Tokenizer): Json {
  const ids: Partial<Record<(typeof ROLES)[number], number>> =
    tokenizer.special ??
    (tokenizer instanceof WordPieceTokenizer ? wordpieceSpecial(tokenizer) : {});
  const decoder = new TextDecoder();
  return Object.fromEntries(
    ROLES.flatMap((role) => {
      const id = ids[role];
      return id === undefined
        ? []
        : [[`${role}_token`, decoder.decode(tokenizer.tokenBytes(id)).trim()]];
    }),
  );
}

/** `[PAD]` has the role pad, and so on. */
const wordpieceSpecial = ({ tokens }: WordPieceTokenizer): Record<string, number> =>
  Object.fromEntries(
    SPECIAL_TOKENS.flatMap((token) => {
      const id = tokens.indexOf(token);
      return id < 0 ? [] : [[token.slice(1, -1).toLowerCase(), id]];
    }),
  );

function encodable(tokenizer: Tokenizer): Json | null {
  if (tokenizer instanceof CharTokenizer) return charJson(tokenizer);
  if (tokenizer instanceof ByteTokenizer) return byteLevelJson([], null);
  if (tokenizer instanceof BpeTokenizer) return byteLevelJson(tokenizer.merges, PIECES);
  if (tokenizer instanceof WordPieceTokenizer) return wordpieceJson(tokenizer);
  return null;
}

const whole = (parts: Json): Json => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: null,
  post_processor: null,
  ...parts,
});

const bpeModel = (parts: Json): Json => ({
  type: 'BPE',
  dropout: null,
  unk_token: null,
  continuing_subword_prefix: null,
  end_of_word_suffix: null,
  fuse_unk: false,
  byte_fallback: false,
  ...parts,
});

const isolated = (pattern: string): Json => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior: 'Isolated',
  invert: false,
});

/** Merges over single characters: none, so each character is a token. */
function charJson({ characters, unknownId }: CharTokenizer): Json | null {
  const unknown = '\uFFFD';
  if (unknownId !== undefined && characters.includes(unknown)) return null;
  const all = unknownId === undefined ? characters : [...characters, unknown];
  const vocab = Object.fromEntries(all.map((character, id) => [character, id]));
  const unk_token = unknownId === undefined ? null : unknown;
  return whole({
    pre_tokenizer: isolated('[\\s\\S]'),
    decoder: { type: 'Fuse' },
    model: bpeModel({ unk_token, vocab, merges: [] }),
  });
}

/** Null where two merges make one token: there the format has room for one id only. */
function byteLevelJson(
  merges: readonly (readonly [number, number])[],
  pieces: string | null,
): Json | null {
  const tokens = [...BYTE_CHARACTERS];
  for (const [left, right] of merges) tokens.push(tokens[left]! + tokens[right]!);
  if (new Set(tokens).size < tokens.length) return null;
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true };
  const bytes = { ...byteLevel, use_regex: false };
  return whole({
    pre_tokenizer: pieces
      ? { type: 'Sequence', pretokenizers: [isolated(hanWritten(pieces)), bytes] }
      : bytes,
    decoder: byteLevel,
    model: bpeModel({
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: merges.map(([left, right]) => `${tokens[left]} ${tokens[right]}`),
    }),
  });
}

function wordpieceJson({ tokens, lowercase }: WordPieceTokenizer): Json {
  const specials = tokens.flatMap((content, id) =>
    SPECIAL_TOKENS.some((special) => special === content)
      ? [
          {
            id,
            content,
            single_word: false,
            lstrip: false,
            rstrip: false,
            normalized: false,
            special: true,
          },
        ]
      : [],
  );
  return whole({
    added_tokens: specials,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: CONTINUES, cleanup: false },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: CONTINUES,
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    },
  });
}

/**
 * Han characters by their ranges: JavaScript writes the script \p{Script=Han}, the loaders' regex
 * library \p{Han}, and neither understands the other.
 */
function hanWritten(pattern: string): string {
  const ranges: string[] = [];
  let start = -1;
  for (let point = 0; point <= 0x110000; point++) {
    const isHan = point < 0x110000 && /^\p{Script=Han}$/u.test(String.fromCodePoint(point));
    if (isHan && start < 0) start = point;
    if (isHan || start < 0) continue;
    ranges.push(`${String.fromCodePoint(start)}-${String.fromCodePoint(point - 1)}`);
    start = -1;
  }
  const inside = ranges.join('');
  return pattern
    .replace(/\[\^[^\]]*\]/g, (list) => list.replaceAll('\\p{Script=Han}', inside))
    .replaceAll('\\p{Script=Han}', `[${inside}]`);
}
