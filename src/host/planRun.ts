// What a run will cost, in exact bytes, before anything is allocated.
import type { Dispatch, KernelLimits } from '../gpu/dispatch';
import { tooLarge } from '../gpu/errors';
import { banksOf } from '../gpu/plan';
import { costByPart } from '../training/models/cost';
import { runObjective } from '../training/objectives/runObjective';
import { withoutText } from '../training/objectives/vocabulary';
import type { BaseModel } from '../training/models/baseModel';
import { onBase, tuned } from '../training/run/tuning';
import type { RunConfig } from '../training/run/config';
import { captureRun, type CapturedRun } from '../training/run/captureRun';
import { costOf, priceOf } from '../training/run/stepProgram';
import { trainingState } from '../training/run/state';
import { corpusTokens } from './corpusSize';
import type { CorpusFacts, RunPlan } from './protocol';

export function planOf({ state, training, evaluation, shape }: CapturedRun): RunPlan {
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
  base?: PlannedBase,
): RunPlan {
  const captured = capturePlanned(wanted, facts, limits, base);
  checkBuffers([captured.training.dispatches, captured.evaluation.dispatches], limits);
  return planOf(captured);
}

type PlannedBase = Pick<BaseModel, 'config' | 'tokenizer' | 'vocabSize'>;

/** The programs of a run whose text has not been read: its length is known or estimated. */
export function capturePlanned(
  wanted: RunConfig,
  facts: CorpusFacts,
  limits: KernelLimits,
  base?: PlannedBase,
): CapturedRun {
  const config = onBase(wanted, base);
  const { training, tuning } = config;
  const { kind } = base?.tokenizer ?? config.tokenizer;
  const { vocabSize } = base ?? facts;
  const objective = runObjective(config, withoutText(config, { kind, vocabSize }));
  const { parts } = tuned(objective.model, objective.heads, tuning);
  const tokens = corpusTokens(config, facts);
  const atLeast = (count: number): number => Math.max(count, objective.shape.seqLen + 2);
  return captureRun(
    {
      ...objective,
      state: trainingState(objective.model, training, parts),
      tokens: { train: atLeast(tokens.train), validation: atLeast(tokens.validation) },
      config: training,
    },
    limits,
  );
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
