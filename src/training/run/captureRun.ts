// The one way to capture a run: its training step and its evaluation as programs over the same weights.
// Nothing is on a device yet, so that the programs can be counted, priced and printed first.
import type { KernelLimits } from '../../gpu/dispatch';
import type { LanguageModel, Model } from '../models/interfaces';
import type { ParameterSpec } from '../parameters';
import type { RunConfig, TrainingConfig } from './config';
import { nextTokens, type BatchShape, type Minimized } from './objective';
import { trainingState, type TrainingState } from './state';
import {
  captureScores,
  captureStep,
  type CapturedEvaluation,
  type CapturedTraining,
} from './stepProgram';
import { tuned } from './tuning';

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
  readonly training: Minimized;
  readonly evaluation: Minimized;
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

interface RunObjective extends Pick<
  RunToCapture,
  'training' | 'evaluation' | 'shape' | 'evaluationShape'
> {
  readonly model: Model;
  /** Weights of its output layers. */
  readonly heads: readonly ParameterSpec[];
}

/** An objective with the weights that its tuning trains; `whole` is the model's own again. */
export function tunedRun(
  objective: RunObjective,
  { training: config, tuning }: Pick<RunConfig, 'training' | 'tuning'>,
  corpora: RunToCapture['corpora'],
) {
  const { scope, whole } = tuned(objective.model, objective.heads, tuning);
  const { training, evaluation, shape, evaluationShape } = objective;
  const state = trainingState(objective.model, config, scope);
  const run = { training, evaluation, shape, evaluationShape, state, corpora, config };
  return { run, scope, whole };
}

/** A language model that reads windows of a text, whatever it minimizes; held-out rows are next tokens. */
export function windowRun(
  model: LanguageModel,
  state: TrainingState,
  training: Minimized,
  evaluationBatch: number,
  { corpora, config }: Pick<RunToCapture, 'corpora' | 'config'>,
): RunToCapture {
  const seqLen = model.contextLength;
  return {
    state,
    training,
    shape: { batch: config.per_device_train_batch_size, seqLen },
    evaluation: nextTokens(model, evaluationBatch),
    evaluationShape: { batch: evaluationBatch, seqLen },
    corpora,
    config,
  };
}
