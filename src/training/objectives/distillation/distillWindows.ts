// The windows of text that students read, over and over: few enough that what a teacher says of them can
// be made once. Which come in a batch is a function of seed and step, the same for student and control.
import { randomUint32 } from '../../data/random';
import type { BatchField } from '../../run/objective';
import { batchLayout } from '../../run/stepProgram';

/** Starts a quarter of a window apart, so that every place is seen behind texts of many lengths. */
export function windowGrid(tokens: number, seqLen: number): Int32Array<ArrayBuffer> {
  const stride = Math.max(1, seqLen >> 2);
  const count = Math.max(1, Math.floor((tokens - seqLen - 1) / stride) + 1);
  return Int32Array.from({ length: count }, (_, i) => i * stride);
}

export interface DistillBatches {
  readonly fields: readonly BatchField[];
  readonly starts: Int32Array;
  readonly batch: number;
  /** Batches of a step. */
  readonly times: number;
  readonly seed: number;
  /** Integers of one window of the teacher's columns. */
  readonly columnStride: number;
}

/** Batches of a step, one behind the other, for the fields of `distillFields`. */
export function distillBatches(
  { fields, starts, batch, times, seed, columnStride }: DistillBatches,
  step: number,
): Int32Array<ArrayBuffer> {
  const { starts: positions, words } = batchLayout(fields);
  const all = new Int32Array(times * words);
  for (let index = 0; index < times; index++) {
    for (let row = 0; row < batch; row++) {
      const draw = randomUint32(seed, step * times + index, row) / 2 ** 32;
      const window = Math.floor(draw * starts.length);
      const values = [starts[window]!, window, window * columnStride];
      positions.forEach(
        (position, field) => (all[index * words + position + row] = values[field]!),
      );
    }
  }
  return all;
}
