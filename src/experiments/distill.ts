// "Distill GPT-2 into a 512-wide, 6-layer, 8-head student, then INT8 all linear layers", scaled to the
// adapter: the probe sizes the teacher, the student is half as deep and two thirds as wide. Students
// read a small part of the teacher's text, which is where a teacher has something to add.
import type { DistillConfigInput } from '../training/objectives/distillation/distillConfig';
import type { RunConfigInput } from '../training/run/config';
import { STORY } from './story';
import {
  fineTuning,
  LISTING_BATCH,
  LISTING_EPOCHS,
  pretraining,
  METHOD_DEFAULTS,
  type FinetuneCorpus,
  type FinetuneSize,
} from './finetune';

export interface DistillExperiment {
  readonly id: string;
  readonly teacherRun: RunConfigInput;
  /** What a classifier starts from. */
  readonly pretrain?: RunConfigInput;
  readonly distill: DistillConfigInput;
}

export const DISTILL_STORY: DistillExperiment = {
  id: 'distill-story',
  teacherRun: { ...STORY.config, name: 'Teacher' },
  distill: {
    version: 1,
    tokens: 8192,
    alpha: 0.1,
    training: {
      per_device_train_batch_size: 16,
      max_steps: 300,
      learning_rate: 5e-3,
      min_learning_rate: 5e-4,
      warmup_steps: 20,
      eval_steps: 50,
    },
  },
};

/** Tokens that students read where the device is slow, and elsewhere; the reference script names none. */
const LISTING_TOKENS = { small: 512, large: 65_536 } as const;

/** The reference script as it stands: 6 × 512 with 8 heads, soft targets alone at T = 10, plainly. */
export const distillListing = (size: FinetuneSize): DistillConfigInput => ({
  version: 1,
  student_layers: 6,
  student_width: 512,
  student_heads: 8,
  tokens: LISTING_TOKENS[size],
  temperature: 10,
  alpha: 0,
  form: 'plain',
  seeds: [1],
  training: {
    per_device_train_batch_size: 8,
    num_train_epochs: 10,
    // Its epochs decide.
    max_steps: 1,
    learning_rate: 1e-4,
    lr_scheduler_type: 'constant',
    eval_steps: 0.5,
  },
});

/** Sets of the box whose examples have classes, with the text that their classifier reads first. */
export const CLASS_SETS = {
  reviews: 'reviews',
  reviews_zh: 'reviews_zh',
  finance: 'finance_briefs',
} as const;
export type ClassSet = keyof typeof CLASS_SETS;
export const isClassSet = (id: string): id is ClassSet => Object.hasOwn(CLASS_SETS, id);

export const LABELED = 256;
const HELD_OUT = 384;

/** The listing's classifier of reviews becomes a smaller one; reviews without a label are plenty. */
export function distillClassifier(
  set: ClassSet,
  size: FinetuneSize,
  labeled = LABELED,
): DistillExperiment {
  const corpus: FinetuneCorpus = CLASS_SETS[set];
  return {
    id: `distill-${set}`,
    pretrain: pretraining(corpus, size),
    teacherRun: fineTuning('Classifier', {
      corpus,
      size,
      set,
      train: labeled,
      steps: LISTING_EPOCHS * Math.ceil(labeled / LISTING_BATCH),
      validation: HELD_OUT,
      objective: { kind: 'classify' },
      training: { warmup_steps: 5, weight_decay: 0.01 },
      ...METHOD_DEFAULTS.full,
    }),
    distill: {
      version: 1,
      unlabeled: 2048,
      alpha: 0.1,
      training: {
        per_device_train_batch_size: 16,
        max_steps: 400,
        learning_rate: 3e-3,
        min_learning_rate: 3e-4,
        warmup_steps: 20,
        eval_steps: 50,
      },
    },
  };
}
