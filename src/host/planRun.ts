// What a run will cost, in exact bytes, before anything is allocated.
import type { KernelLimits } from '../gpu/dispatch';
import { buildModel } from '../training/models/model';
import type { RunConfig } from '../training/run/config';
import {
  captureEvaluation,
  captureTraining,
  priceOf,
  trainingState,
  type BatchShape,
  type CapturedEvaluation,
  type CapturedTraining,
  type TrainingState,
} from '../training/run/stepProgram';
import type { RunPlan } from './protocol';

export function planOf(
  state: TrainingState,
  training: CapturedTraining,
  evaluation: CapturedEvaluation,
  shape: BatchShape,
): RunPlan {
  const { memory, totalBytes, unsharedBytes, flops } = priceOf([
    training.dispatches,
    evaluation.dispatches,
  ]);
  return {
    parameters: state.parameters.count,
    vocabSize: state.model.vocabSize,
    memory,
    totalBytes,
    unsharedBytes,
    dispatchesPerStep: training.dispatches.length,
    flopsPerStep: flops,
    tokensPerStep: shape.batch * shape.seqLen,
  };
}

/** Tokens that a plan assumes of a corpus that has not been made yet. */
const ASSUMED_TOKENS = 2_000_000;

/** @throws BenchtopError where the model can't be built */
export function planRun(config: RunConfig, vocabSize: number, limits: KernelLimits): RunPlan {
  const state = trainingState(buildModel(config.model, vocabSize));
  const { training } = config;
  const shape = { batch: training.per_device_train_batch_size, seqLen: config.model.n_positions };
  const evaluationShape = { ...shape, batch: Math.min(16, training.eval_windows) };
  const captured = captureTraining(state, shape, ASSUMED_TOKENS, training, limits);
  const evaluation = captureEvaluation(state, evaluationShape, ASSUMED_TOKENS / 20, limits);
  return planOf(state, captured, evaluation, shape);
}
