// What a run will cost, in exact bytes, before anything is allocated.
import type { Dispatch, KernelLimits } from '../gpu/dispatch';
import { MemoryError } from '../gpu/errors';
import { costByPart } from '../training/models/cost';
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
import { corpusTokens } from './corpusSize';
import type { CorpusFacts, RunPlan } from './protocol';

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
    parts: costByPart(state, training, evaluation),
    memory,
    totalBytes,
    unsharedBytes,
    dispatchesPerStep: dispatches,
    flopsPerStep: flops,
    tokensPerStep: shape.batch * shape.seqLen * training.repeated.times,
  };
}

/** @throws BenchtopError where the model can't be built, MemoryError where the adapter can't hold it */
export function planRun(config: RunConfig, facts: CorpusFacts, limits: KernelLimits): RunPlan {
  const state = trainingState(buildModel(config.model, facts.vocabSize), config.training);
  const { training } = config;
  const seqLen = config.model.n_positions;
  const shape = { batch: training.per_device_train_batch_size, seqLen };
  const evaluationShape = { ...shape, batch: Math.min(16, training.eval_windows) };
  const tokens = corpusTokens(config, facts);
  const atLeast = (count: number): number => Math.max(count, seqLen + 2);
  const captured = captureTraining(state, shape, atLeast(tokens.train), training, limits);
  const evaluation = captureEvaluation(state, evaluationShape, atLeast(tokens.validation), limits);
  checkBuffers([captured.dispatches, evaluation.dispatches], limits);
  return planOf(state, captured, evaluation, shape);
}

/** What the device would refuse when the run starts is refused here. */
function checkBuffers(programs: readonly (readonly Dispatch[])[], limits: KernelLimits): void {
  const views = programs.flat().flatMap(({ bindings }) => bindings.map(({ view }) => view.buffer));
  const largest = views.reduce((a, b) => (b.sizeBytes > a.sizeBytes ? b : a));
  const { label, sizeBytes } = largest;
  if (sizeBytes <= limits.maxBindingBytes) return;
  throw new MemoryError(
    'binding_too_large',
    `${label} needs ${sizeBytes} bytes in one buffer; this adapter allows ${limits.maxBindingBytes}.`,
    { label, sizeBytes, limitBytes: limits.maxBindingBytes },
  );
}
