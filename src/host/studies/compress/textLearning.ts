// A language model is trained on with the run's own text.
import { batchOffsets } from '../../../training/data/dataset';
import { distilled } from '../../../training/objectives/distillation/distillation';
import type { LanguageModel } from '../../../training/models/interfaces';
import { ParameterSet } from '../../../training/parameters';
import { windowRun } from '../../../training/run/captureRun';
import type { TrainingConfig } from '../../../training/run/config';
import { nextTokens } from '../../../training/run/objective';
import { lookUp } from '../../../training/run/state';
import type { Corpora } from '../../../training/run/trainerSetup';
import { SOFT, type Learning, type Lesson } from './learning';

/** Batches that the run itself has not seen in this order. */
const SEED_STEP = 0x5eed;

interface Reading {
  readonly training: TrainingConfig;
  readonly corpora: Corpora;
}

export const textLearning = ({ training: ofRun, corpora }: Reading): Learning<LanguageModel> => ({
  training: ofRun,
  prepare({ state, training, teacher }) {
    const { model } = state;
    const { per_device_train_batch_size: batch, gradient_accumulation_steps: times } = training;
    const windowCount = corpora.train.length - model.contextLength;
    const distillation = teacher && teacherOf(teacher);
    const minimized = distillation
      ? distilled(model, distillation.source, SOFT, batch)
      : nextTokens(model, batch);
    return {
      run: windowRun(model, state, minimized, 1, { corpora, config: training }),
      corpora,
      batchesOf: (step) =>
        batchOffsets(training.seed + SEED_STEP, step, batch * times, windowCount),
      fixed: distillation && [distillation.fixed],
    };
  },
});

/** Runs inside the student's step. */
function teacherOf({ model, weights }: NonNullable<Lesson<LanguageModel>['teacher']>) {
  const set = new ParameterSet(model.parameters);
  return {
    source: { kind: 'model', model, parameter: lookUp(set) } as const,
    fixed: { view: set.weights, data: set.pack(weights) },
  };
}
