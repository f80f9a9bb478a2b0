// Programs that read a batch of texts, one for each shape that was needed: a text is filled up to the next length.
import type { EncodedExample } from '../../training/objectives/exampleData';

/** At most; then the whole context. */
const LENGTHS = [64, 256, 1024];

interface Shape {
  readonly batch: number;
  readonly seqLen: number;
}

export class TextPrograms<Program extends { destroy(): void }> {
  readonly #make: (shape: Shape) => Promise<Program>;
  readonly #maxTokens: number;
  readonly #made = new Map<string, Program>();

  constructor(maxTokens: number, make: (shape: Shape) => Promise<Program>) {
    this.#maxTokens = maxTokens;
    this.#make = make;
  }

  async for(batch: number, examples: readonly EncodedExample[]): Promise<Program> {
    const longest = examples.reduce((most, { ids }) => Math.max(most, ids.length), 1);
    const fitting = LENGTHS.find((length) => length >= longest) ?? this.#maxTokens;
    const shape = { batch, seqLen: Math.min(this.#maxTokens, fitting) };
    const key = JSON.stringify(shape);
    const made = this.#made.get(key) ?? (await this.#make(shape));
    this.#made.set(key, made);
    return made;
  }

  destroy(): void {
    for (const program of this.#made.values()) program.destroy();
  }
}
