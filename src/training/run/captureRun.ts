// The one way to capture a run: its training step and its evaluation as programs over the same weights.
// Nothing is on a device yet, so that the programs can be counted, priced and printed first.
import type { KernelLimits } from '../../gpu/dispatch';
import type { Model } from '../models/interfaces';
import type { TrainingConfig } from './config';
import type { BatchShape } from './objective';
import type { TrainingState } from './state';
import {
  captureScores,
  captureStep,
  type CapturedEvaluation,
  type CapturedTraining,
  type Minimised,
} from './stepProgram';

export interface RunToCapture {
  readonly state: TrainingState<Model>;
  /** What is minimised, over [batch, seqLen] tokens. */
  readonly training: Minimised;
  readonly shape: BatchShape;
  readonly evaluation: Minimised;
  readonly evaluationShape: BatchShape;
  /** Lengths of the two texts on the device, in tokens. */
  readonly tokens: { readonly train: number; readonly validation: number };
  readonly config: TrainingConfig;
}

export interface CapturedRun {
  readonly state: TrainingState<Model>;
  readonly training: CapturedTraining;
  readonly evaluation: CapturedEvaluation;
  readonly shape: BatchShape;
  readonly evaluationShape: BatchShape;
  readonly config: TrainingConfig;
}

export function captureRun(run: RunToCapture, limits: KernelLimits): CapturedRun {
  const { state, shape, evaluationShape, tokens, config } = run;
  return {
    state,
    training: captureStep(state, run.training, shape, tokens.train, config, limits),
    evaluation: captureScores(state, run.evaluation, evaluationShape, tokens.validation, limits),
    shape,
    evaluationShape,
    config,
  };
}
