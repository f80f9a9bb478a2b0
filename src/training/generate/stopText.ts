// The text of one sequence while it is being written: ends before the first stop string or end token, and
// holds back what may be the beginning of one.
import { createStreamDecoder, type StreamDecoder, type Tokenizer } from '../tokenizers/tokenizer';

export class StopText {
  readonly #endIds: readonly number[];
  /** Tokens that only the model has. */
  readonly #nameOf: (id: number) => string | undefined;
  readonly #decoder: StreamDecoder;
  readonly #stops: readonly string[];
  /** All that was decoded, up to a stop string. */
  #text = '';
  #isOver = false;

  constructor(
    tokenizer: Tokenizer,
    stops: readonly string[] = [],
    endIds: readonly number[] = [],
    nameOf: (id: number) => string | undefined = () => undefined,
  ) {
    this.#endIds = endIds;
    this.#nameOf = nameOf;
    this.#decoder = createStreamDecoder(tokenizer);
    this.#stops = stops.filter((stop) => stop.length > 0);
  }

  /** A stop string or an end token was met, or `end` was called. */
  get isOver(): boolean {
    return this.#isOver;
  }

  push(id: number): void {
    if (this.#isOver) return;
    if (this.#endIds.includes(id)) this.end();
    else this.#add(this.#nameOf(id) ?? this.#decoder.push(id));
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
