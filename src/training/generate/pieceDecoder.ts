// Tokens of a text that goes on from others, as the pieces that they add to it.
import { createStreamDecoder, type StreamDecoder, type Tokenizer } from '../tokenizers/tokenizer';

export interface PieceRules {
  readonly tokenizer: Tokenizer;
  /** Tokens that only the model has. */
  readonly nameOf: (id: number) => string | undefined;
  /** Tokens that it goes on from: decoders treat the first token of a text otherwise. */
  readonly before: readonly number[];
}

export class PieceDecoder {
  readonly #decoder: StreamDecoder;
  readonly #nameOf: PieceRules['nameOf'];
  /** Characters of `before` that the decoder still holds. */
  #held: number;

  constructor({ tokenizer, nameOf, before }: PieceRules) {
    this.#nameOf = nameOf;
    this.#decoder = createStreamDecoder(tokenizer);
    const alone = createStreamDecoder(tokenizer);
    let held = 0;
    for (const id of before) {
      if (tokenizer.special?.all.has(id)) continue;
      held += alone.push(id).length - this.#decoder.push(id).length;
    }
    this.#held = held + alone.end().length;
  }

  push(id: number): string {
    return this.#nameOf(id) ?? this.#fresh(this.#decoder.push(id));
  }

  end(): string {
    return this.#fresh(this.#decoder.end());
  }

  #fresh(piece: string): string {
    const left = Math.min(this.#held, piece.length);
    this.#held -= left;
    return piece.slice(left);
  }
}
