// Recovery: a changed model trained on for a few steps with the run's own text and optimiser, under
// its pruning mask where it has one.
import type { GpuContext } from '../gpu/replay';
import { masked, maskArena, packMasks } from '../training/compress/maskArena';
import type { PruneMask } from '../training/compress/prune';
import { batchOffsets } from '../training/data/dataset';
import type { LanguageModel } from '../training/models/interfaces';
import type { TrainingConfig } from '../training/run/config';
import { trainingState } from '../training/run/state';
import { captureEvaluation, captureTraining } from '../training/run/stepProgram';
import { Trainer, type Corpora } from '../training/run/trainer';

export type Weights = Map<string, Float32Array<ArrayBuffer>>;

export interface Recovery {
  readonly context: GpuContext;
  readonly training: TrainingConfig;
  readonly corpora: Corpora;
  readonly steps: number;
  readonly signal: AbortSignal;
  readonly onStep: (done: number) => void;
}

/** Share of the run's own learning rate: the model is nearly there. */
const RATE_SHARE = 0.5;
/** Batches that the run itself has not seen in this order. */
const SEED_STEP = 0x5eed;

export async function recover(
  recovery: Recovery,
  model: LanguageModel,
  weights: Weights,
  masks: ReadonlyMap<string, PruneMask> | null,
): Promise<Weights> {
  const { context, corpora, steps, signal, onStep } = recovery;
  const rate = recovery.training.learning_rate * RATE_SHARE;
  const training: TrainingConfig = {
    ...recovery.training,
    max_steps: steps,
    learning_rate: rate,
    min_learning_rate: rate / 10,
    lr_scheduler_type: 'cosine',
    warmup_steps: 0,
    ema_decay: 0,
  };
  const plain = trainingState(model, training);
  const { parameters } = plain;
  const state = masks ? { ...plain, kept: maskArena(parameters) } : plain;
  const mask = masks && packMasks(parameters, masks);
  const seqLen = model.contextLength;
  const shape = { batch: training.per_device_train_batch_size, seqLen };
  const { limits } = context.open;
  const windowCount = corpora.train.length - seqLen;
  const windowsAStep = shape.batch * training.gradient_accumulation_steps;
  const packed = parameters.pack(weights);
  const trainer = await Trainer.create(context, {
    state,
    training: captureTraining(state, shape, corpora.train.length, training, limits),
    evaluation: captureEvaluation(state, { batch: 1, seqLen }, corpora.validation.length, limits),
    shape,
    evaluationShape: { batch: 1, seqLen },
    config: training,
    corpora,
    batchesOf: (step) => batchOffsets(training.seed + SEED_STEP, step, windowsAStep, windowCount),
    initialWeights: mask ? masked(packed, mask) : packed,
  });
  try {
    if (state.kept && mask) context.buffers.write(state.kept, mask);
    await trainer.train(
      steps,
      (done) => onStep((done.at(-1)?.step ?? 0) + 1),
      () => signal.aborted,
    );
    return await trainer.weights();
  } finally {
    trainer.destroy();
  }
}
