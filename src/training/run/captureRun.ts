// The one way to capture a run: its training step and its evaluation as programs over the same weights.
// Nothing is on a device yet, so that the programs can be counted, priced and printed first.
import type { KernelLimits } from '../../gpu/dispatch';
import type { Model } from '../models/interfaces';
import type { TrainingConfig } from './config';
import type { BatchShape, Minimised } from './objective';
import type { TrainingState } from './state';
import {
  captureScores,
  captureStep,
  type CapturedEvaluation,
  type CapturedTraining,
} from './stepProgram';

interface Captured {
  readonly state: TrainingState<Model>;
  readonly shape: BatchShape;
  readonly evaluationShape: BatchShape;
  readonly config: TrainingConfig;
}

interface Length {
  readonly length: number;
}

export interface RunToCapture extends Captured {
  readonly training: Minimised;
  readonly evaluation: Minimised;
  /** How many tokens the device will hold; they are not read here. */
  readonly corpora: { readonly train: Length; readonly validation: Length };
}

export interface CapturedRun extends Captured {
  readonly training: CapturedTraining;
  readonly evaluation: CapturedEvaluation;
}

export function captureRun(run: RunToCapture, limits: KernelLimits): CapturedRun {
  const { state, shape, evaluationShape, config } = run;
  const { train, validation } = run.corpora;
  return {
    state,
    training: captureStep(state, run.training, shape, train.length, config, limits),
    evaluation: captureScores(state, run.evaluation, evaluationShape, validation.length, limits),
    shape,
    evaluationShape,
    config,
  };
}
