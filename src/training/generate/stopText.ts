// The text of one sequence while it is being written: ends before the first stop string or end token, and
// holds back what may be the beginning of one.
import { createStreamDecoder, type StreamDecoder, type Tokenizer } from '../tokenizers/tokenizer';

/** A token, and what it adds to the text: nothing where it leaves a character incomplete. */
export type Placed<Token> = Token & { readonly piece: string };

export class StopText<Token extends { readonly id: number } = { readonly id: number }> {
  readonly #endIds: readonly number[];
  /** Tokens that only the model has. */
  readonly #nameOf: (id: number) => string | undefined;
  readonly #decoder: StreamDecoder;
  readonly #stops: readonly string[];
  /** All that was decoded, up to a stop string. */
  #text = '';
  /** Where each token ended, before a stop string cut the text. */
  readonly #tokens: { readonly token: Token; readonly to: number }[] = [];
  #taken = 0;
  #isOver = false;

  constructor(
    tokenizer: Tokenizer,
    stops: readonly string[] = [],
    endIds: readonly number[] = [],
    nameOf: (id: number) => string | undefined = () => undefined,
    /** Tokens that it goes on from: decoders treat the first token of a text otherwise. */
    before: readonly number[] = [],
  ) {
    this.#endIds = endIds;
    this.#nameOf = nameOf;
    this.#decoder = createStreamDecoder(tokenizer);
    const { special } = tokenizer;
    for (const id of before) if (!special?.all.has(id)) this.#decoder.push(id);
    this.#stops = stops.filter((stop) => stop.length > 0);
  }

  /** A stop string or an end token was met, or `end` was called. */
  get isOver(): boolean {
    return this.#isOver;
  }

  push(token: Token): void {
    if (this.#isOver) return;
    const { id } = token;
    const isEnd = this.#endIds.includes(id);
    const piece = isEnd ? '' : (this.#nameOf(id) ?? this.#decoder.push(id));
    this.#tokens.push({ token, to: this.#text.length + piece.length });
    if (isEnd) this.end();
    else this.#add(piece);
  }

  end(): void {
    if (!this.#isOver) this.#add(this.#decoder.end());
    this.#isOver = true;
  }

  /** What can be shown. */
  get text(): string {
    if (this.#isOver) return this.#text;
    const held = Math.max(0, ...this.#stops.map((stop) => overlap(this.#text, stop)));
    return this.#text.slice(0, this.#text.length - held);
  }

  /** Tokens whose text can be shown, since this was asked last: all pieces, joined, are the text. */
  takeTokens(): Placed<Token>[] {
    const { length } = this.text;
    const fresh: Placed<Token>[] = [];
    for (; this.#taken < this.#tokens.length; this.#taken++) {
      const { token, to } = this.#tokens[this.#taken]!;
      const from = this.#tokens[this.#taken - 1]?.to ?? 0;
      if (this.#isOver ? from >= length && to > from : to > length) break;
      const isLast = this.#taken === this.#tokens.length - 1;
      // What the decoder held to the end belongs to the last token.
      const until = this.#isOver && isLast ? length : to;
      fresh.push({ ...token, piece: this.#text.slice(from, Math.min(until, length)) });
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
