// A classifier on its own: texts in, a score for each class out.
import type { ComputeContext } from '../../gpu/compute';
import { buildEncoder, buildModel } from '../models/model';
import { classLogits, type ClassifierFacts, type ClassifierInputs } from '../nn/classifier';
import type { ParameterLookup } from '../nn/weights';
import { lastStates, writeExample, type ClassReader } from '../objectives/terms/classify';
import type { EncodedExample } from '../objectives/exampleData';
import { field } from '../objectives/lossTerm';
import { pool, type PoolMode } from '../ops/pool';
import type { ModelConfig } from '../run/config';
import { isEncoderFamily } from '../models/families';
import type { Tensor } from '../tensor';
import { ForwardReader } from './forwardReader';

const FIELDS = ['ids', 'mask', 'segments'] as const;

interface Shape {
  readonly batch: number;
  readonly seqLen: number;
}

export const classReaderOf = (config: ModelConfig, vocabSize: number): ClassReader =>
  isEncoderFamily(config.family)
    ? { kind: 'encoder', model: buildEncoder(config, vocabSize) }
    : { kind: 'decoder', model: buildModel(config, vocabSize) };

export class ClassifierReader {
  readonly shape: Shape;
  readonly #forward: ForwardReader;

  private constructor(forward: ForwardReader, shape: Shape) {
    this.#forward = forward;
    this.shape = shape;
  }

  static create(
    context: ComputeContext,
    reader: ClassReader,
    parameter: ParameterLookup,
    { pooling }: Pick<ClassifierFacts, 'pooling'>,
    shape: Shape,
  ): Promise<ClassifierReader> {
    const head = (inputs: ClassifierInputs): Tensor => classLogits(inputs, parameter, pooling);
    return ClassifierReader.#over(context, reader, parameter, head, shape);
  }

  /** Reads a state of each sequence in place of logits. */
  static pooled(
    context: ComputeContext,
    reader: ClassReader,
    parameter: ParameterLookup,
    mode: PoolMode,
    shape: Shape,
  ): Promise<ClassifierReader> {
    const head = ({ final, mask }: ClassifierInputs): Tensor => pool(final, mode, mask);
    return ClassifierReader.#over(context, reader, parameter, head, shape);
  }

  static async #over(
    context: ComputeContext,
    reader: ClassReader,
    parameter: ParameterLookup,
    head: (inputs: ClassifierInputs) => Tensor,
    shape: Shape,
  ): Promise<ClassifierReader> {
    const fields = FIELDS.map((name) => field(name, [shape.batch, shape.seqLen]));
    const forward = await ForwardReader.create(context, fields, (input) => {
      const [ids, mask, segments] = FIELDS.map(input);
      const pass = { ids: ids!, mask: mask!, segments: segments!, training: false };
      return head({ ...lastStates(reader, parameter, pass), mask: mask! });
    });
    return new ClassifierReader(forward, shape);
  }

  /** Logits [classes] of each; what is too long loses its end. `onDone` hears how many are done. */
  async read(
    examples: readonly EncodedExample[],
    onDone: (done: number) => void = () => undefined,
  ): Promise<Float32Array[]> {
    const { batch, seqLen } = this.shape;
    const found: Float32Array[] = [];
    for (let from = 0; from < examples.length; from += batch) {
      const some = examples.slice(from, from + batch);
      const words = new Map(FIELDS.map((name) => [name, new Int32Array(batch * seqLen)]));
      // Rows that are left over repeat the first one.
      for (let row = 0; row < batch; row++)
        writeExample(some[row] ?? some[0]!, row, seqLen, (name) =>
          words.get(name as (typeof FIELDS)[number])!,
        );
      const logits = await this.#forward.read(Object.fromEntries(words));
      const classes = logits.length / batch;
      some.forEach((_one, row) => found.push(logits.subarray(row * classes, (row + 1) * classes)));
      onDone(found.length);
    }
    return found;
  }

  destroy(): void {
    this.#forward.destroy();
  }
}
