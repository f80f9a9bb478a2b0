// What a run will cost, in exact bytes, before anything is allocated.
import type { Dispatch, KernelLimits } from '../gpu/dispatch';
import { tooLarge } from '../gpu/errors';
import { banksOf } from '../gpu/plan';
import { costByPart } from '../training/models/cost';
import type { Model } from '../training/models/interfaces';
import { runObjective } from '../training/objectives/runObjective';
import { withoutText } from '../training/objectives/vocabulary';
import type { BaseModel } from '../training/models/baseModel';
import { onBase, tuned } from '../training/run/tuning';
import type { RunConfig } from '../training/run/config';
import {
  captureScores,
  captureStep,
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
  state: TrainingState<Model>,
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
    ...(state.frozen && { frozenParameters: state.frozen.count }),
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
export function planRun(
  wanted: RunConfig,
  facts: CorpusFacts,
  limits: KernelLimits,
  base?: Pick<BaseModel, 'config' | 'tokenizer' | 'vocabSize'>,
): RunPlan {
  const config = onBase(wanted, base);
  const { training, tuning } = config;
  const tokenizer = base?.tokenizer ?? { kind: config.tokenizer.kind, vocabSize: facts.vocabSize };
  const text = withoutText(config, tokenizer, { rows: base?.vocabSize });
  const objective = runObjective(config, text);
  const { shape, evaluationShape } = objective;
  const { parts } = tuned(objective.model, objective.heads, tuning);
  const state = trainingState(objective.model, training, parts);
  const tokens = corpusTokens(config, facts);
  const atLeast = (count: number): number => Math.max(count, shape.seqLen + 2);
  const captured = captureStep(
    state,
    objective.training,
    shape,
    atLeast(tokens.train),
    training,
    limits,
  );
  const evaluation = captureScores(
    state,
    objective.evaluation,
    evaluationShape,
    atLeast(tokens.validation),
    limits,
  );
  checkBuffers([captured.dispatches, evaluation.dispatches], limits);
  return planOf(state, captured, evaluation, shape);
}

/** What the device would refuse when the run starts is refused here. */
function checkBuffers(
  programs: readonly (readonly Dispatch[])[],
  { maxBufferBytes }: KernelLimits,
): void {
  const views = programs.flat().flatMap(({ bindings }) => bindings.map(({ view }) => view));
  for (const buffer of new Set(views.map((view) => view.buffer))) {
    for (const { from, to } of banksOf(buffer)) {
      if (to - from > maxBufferBytes) throw tooLarge(buffer.label, to - from, maxBufferBytes);
    }
  }
}
