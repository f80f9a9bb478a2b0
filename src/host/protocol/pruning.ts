// What a pruning study gives: plain data that crosses the Worker and becomes a curve.
import type { CompareRequest } from './compare';
import type { StudyModel, TextFacts } from './studyText';

/** The smallest weights of each matrix by itself go, or of all matrices together. */
export type PruneScope = 'layer' | 'global';

export interface PruningPoint {
  readonly scope: PruneScope;
  /** 0 to 1. */
  readonly amount: number;
  readonly loss: number;
  /** Of the mean over windows. */
  readonly standardError: number;
  /** Tokens written, or examples read, a second, timed with `layer` after all are evaluated: zeros are multiplied like any number. */
  readonly decodeTps: number | null;
  /** A bit for each weight and the values that are left. */
  readonly diskBytes: number;
  /** After training on under the mask; null where that was not done. */
  readonly recoveredLoss: number | null;
}

/** What one change of one matrix alone costs. */
export interface Sensitivity {
  readonly name: string;
  readonly parameters: number;
  /** Rise of the held-out loss with half of its weights pruned. */
  readonly pruned: number;
  /** With its weights rounded to INT4 in groups of 32; simulated: the rounded numbers as floats. */
  readonly int4: number;
}

/** A format, executed, with its scales chosen so. */
export interface CalibrationRow {
  readonly format: 'int8_tensor' | 'int4_32';
  readonly calibration: 'min_max' | 'percentile' | 'mse';
  /** Of a group's weights, those that the range of a percentile covers; 1 elsewhere. */
  readonly share: number;
  readonly loss: number;
  /** KL of the whole model to it, in nats. */
  readonly kl: number;
  readonly sameTop: number;
}

/** What was pruned, and on which text it was evaluated. */
export interface PruningMethod {
  readonly modelName: string;
  readonly trainedSteps: number;
  readonly text: TextFacts;
  /** What is counted a second: tokens that are written, or examples that are read. */
  readonly timed: 'tokens' | 'examples';
}

export interface PruningResult {
  /** Null before it is opened. */
  readonly method: PruningMethod | null;
  readonly denseLoss: number | null;
  readonly windows: number;
  readonly recoverySteps: number;
  readonly points: readonly PruningPoint[];
  readonly sensitivity: readonly Sensitivity[];
  readonly calibration: readonly CalibrationRow[];
}

export type PruningPhase = 'pruning' | 'recovery' | 'sensitivity' | 'calibration';

export interface PruningRequest extends StudyModel, Pick<CompareRequest, 'recoverySteps'> {}
