// What a model says at the places that one of its objectives predicts, example by example.
import type { ComputeContext, Program } from '../../gpu/compute';
import { declareBuffer, wholeView } from '../../gpu/recorder';
import type { ParameterLookup } from '../nn/weights';
import type { Draw, LossTerm, Place } from '../objectives/lossTerm';
import type { BatchShape } from '../run/objective';
import { sizeOf } from '../tensor';
import { ForwardReader } from './forwardReader';

/** One example: what stands at its places, and the scores of each. */
export interface Predicted {
  /** Ids, [positions]. */
  readonly targets: Int32Array;
  /** [positions, classes] */
  readonly logits: Float32Array;
}

/** Which examples are read. */
export interface TermExamples extends Place {
  readonly count: number;
}

type Words = Record<string, Int32Array<ArrayBuffer>>;

const drawOf = ({ split, source }: Place, index: number): Draw => ({
  split,
  index,
  sourceOf: () => source,
});

/** A batch of one term alone. */
function wordsOf(term: LossTerm, shape: BatchShape, draw: Draw): Words {
  const words: Words = Object.fromEntries(
    term.fields(shape).map(({ name, shape: extents }) => [name, new Int32Array(sizeOf(extents))]),
  );
  term.fill(draw, shape, (name) => words[name]!);
  return words;
}

/** How many places count in one example, about. */
export function positionsOf(term: LossTerm, seqLen: number, place: Place): number {
  const words = wordsOf(term, { batch: 1, seqLen }, drawOf(place, 0));
  return Math.max(1, words[term.predicted!]!.filter((target) => target >= 0).length);
}

export class TermReader {
  readonly shape: BatchShape;
  readonly #term: LossTerm;
  readonly #forward: ForwardReader;

  private constructor(term: LossTerm, shape: BatchShape, forward: ForwardReader) {
    this.#term = term;
    this.shape = shape;
    this.#forward = forward;
  }

  static async create(
    context: ComputeContext,
    term: LossTerm,
    parameter: ParameterLookup,
    shape: BatchShape,
  ): Promise<TermReader> {
    // Terms with logits write their batch on the CPU.
    const corpus = wholeView(declareBuffer('no_corpus', 4, 'data', true));
    const forward = await ForwardReader.create(context, term.fields(shape), (field, recorder) => {
      const inputs = { recorder, corpus, field, shape, parameter, training: false };
      return term.build(inputs).logits!;
    });
    return new TermReader(term, shape, forward);
  }

  get program(): Program {
    return this.#forward.program;
  }

  /** Classes, or tokens of the vocabulary. */
  get classes(): number {
    return this.#forward.outputShape.at(-1)!;
  }

  /** The first batch, as often as it is timed. */
  async runFirst(place: Place): Promise<void> {
    await this.#forward.read(wordsOf(this.#term, this.shape, drawOf(place, 0)));
  }

  /** Fewer where it was stopped. */
  async read({ count, ...place }: TermExamples, signal: AbortSignal): Promise<Predicted[]> {
    const { batch } = this.shape;
    const found: Predicted[] = [];
    for (let index = 0; found.length < count && !signal.aborted; index++) {
      const words = wordsOf(this.#term, this.shape, drawOf(place, index));
      const logits = await this.#forward.read(words);
      const targets = words[this.#term.predicted!]!;
      const rows = Math.min(batch, count - found.length);
      for (let row = 0; row < rows; row++) found.push(this.#predictedOf(row, targets, logits));
    }
    return found;
  }

  /** The places of one row that count. */
  #predictedOf(row: number, targets: Int32Array, logits: Float32Array): Predicted {
    const { classes } = this;
    const length = targets.length / this.shape.batch;
    const all = Array.from({ length }, (_, position) => row * length + position);
    const counted = all.filter((at) => targets[at]! >= 0);
    const scores = new Float32Array(counted.length * classes);
    for (const [i, at] of counted.entries())
      scores.set(logits.subarray(at * classes, (at + 1) * classes), i * classes);
    return { targets: Int32Array.from(counted, (at) => targets[at]!), logits: scores };
  }

  destroy(): void {
    this.#forward.destroy();
  }
}
