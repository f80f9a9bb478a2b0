/**
 * GPT-2's byte-level BPE (Radford et al. 2019) from vocab.json and merges.txt: BpeTokenizer with
 * GPT-2's pattern, its merges and its numbering. Special tokens are text like any other unless they
 * are asked for. \s is written as White_Space, which JavaScript's is not.
 */
import { BpeTokenizer, type Merge } from './bpe';
import { BYTE_CHARACTERS, bytesOfToken } from './byteAlphabet';
import {
  decodeUtf8,
  joinTokenBytes,
  TokenizerError,
  visibleText,
  type Tokenizer,
  type TokenizerJson,
} from './tokenizer';

const BLANK = '\\p{White_Space}';
const PATTERN = new RegExp(
  [
    "'(?:s|t|re|ve|m|ll|d)",
    ' ?\\p{L}+',
    ' ?\\p{N}+',
    ` ?[^${BLANK}\\p{L}\\p{N}]+`,
    `${BLANK}+(?![^${BLANK}])`,
    `${BLANK}+`,
  ].join('|'),
  'gu',
);

/** The pieces of a well-formed text, in order; joined they are the text. */
export const gpt2Pieces = (text: string): string[] => text.match(PATTERN) ?? [];

export class Gpt2Tokenizer implements Tokenizer {
  readonly kind = 'gpt2';
  readonly vocabSize: number;
  /** Token → id, special tokens included. */
  readonly vocab: ReadonlyMap<string, number>;
  private readonly mergeLines: readonly string[];
  private readonly bpe: BpeTokenizer;
  /** Id of the inner tokeniser (bytes, then merges) → id. */
  private readonly outerId: Int32Array;
  private readonly bytesOf = new Map<number, Uint8Array>();
  private readonly specials: ReadonlyMap<string, number>;

  /** @throws TokenizerError bad_json where vocabulary and merges don't fit each other. */
  constructor(vocab: Readonly<Record<string, number>>, merges: string) {
    this.vocab = new Map(Object.entries(vocab));
    this.mergeLines = merges
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#version'));
    const { pairs, tokens } = resolveMerges(this.mergeLines);
    this.bpe = new BpeTokenizer(pairs, gpt2Pieces);
    this.outerId = Int32Array.from(tokens, (token) => this.idOf(token));
    const plain = new Set(tokens);
    this.specials = new Map([...this.vocab].filter(([token]) => !plain.has(token)));
    for (const [token, id] of this.vocab) {
      const isSpecial = this.specials.has(token);
      const bytes = isSpecial ? undefined : bytesOfToken(token);
      this.bytesOf.set(id, bytes ?? new TextEncoder().encode(token));
    }
    this.vocabSize = Math.max(...this.bytesOf.keys()) + 1;
  }

  static fromJSON(json: TokenizerJson): Gpt2Tokenizer {
    const { vocab, merges } = json;
    if (
      json.kind !== 'gpt2' ||
      typeof vocab !== 'object' ||
      vocab === null ||
      typeof merges !== 'string'
    )
      throw new TokenizerError('bad_json', { kind: json.kind });
    return new Gpt2Tokenizer(vocab as Record<string, number>, merges);
  }

  encode(text: string): Int32Array {
    return this.bpe.encode(text).map((id) => this.outerId[id] as number);
  }

  /** Tokens such as <|endoftext|> become their one id. */
  encodeWithSpecials(text: string): Int32Array {
    const names = [...this.specials.keys()].map((name) =>
      name.replace(/[|\\{}()[\]^$+*?.]/g, '\\$&'),
    );
    if (names.length === 0) return this.encode(text);
    const parts = text.split(new RegExp(`(${names.join('|')})`));
    return Int32Array.from(
      parts.flatMap((part) => {
        const special = this.specials.get(part);
        return special === undefined ? [...this.encode(part)] : [special];
      }),
    );
  }

  decode(ids: ArrayLike<number>): string {
    return decodeUtf8(joinTokenBytes(this, ids));
  }

  tokenText(id: number): string {
    return visibleText(this.tokenBytes(id));
  }

  tokenBytes(id: number): Uint8Array {
    return this.bytesOf.get(id) ?? new Uint8Array();
  }

  toJSON(): TokenizerJson {
    const vocab = Object.fromEntries(this.vocab);
    return { kind: 'gpt2', vocab, merges: this.mergeLines.join('\n') };
  }

  private idOf(token: string): number {
    const id = this.vocab.get(token);
    if (id === undefined || !Number.isInteger(id) || id < 0)
      throw new TokenizerError('bad_json', { token });
    return id;
  }
}

/** Pairs by inner ids, and the token of each inner id. */
function resolveMerges(lines: readonly string[]): { pairs: Merge[]; tokens: string[] } {
  const tokens = [...BYTE_CHARACTERS];
  const innerId = new Map(tokens.map((token, id) => [token, id]));
  const pairs = lines.map((line): Merge => {
    const [left, right, ...more] = line.trim().split(' ');
    const [a, b] = [innerId.get(left ?? ''), innerId.get(right ?? '')];
    const token = `${left}${right}`;
    // Two ways to one token would need a number for each.
    if (a === undefined || b === undefined || more.length > 0 || innerId.has(token))
      throw new TokenizerError('bad_json', { merge: line });
    innerId.set(token, tokens.length);
    tokens.push(token);
    return [a, b];
  });
  return { pairs, tokens };
}
