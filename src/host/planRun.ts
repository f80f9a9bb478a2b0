// What a run will cost, in exact bytes, before anything is allocated.
import type { KernelLimits } from '../gpu/dispatch';
import { buildModel } from '../training/models/model';
import type { RunConfig } from '../training/run/config';
import {
  captureEvaluation,
  captureTraining,
  costOf,
  priceOf,
  type CapturedEvaluation,
  type CapturedTraining,
} from '../training/run/stepProgram';
import type { BatchShape } from '../training/run/objective';
import { trainingState, type TrainingState } from '../training/run/state';
import type { RunPlan } from './protocol';

export function planOf(
  state: TrainingState,
  training: CapturedTraining,
  evaluation: CapturedEvaluation,
  shape: BatchShape,
): RunPlan {
  const { memory, totalBytes, unsharedBytes } = priceOf([
    training.dispatches,
    evaluation.dispatches,
  ]);
  const { dispatches, flops } = costOf(training);
  return {
    parameters: state.parameters.count,
    vocabSize: state.model.vocabSize,
    memory,
    totalBytes,
    unsharedBytes,
    dispatchesPerStep: dispatches,
    flopsPerStep: flops,
    tokensPerStep: shape.batch * shape.seqLen * training.repeated.times,
  };
}

/** Tokens that a plan assumes of a corpus that has not been made yet. */
const ASSUMED_TOKENS = 2_000_000;

/** @throws BenchtopError where the model can't be built */
export function planRun(config: RunConfig, vocabSize: number, limits: KernelLimits): RunPlan {
  const state = trainingState(buildModel(config.model, vocabSize), config.training);
  const { training } = config;
  const shape = { batch: training.per_device_train_batch_size, seqLen: config.model.n_positions };
  const evaluationShape = { ...shape, batch: Math.min(16, training.eval_windows) };
  const captured = captureTraining(state, shape, ASSUMED_TOKENS, training, limits);
  const evaluation = captureEvaluation(state, evaluationShape, ASSUMED_TOKENS / 20, limits);
  return planOf(state, captured, evaluation, shape);
}
