/**
 * WordPiece (Schuster & Nakajima 2012) as BERT uses it: words and punctuation stand apart, every Han
 * character is a word, and a word is cut greedily into the longest known pieces; pieces inside a
 * word begin with ##. Blanks are not kept: decoding writes one in front of each word.
 */
import {
  checkedId,
  decodeUtf8,
  idMark,
  joinTokenBytes,
  TokenizerError,
  visibleText,
  wellFormed,
  type Tokenizer,
  type TokenizerJson,
} from './tokenizer';

export const SPECIAL_TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;
export const CONTINUES = '##';
/** Longer words are unknown, as in BERT: the search is quadratic in a word. */
const LONGEST_WORD = 100;

// BERT counts every ASCII sign as punctuation.
const PUNCTUATION = '[\\p{P}$+<=>^`|~]';
const WORDS = new RegExp(
  `\\p{Script=Han}|${PUNCTUATION}|(?:(?!${PUNCTUATION}|\\p{Script=Han})[^\\p{White_Space}\\p{Cc}])+`,
  'gu',
);
const APART = new RegExp(`^(?:\\p{Script=Han}|${PUNCTUATION})`, 'u');

/** Lower case without accents is what BERT's uncased models saw. */
export function wordsOf(text: string, lowercase: boolean): string[] {
  const plain = wellFormed(text);
  const source = lowercase
    ? plain
        .toLowerCase()
        .normalize('NFD')
        .replace(/\p{Mn}/gu, '')
    : plain;
  return source.match(WORDS) ?? [];
}

/** What a token adds to the text. */
function wordpieceText(token: string): string {
  if (token.startsWith(CONTINUES) && token.length > CONTINUES.length)
    return token.slice(CONTINUES.length);
  return APART.test(token) && !SPECIAL_TOKENS.some((special) => special === token)
    ? token
    : ` ${token}`;
}

export class WordPieceTokenizer implements Tokenizer {
  readonly kind = 'wordpiece';
  /** Index = id. */
  readonly tokens: readonly string[];
  readonly lowercase: boolean;
  readonly vocabSize: number;
  private readonly idOf: ReadonlyMap<string, number>;
  private readonly unknownId: number;
  private readonly longest: number;

  /** @throws TokenizerError bad_json without [UNK]. */
  constructor(tokens: readonly string[], lowercase: boolean) {
    this.tokens = tokens;
    this.lowercase = lowercase;
    this.vocabSize = tokens.length;
    this.idOf = new Map(tokens.map((token, id) => [token, id]));
    this.longest = tokens.reduce((most, token) => Math.max(most, token.length), 0);
    const unknownId = this.idOf.get('[UNK]');
    if (unknownId === undefined) throw new TokenizerError('bad_json', { token: '[UNK]' });
    this.unknownId = unknownId;
  }

  static fromJSON(json: TokenizerJson): WordPieceTokenizer {
    const { tokens, lowercase } = json;
    const isList = Array.isArray(tokens) && tokens.every((token) => typeof token === 'string');
    if (json.kind !== 'wordpiece' || !isList || typeof lowercase !== 'boolean')
      throw new TokenizerError('bad_json', { kind: json.kind });
    return new WordPieceTokenizer(tokens, lowercase);
  }

  encode(text: string): Int32Array {
    const known = new Map<string, readonly number[]>();
    const ids: number[] = [];
    for (const word of wordsOf(text, this.lowercase)) {
      let pieces = known.get(word);
      if (!pieces) known.set(word, (pieces = this.cut(word)));
      for (const id of pieces) ids.push(id);
    }
    return Int32Array.from(ids);
  }

  /** Blanks between words are not kept. */
  pieces(): null {
    return null;
  }

  decode(ids: ArrayLike<number>): string {
    return decodeUtf8(joinTokenBytes(this, ids));
  }

  tokenText(id: number): string {
    const token = this.tokens[checkedId(id)];
    return token === undefined ? idMark(id) : visibleText(new TextEncoder().encode(token));
  }

  tokenBytes(id: number): Uint8Array {
    const token = this.tokens[checkedId(id)];
    return new TextEncoder().encode(token === undefined ? '' : wordpieceText(token));
  }

  toJSON(): TokenizerJson {
    return { kind: 'wordpiece', tokens: this.tokens, lowercase: this.lowercase };
  }

  /** The longest piece first; a word with a rest that no piece begins is unknown as a whole. */
  private cut(word: string): number[] {
    const characters = Array.from(word);
    if (characters.length > LONGEST_WORD) return [this.unknownId];
    const ids: number[] = [];
    for (let from = 0; from < characters.length;) {
      let to = Math.min(characters.length, from + this.longest);
      let id: number | undefined;
      for (; to > from && id === undefined; to--) {
        const piece = characters.slice(from, to).join('');
        id = this.idOf.get(from === 0 ? piece : CONTINUES + piece);
      }
      if (id === undefined) return [this.unknownId];
      ids.push(id);
      from = to + 1;
    }
    return ids;
  }
}
