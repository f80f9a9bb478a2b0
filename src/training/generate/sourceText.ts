// A text as an encoder reads it, with the tokens that only the model has: T5's sentinels, which stand behind a
// vocabulary that was made here.
import { sourceIds } from '../objectives/exampleData';
import { specialIds } from '../objectives/specialIds';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { encodable, encodePrompt } from './prompt';

const SENTINEL = /(<extra_id_\d+>)/;

export class SourceText {
  readonly tokenizer: Tokenizer;
  /** Id of <extra_id_0>; null where the tokenizer knows its sentinels itself. */
  readonly #first: number | null;
  readonly #vocabSize: number;
  readonly #positions: number;

  constructor(tokenizer: Tokenizer, vocabSize: number, positions: number) {
    this.tokenizer = tokenizer;
    this.#first = tokenizer.special ? null : specialIds(tokenizer).vocabSize;
    this.#vocabSize = vocabSize;
    this.#positions = positions;
  }

  /** What is too long loses its end; never empty. */
  read(text: string): number[] {
    if (this.#first === null) return this.#known(text);
    const parts = text.split(SENTINEL).flatMap((part, index) => {
      const sentinel = index % 2 === 1 ? this.#sentinelOf(part) : undefined;
      return sentinel === undefined ? this.#known(part) : [sentinel];
    });
    return parts.length > 0
      ? parts.slice(0, this.#positions)
      : encodePrompt(this.tokenizer, '').slice(0, 1);
  }

  /** Of a token that the tokenizer does not have. */
  nameOf(id: number): string | undefined {
    if (this.#first === null || id < this.#first) return undefined;
    return `<extra_id_${id - this.#first}>`;
  }

  /** For display. */
  textOf(id: number): string {
    return this.nameOf(id) ?? this.tokenizer.tokenText(id);
  }

  #known(text: string): number[] {
    return sourceIds(this.tokenizer, encodable(this.tokenizer, text), this.#positions).ids;
  }

  #sentinelOf(name: string): number | undefined {
    const id = this.#first! + Number(/\d+/.exec(name)![0]);
    return id < this.#vocabSize ? id : undefined;
  }
}
