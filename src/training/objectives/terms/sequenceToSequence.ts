// Prompts with answers for an encoder with a decoder, as T5ForConditionalGeneration learns from labels: the
// encoder reads the prompt, the decoder the answer moved right by one. What only fills up is hidden from
// attention and counts in no loss.
import type { EncoderDecoderModel } from '../../models/interfaces';
import { crossEntropy } from '../../ops/losses/crossEntropy';
import { gapsOf } from '../accuracy';
import { exampleOrder, type EncodedExample, type ExampleData } from '../exampleData';
import { field, IGNORED, writeRow, type LossTerm } from '../lossTerm';

interface SequenceToSequence {
  readonly name: string;
  readonly weight: number;
  readonly seed: number;
  /** Fills up what is short. */
  readonly pad: number;
  /** In place of the examples in their order. */
  readonly exampleAt?: ReturnType<typeof exampleOrder> | undefined;
}

/** `_shift_right` of transformers. */
export const shiftedRight = (
  labels: ArrayLike<number>,
  start: number,
  pad: number,
): Int32Array<ArrayBuffer> =>
  Int32Array.from(labels, (_, position) => {
    const before = position === 0 ? start : labels[position - 1]!;
    return before === IGNORED ? pad : before;
  });

const filled = (ids: readonly number[], length: number, filling: number): Int32Array =>
  new Int32Array(length).fill(filling).map((nothing, position) => ids[position] ?? nothing);

/** Batches are as long as the longest example: filling up changes no figure and takes time. */
function lengthsOf({ train, validation }: ExampleData): { source: number; target: number } {
  const longest = (of: (example: EncodedExample) => number): number =>
    [...train, ...validation].reduce((most, example) => Math.max(most, of(example)), 1);
  return {
    source: longest(({ ids }) => ids.length),
    target: longest(({ target = [] }) => target.length),
  };
}

export function sequenceToSequenceTerm(
  model: EncoderDecoderModel,
  data: ExampleData,
  { name, weight, seed, pad, exampleAt = exampleOrder(data, seed) }: SequenceToSequence,
): LossTerm {
  const { source, target } = lengthsOf(data);
  return {
    name,
    weight,
    targets: 'targets',
    predicted: 'targets',
    hasAccuracy: true,
    fields: ({ batch }) => [
      field('ids', [batch, source]),
      field('mask', [batch, source]),
      field('decoder_ids', [batch, target]),
      field('targets', [batch, target], 'i32'),
    ],
    fill(draw, { batch }, words) {
      for (let row = 0; row < batch; row++) {
        const { ids, target: answer = [] } = exampleAt(draw, batch, row);
        const labels = filled(answer, target, IGNORED);
        writeRow(words('ids'), row, source, filled(ids, source, pad));
        writeRow(words('mask'), row, source, filled(Array(ids.length).fill(1), source, 0));
        writeRow(words('decoder_ids'), row, target, shiftedRight(labels, model.decoderStart, pad));
        writeRow(words('targets'), row, target, labels);
      }
    },
    build({ field: of, parameter, training, recompute }) {
      const { logits } = model.forward(parameter, {
        ids: of('ids'),
        keyMask: of('mask'),
        decoderIds: of('decoder_ids'),
        training,
        recompute,
      });
      const result = crossEntropy(logits, of('targets'));
      const score = { losses: result.losses, gaps: gapsOf(logits, result) };
      return { loss: result.loss, score, logits };
    },
    examples: ({ split }) => data[split].length,
  };
}
