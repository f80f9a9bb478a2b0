// One objective of a run: what the CPU writes for a batch, and the loss that the GPU makes of it.
// A batch is a pure function of its draw, so runs can resume and repeat.
import type { ClassifierFacts } from '../nn/classifier';
import type { ParameterSpec } from '../parameters';
import type { BatchField, BatchShape, ObjectiveInputs, Score } from '../run/objective';
import type { Tensor } from '../tensor';

export type Split = 'train' | 'validation';

/** Which part of which text. */
export interface Place {
  readonly split: Split;
  /** Index of the text. */
  readonly source: number;
}

/** Which batch is wanted. */
export interface Draw {
  readonly split: Split;
  /** Batches of a split are counted from 0. */
  readonly index: number;
  /** Index of the text that a row reads. */
  readonly sourceOf: (row: number) => number;
}

export const placeOf = ({ split, sourceOf }: Draw, row: number): Place => ({
  split,
  source: sourceOf(row),
});

/** Memory of one field of a batch. */
export type FieldWords = (name: string) => Int32Array;

interface TermOutputs {
  readonly loss: Tensor;
  readonly score: Score;
  /** Scalars that are reported beside the loss, by name. */
  readonly metrics?: Readonly<Record<string, Tensor>>;
  /** [batch, classes] or [batch, positions, V]; nothing computes them where nobody asks. */
  readonly logits?: Tensor;
}

export interface LossTerm {
  readonly name: string;
  readonly weight: number;
  fields(shape: BatchShape): readonly BatchField[];
  fill(draw: Draw, shape: BatchShape, words: FieldWords): void;
  /** The loss's first element counts. */
  build(inputs: ObjectiveInputs): TermOutputs;
  /** Field whose entries ≥ 0 are the positions that count; all of them where left out. */
  readonly targets?: string;
  /** Field of what its logits should say, an id a place, below 0 none; left out of terms without logits. */
  readonly predicted?: string;
  /** How many different examples a held-out evaluation may ask for. */
  examples?(place: Place, shape: BatchShape): number;
  /** Whether an example can be right or wrong as a whole. */
  readonly hasAccuracy?: boolean;
  /** Of a term that classifies: its score has logits, and its parameters are the output layer. */
  readonly classifier?: ClassifierFacts;
  /** It compares the model with the one that the run started from. */
  readonly needsReference?: boolean;
  /** What it needs beside the model's, e.g. an output layer. */
  readonly parameters?: readonly ParameterSpec[];
}

/** Writes one row of a [batch, positions] field. */
export function writeRow(
  field: Int32Array,
  row: number,
  positions: number,
  values: ArrayLike<number>,
): void {
  field.set(values, row * positions);
}

export const field = (
  name: string,
  shape: readonly number[],
  dtype: BatchField['dtype'] = 'u32',
): BatchField => ({
  name,
  shape,
  dtype,
});

/** Targets with this value count nowhere. */
export const IGNORED = -100;
