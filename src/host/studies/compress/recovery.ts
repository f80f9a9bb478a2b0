// Recovery: a changed model trained on for a few steps with the run's own text and optimizer, under
// its pruning mask where it has one, from a teacher where there is one. Gradual pruning is a recovery
// during which the mask grows (Zhu and Gupta 2017).
import type { ComputeContext } from '../../../gpu/compute';
import { masked, maskArena, packMasks } from '../../../training/compress/maskArena';
import { prunedShareAt } from '../../../training/compress/prune';
import { pruneMasks, type Masks, type PruneRule } from '../../../training/compress/pruneModel';
import { batchOffsets } from '../../../training/data/dataset';
import {
  distilled,
  type SoftTargets,
} from '../../../training/objectives/distillation/distillation';
import { ParameterSet, type Weights } from '../../../training/parameters';
import { captureRun, windowRun } from '../../../training/run/captureRun';
import type { TrainingConfig } from '../../../training/run/config';
import { nextTokens } from '../../../training/run/objective';
import { lookUp, trainingState, type TrainingState } from '../../../training/run/state';
import { Trainer } from '../../../training/run/trainer';
import type { Corpora } from '../../../training/run/trainerSetup';
import type { Trained } from './variants';

export interface Recovery {
  readonly context: ComputeContext;
  readonly training: TrainingConfig;
  readonly corpora: Corpora;
  readonly steps: number;
  /** Of the run's learning rate. */
  readonly rateShare: number;
  readonly signal: AbortSignal;
  readonly onStep: (done: number) => void;
  /** What is pruned already, and stays so. */
  readonly masks: Masks | null;
  /** What is to be pruned by the time that half of the steps are done. */
  readonly prune?: PruneRule;
  readonly teacher?: Pick<Trained, 'model' | 'weights'>;
}

/** Batches that the run itself has not seen in this order. */
const SEED_STEP = 0x5eed;
const SOFT: SoftTargets = { temperature: 2, alpha: 0.1, form: 'kl' };
const PRUNED_BY = 0.5;
const PRUNE_UPDATES = 8;

export async function recover(
  recovery: Recovery,
  { model, weights }: Pick<Trained, 'model' | 'weights'>,
): Promise<Weights> {
  const { context, steps, signal, onStep, masks, prune, teacher } = recovery;
  const training = trainingOf(recovery);
  const plain = trainingState(model, training);
  const { parameters } = plain;
  const state = masks || prune ? { ...plain, mask: maskArena(parameters) } : plain;
  const packed = parameters.pack(weights);
  const mask = packMasks(parameters, masks ?? new Map());
  const trainer = await trainerOf(recovery, state, training, teacher, masked(packed, mask));
  const go = (until: number): Promise<void> =>
    trainer.train(
      until,
      (done) => onStep((done.at(-1)?.step ?? 0) + 1),
      () => signal.aborted,
    );
  try {
    if (state.mask) context.buffers.write(state.mask, mask);
    for (const { step, amount } of prune ? updatesOf(prune, steps) : []) {
      await go(step);
      if (signal.aborted) break;
      const found = pruneMasks(model.parameters, await trainer.weights(), { ...prune!, amount });
      context.buffers.write(state.mask!, packMasks(parameters, found));
    }
    await go(steps);
    return await trainer.weights();
  } finally {
    trainer.destroy();
  }
}

/** When the mask grows, and to which share. The step behind each sets the pruned weights to 0. */
function updatesOf({ amount }: PruneRule, steps: number): { step: number; amount: number }[] {
  const end = Math.floor(steps * PRUNED_BY);
  const every = Math.max(1, Math.floor(end / PRUNE_UPDATES));
  const plan = { amount, begin: 0, end, every };
  return Array.from({ length: Math.max(1, Math.ceil(end / every)) }, (_, i) => {
    const step = Math.min(end, (i + 1) * every);
    return { step, amount: prunedShareAt(step, plan) };
  });
}

function trainingOf({ training, steps, rateShare }: Recovery): TrainingConfig {
  const rate = training.learning_rate * rateShare;
  return {
    ...training,
    max_steps: steps,
    learning_rate: rate,
    min_learning_rate: rate / 10,
    lr_scheduler_type: 'cosine',
    warmup_steps: 0,
    ema_decay: 0,
  };
}

function trainerOf(
  { context, corpora }: Recovery,
  state: TrainingState,
  training: TrainingConfig,
  teacher: Recovery['teacher'],
  initialWeights: Float32Array<ArrayBuffer>,
): Promise<Trainer> {
  const { model } = state;
  const { per_device_train_batch_size: batch, gradient_accumulation_steps: times } = training;
  const windowCount = corpora.train.length - model.contextLength;
  const distillation = teacher && teacherOf(teacher);
  const minimized = distillation
    ? distilled(model, distillation.source, SOFT, batch)
    : nextTokens(model, batch);
  const run = windowRun(model, state, minimized, 1, { corpora, config: training });
  return Trainer.create(context, {
    ...captureRun(run, context.open.limits),
    corpora,
    batchesOf: (step) => batchOffsets(training.seed + SEED_STEP, step, batch * times, windowCount),
    initialWeights,
    fixed: distillation && [distillation.fixed],
  });
}

/** Runs inside the student's step. */
function teacherOf({ model, weights }: NonNullable<Recovery['teacher']>) {
  const set = new ParameterSet(model.parameters);
  return {
    source: { kind: 'model', model, parameter: lookUp(set) } as const,
    fixed: { view: set.weights, data: set.pack(weights) },
  };
}
