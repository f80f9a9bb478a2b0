// The text of one sequence while it is being written: ends before the first stop string or end token, and
// holds back what may be the beginning of one.
import { joinTokenBytes, type Tokenizer } from '../tokenizers/tokenizer';
import { PieceDecoder, type PieceRules } from './pieceDecoder';

/** Of a character in UTF-8. */
const MOST_BYTES = 4;

/** Bytes of the character that begins with this one. */
function lengthBegunBy(byte: number): number {
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return byte >= 0xc0 ? 2 : 1;
}

/** A token, and what it adds to the text: nothing where it leaves a character incomplete. */
export type Placed<Token> = Token & { readonly piece: string };

export class StopText<Token extends { readonly id: number } = { readonly id: number }> {
  readonly #endIds: readonly number[];
  readonly #rules: PieceRules;
  readonly #decoder: PieceDecoder;
  readonly #stops: readonly string[];
  /** All that was decoded, up to a stop string. */
  #text = '';
  /** Where each token ended, before a stop string cut the text. */
  readonly #tokens: { readonly token: Token; to: number }[] = [];
  #taken = 0;
  #isOver = false;

  constructor(
    tokenizer: Tokenizer,
    stops: readonly string[] = [],
    endIds: readonly number[] = [],
    nameOf: PieceRules['nameOf'] = () => undefined,
    before: PieceRules['before'] = [],
  ) {
    this.#endIds = endIds;
    this.#rules = { tokenizer, nameOf, before };
    this.#decoder = new PieceDecoder(this.#rules);
    this.#stops = stops.filter((stop) => stop.length > 0);
  }

  /** A stop string or an end token was met, or `end` was called. */
  get isOver(): boolean {
    return this.#isOver;
  }

  push(token: Token): void {
    if (this.#isOver) return;
    const { id } = token;
    if (this.#endIds.includes(id)) {
      this.end();
      this.#tokens.push({ token, to: this.#text.length });
      return;
    }
    const piece = this.#decoder.push(id);
    this.#tokens.push({ token, to: this.#text.length + piece.length });
    this.#add(piece);
  }

  end(): void {
    if (this.#isOver) return;
    const rest = this.#rest();
    const last = this.#tokens.at(-1);
    if (last) last.to += rest.length;
    this.#add(rest);
    this.#isOver = true;
  }

  /** What the decoder holds, without a character that never came whole. */
  #rest(): string {
    let ids = this.#tokens.map(({ token }) => token.id);
    while (this.#endsWithin(ids)) ids = ids.slice(0, -1);
    if (ids.length === this.#tokens.length) return this.#decoder.end();
    const decoder = new PieceDecoder(this.#rules);
    const text = ids.map((id) => decoder.push(id)).join('') + decoder.end();
    return text.startsWith(this.#text) ? text.slice(this.#text.length) : '';
  }

  /** Within a character. */
  #endsWithin(ids: readonly number[]): boolean {
    const bytes = joinTokenBytes(this.#rules.tokenizer, ids.slice(-MOST_BYTES));
    for (let back = 1; back < MOST_BYTES && back <= bytes.length; back++) {
      const byte = bytes[bytes.length - back]!;
      if ((byte & 0xc0) !== 0x80) return lengthBegunBy(byte) > back;
    }
    return false;
  }

  /** What can be shown. */
  get text(): string {
    if (this.#isOver) return this.#text;
    const held = Math.max(0, ...this.#stops.map((stop) => overlap(this.#text, stop)));
    return this.#text.slice(0, this.#text.length - held);
  }

  /**
   * Tokens whose text can be shown, since this was asked last: all pieces, joined, are the text. The newest
   * waits for the next one, as the decoder may hold a part of it.
   */
  takeTokens(): Placed<Token>[] {
    const { length } = this.text;
    const known = this.#tokens.length - Number(!this.#isOver);
    const fresh: Placed<Token>[] = [];
    for (; this.#taken < known; this.#taken++) {
      const { token, to } = this.#tokens[this.#taken]!;
      const from = this.#tokens[this.#taken - 1]?.to ?? 0;
      if (this.#isOver ? from >= length && to > from : to > length) break;
      fresh.push({ ...token, piece: this.#text.slice(from, Math.min(to, length)) });
    }
    return fresh;
  }

  #add(piece: string): void {
    const before = this.#text.length;
    this.#text += piece;
    const found = this.#stops
      // A stop string may have begun in an earlier piece.
      .map((stop) => this.#text.indexOf(stop, Math.max(0, before - stop.length + 1)))
      .filter((at) => at >= 0);
    if (found.length === 0) return;
    this.#text = this.#text.slice(0, Math.min(...found));
    this.#isOver = true;
  }
}

/** Length of the longest end of `text` that begins, but does not complete, `stop`. */
function overlap(text: string, stop: string): number {
  for (let size = Math.min(text.length, stop.length - 1); size > 0; size--) {
    if (text.endsWith(stop.slice(0, size))) return size;
  }
  return 0;
}
