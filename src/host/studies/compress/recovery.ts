// Recovery: a changed model trained on for a few steps with the run's own text or examples and its optimizer, under
// its pruning mask where it has one, from a teacher where there is one. Gradual pruning is a recovery
// during which the mask grows (Zhu and Gupta 2017).
import type { ComputeContext } from '../../../gpu/compute';
import { masked, maskArena, packMasks } from '../../../training/compress/maskArena';
import { prunedShareAt } from '../../../training/compress/prune';
import { pruneMasks, type Masks, type PruneRule } from '../../../training/compress/pruneModel';
import type { Model } from '../../../training/models/interfaces';
import type { Weights } from '../../../training/parameters';
import { captureRun } from '../../../training/run/captureRun';
import type { TrainingConfig } from '../../../training/run/config';
import { trainingState } from '../../../training/run/state';
import { Trainer } from '../../../training/run/trainer';
import type { Learning, Lesson } from './learning';
import type { Trained } from './variants';

export interface Recovery<M extends Model> extends Pick<Lesson<M>, 'teacher'> {
  readonly context: ComputeContext;
  readonly learning: Learning<M>;
  readonly steps: number;
  /** Of the run's learning rate. */
  readonly rateShare: number;
  readonly signal: AbortSignal;
  readonly onStep: (done: number) => void;
  /** What is pruned already, and stays so. */
  readonly masks: Masks | null;
  /** What is to be pruned by the time that half of the steps are done. */
  readonly prune?: PruneRule | undefined;
}

const PRUNED_BY = 0.5;
const PRUNE_UPDATES = 8;

export async function recover<M extends Model>(
  recovery: Recovery<M>,
  piece: Pick<Trained<M>, 'config' | 'model' | 'weights'>,
): Promise<Weights> {
  const { context, learning, steps, signal, onStep, masks, prune, teacher } = recovery;
  const { model, weights } = piece;
  const training = trainingOf(recovery);
  const plain = trainingState(model, training);
  const { parameters } = plain;
  const state = masks || prune ? { ...plain, mask: maskArena(parameters) } : plain;
  const packed = parameters.pack(weights);
  const mask = packMasks(parameters, masks ?? new Map());
  const { run, ...setup } = learning.prepare({ pupil: piece, state, training, teacher });
  const trainer = await Trainer.create(context, {
    ...captureRun(run, context.open.limits),
    ...setup,
    initialWeights: masked(packed, mask),
  });
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

function trainingOf({
  learning: { training },
  steps,
  rateShare,
}: Pick<Recovery<Model>, 'learning' | 'steps' | 'rateShare'>): TrainingConfig {
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
