// What a run will cost, in exact bytes, before anything is allocated.
import type { Dispatch, KernelLimits } from '../../gpu/dispatch';
import { tooLarge } from '../../gpu/errors';
import { banksOf } from '../../gpu/plan';
import { costByComponent } from '../../training/models/cost';
import { exampleSetOf } from '../../training/data/examples/exampleSets';
import { examplesInEpoch } from '../../training/objectives/epoch';
import { runObjective } from '../../training/objectives/runObjective';
import { withoutText } from '../../training/objectives/vocabulary';
import type { BaseModel } from '../../training/models/baseModel';
import { onBase } from '../../training/run/tuning';
import type { RunConfig, TrainingConfig } from '../../training/run/config';
import type { ExamplesConfig } from '../../training/run/finetuningConfig';
import { updatesPerEpoch, withSteps } from '../../training/run/duration';
import { warmupStepsOf } from '../../training/run/learningRate';
import { captureRun, tunedRun, type CapturedRun } from '../../training/run/captureRun';
import { costOf, priceOf } from '../../training/run/stepProgram';
import { corpusTokens } from '../data/corpusSize';
import type { RunPlan, RunSteps } from '../protocol/run';
import type { CorpusFacts } from '../protocol/text';

function stepsOf(training: TrainingConfig, epoch: number | undefined): RunSteps {
  const { max_steps: total, warmup_steps, eval_steps, save_steps } = training;
  return {
    total,
    warmup: warmupStepsOf(warmup_steps, total),
    perEpoch: epoch === undefined ? null : updatesPerEpoch(training, epoch),
    eval: eval_steps,
    save: save_steps ?? null,
  };
}

/** `epoch`: examples in one; undefined where they have no end. */
export function planOf(
  { state, training, evaluation, shape, config }: CapturedRun,
  epoch: number | undefined,
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
    parts: costByComponent(state, training, evaluation),
    memory,
    totalBytes,
    unsharedBytes,
    dispatchesPerStep: dispatches,
    flopsPerStep: flops,
    tokensPerStep: shape.batch * shape.seqLen * training.repeated.times,
    steps: stepsOf(config, epoch),
  };
}

/** @throws BenchtopError where the model can't be built, MemoryError where the adapter can't hold it */
export function planRun(
  wanted: RunConfig,
  facts: CorpusFacts,
  limits: KernelLimits,
  base?: PlannedBase,
): RunPlan {
  const { run, epoch } = capturePlanned(wanted, facts, limits, base);
  checkBuffers([run.training.dispatches, run.evaluation.dispatches], limits);
  return planOf(run, epoch);
}

type PlannedBase = Pick<BaseModel, 'config' | 'tokenizer' | 'vocabSize'>;

/** The programs of a run whose text has not been read: its length is known or estimated. */
export function capturePlanned(
  wanted: RunConfig,
  facts: CorpusFacts,
  limits: KernelLimits,
  base?: PlannedBase,
): { run: CapturedRun; epoch: number | undefined } {
  const based = onBase(wanted, base);
  const tokenizer = base?.tokenizer ?? { kind: based.tokenizer.kind, vocabSize: facts.vocabSize };
  const text = withoutText(based, tokenizer, { rows: base?.vocabSize });
  const tokens = corpusTokens(based, facts);
  const epoch = plannedEpoch(based, text.seed, tokens.train);
  const config = withSteps(based.training, epoch);
  const objective = runObjective({ ...based, training: config }, text);
  const atLeast = (count: number) => ({ length: Math.max(count, objective.shape.seqLen + 2) });
  const corpora = { train: atLeast(tokens.train), validation: atLeast(tokens.validation) };
  const { run } = tunedRun(objective, { training: config, tuning: based.tuning }, corpora);
  return { run: captureRun(run, limits), epoch };
}

/** As far as it is known before the examples are read. */
function plannedEpoch(config: RunConfig, seed: number, trainTokens: number): number | undefined {
  const { corpus, examples, more_examples: more = [] } = config.data;
  const train = { from: 0, to: trainTokens };
  return examplesInEpoch(config, {
    seed,
    sources: [{ id: corpus, train, validation: train }],
    schedule: [{ text: 0, fromStep: 0, share: 1 }],
    examples: examples && plannedCount(examples),
    exampleCounts: new Map(
      [...(examples ? [examples] : []), ...more].map((one) => [one.set, plannedCount(one)]),
    ),
  });
}

function plannedCount(examples: ExamplesConfig): number | undefined {
  const { per_class: perClass, train } = examples;
  const classes = exampleSetOf(examples)?.labels.length;
  return perClass && classes ? perClass * classes : train;
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
