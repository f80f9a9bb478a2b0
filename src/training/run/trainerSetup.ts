// What a trainer needs beside a captured run, and what it reads back of its steps.
import type { BufferView } from '../../gpu/dispatch';
import type { CapturedRun } from './captureRun';

export interface TrainedStep {
  /** Counted from 0. */
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly gradNorm: number;
  /** What else the objective reports, by name. */
  readonly terms: Readonly<Record<string, number>>;
  /** The gradient was not finite: parameters and optimizer stayed as they were. */
  readonly skipped: boolean;
  /** First parameter whose gradient was not finite; null where only the norm of all was not. */
  readonly nonFinite: string | null;
}

/** As `Score`, on the CPU. */
export interface ScoreValues {
  readonly losses: Float32Array;
  readonly gaps?: Float32Array;
  readonly logits?: Float32Array;
}

export interface Corpora {
  readonly train: Int32Array<ArrayBuffer>;
  readonly validation: Int32Array<ArrayBuffer>;
}

export interface TrainerSetup extends CapturedRun {
  readonly corpora: Corpora;
  /** Batches of a step, one behind the other. A function of the step alone, so that runs can resume. */
  readonly batchesOf: (step: number) => Int32Array<ArrayBuffer>;
  readonly initialWeights: Float32Array<ArrayBuffer>;
  /** In place of the config's schedule. */
  readonly learningRateOf?: ((step: number) => number) | undefined;
  /** Contents of memory that nothing changes: frozen weights, a teacher. */
  readonly fixed?: readonly {
    readonly view: BufferView;
    readonly data: Float32Array<ArrayBuffer>;
  }[];
}
