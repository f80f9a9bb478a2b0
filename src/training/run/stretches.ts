// The captured step as it is encoded: what comes before the batches, each batch, what comes after.
import type { CapturedTraining } from './stepProgram';

/** Dispatches [from, to); those of a batch read its inputs and leave its scalars behind. */
export interface Stretch {
  readonly batch: number | null;
  readonly from: number;
  readonly to: number;
}

export function stretchesOf({ dispatches, repeated }: CapturedTraining): Stretch[] {
  const { from, to, times } = repeated;
  const { length } = dispatches;
  if (times === 1) return [{ batch: 0, from: 0, to: length }];
  const batches = Array.from({ length: times }, (_, batch): Stretch => ({ batch, from, to }));
  return [{ batch: null, from: 0, to: from }, ...batches, { batch: null, from: to, to: length }];
}
