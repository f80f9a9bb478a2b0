// RunConfig: everything that decides a run, as one versioned object.
// Hyper-parameter names follow Hugging Face's TrainingArguments where it has them.
import { z } from 'zod';
import {
  bertSchema,
  blocksSchema,
  convolutionSchema,
  distilbertSchema,
  gptSchema,
  llamaSchema,
  recurrentSchema,
  t5Schema,
} from './modelConfig';
import { objectiveSchema } from './objectiveConfig';
import { baseSchema, contentSchema, examplesSchema, finetuningSchema } from './finetuningConfig';

const positive = z.number().int().positive();
const share = z.number().min(0).max(1);
/** What averages keep a step: with 1 nothing new would come in. */
const belowOne = z.number().min(0).lt(1);
/** Steps between two events; below 1: a share of all steps. */
const interval = z
  .number()
  .positive()
  .refine((steps) => steps < 1 || Number.isInteger(steps));
const strategy = z.enum(['no', 'steps', 'epoch']);
const OPTIMIZERS = ['adamw', 'sgd', 'lion', 'muon', 'adafactor'] as const;

export const modelSchema = z.discriminatedUnion('family', [
  gptSchema,
  llamaSchema,
  recurrentSchema,
  convolutionSchema,
  blocksSchema,
  bertSchema,
  distilbertSchema,
  t5Schema,
]);

export const tokenizerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('char') }),
  z.object({ kind: z.literal('byte') }),
  z.object({ kind: z.literal('bpe'), vocab_size: positive.min(257).max(65_536) }),
  z.object({ kind: z.literal('wordpiece'), vocab_size: positive.min(257).max(65_536) }),
]);

/** Characters of a generated text, which is written into memory before it is read. */
export const MOST_CHARS = 100_000_000;
const text = {
  /** A built-in corpus, e.g. `story`; or `own_file`: the user's own text. */
  corpus: z.string(),
  /** Characters to generate; for grammar corpora only. */
  size_chars: positive.max(MOST_CHARS).optional(),
};
/** Of the sequences, among the texts that are read from the same step on; 1 where left out. */
const mixed = z.number().positive().max(1e6).optional();

export const dataSchema = z.object({
  ...text,
  share: mixed,
  validation_share: share.default(0.1),
  seed: z.number().int().default(1),
  /** The text itself where it is not built in, as a run found it. */
  content: contentSchema.optional(),
  /** Labeled or answered examples, beside the text. */
  examples: examplesSchema.optional(),
  /** Further sets, each for the objectives that name it (multi-task). */
  more_examples: z.array(examplesSchema).min(1).optional(),
  /** Further texts: those that are read in turn or mixed (textSchedule.ts), or what single objectives of a set read. */
  more: z
    .array(
      z.object({
        ...text,
        share: mixed,
        /** Read from this step on, in place of those before; below 1: a share of max_steps. */
        from_step: z.number().min(0).optional(),
      }),
    )
    .optional(),
  /** The base's own text: only what is held out of it is read, to measure what is forgotten. */
  general: z
    .object({ ...text, validation_share: share.optional(), seed: z.number().int().optional() })
    .optional(),
});

export const trainingSchema = z.object({
  per_device_train_batch_size: positive.max(4096),
  /** Batches whose gradients are added before one update. */
  gradient_accumulation_steps: positive.max(1024).default(1),
  max_steps: positive.max(10_000_000),
  /** Passes over the run's examples, or the windows of its text; decides max_steps where it is given. */
  num_train_epochs: z.number().positive().max(10_000).optional(),
  /** The last incomplete batch of an epoch does not count. */
  dataloader_drop_last: z.boolean().optional(),
  /** When the log gets a line; every `logging_steps` where left out. */
  logging_strategy: strategy.optional(),
  /** Steps between two lines of the log. Below 1: a share of max_steps. */
  logging_steps: interval.optional(),
  /** Longest sequence in tokens, where that is less than the model can take. */
  max_length: positive.optional(),
  learning_rate: z.number().positive().max(10),
  min_learning_rate: z.number().min(0).default(0),
  lr_scheduler_type: z
    .enum(['constant', 'linear', 'cosine', 'warmup_stable_decay'])
    .default('cosine'),
  /** Below 1: a share of max_steps, rounded up. */
  warmup_steps: z.number().min(0).default(0),
  /** The falling end of warmup_stable_decay. Below 1: a share of max_steps. */
  num_decay_steps: z.number().min(0).default(0.2),
  optim: z.enum(OPTIMIZERS).default('adamw'),
  weight_decay: z.number().min(0).default(0.1),
  /** Of Adam, Lion, and the AdamW beside Muon. */
  adam_beta1: belowOne.default(0.9),
  adam_beta2: belowOne.default(0.99),
  adam_epsilon: z.number().positive().default(1e-8),
  /** Of SGD and Muon. */
  momentum: belowOne.default(0.9),
  nesterov: z.boolean().default(false),
  /** Rounds of Newton-Schulz in Muon. */
  ns_steps: positive.max(20).default(5),
  /** Of the AdamW that takes what Muon leaves: embeddings, heads, biases, norms. */
  aux_learning_rate: z.number().positive().max(10).default(3e-4),
  aux_weight_decay: z.number().min(0).default(0),
  /** Adafactor: steps relative to the size of the parameters. */
  scale_parameter: z.boolean().default(false),
  /** Decay of the moving average of the weights; 0 keeps none. */
  ema_decay: belowOne.default(0),
  /** Evaluate and sample with the average, where there is one. */
  use_ema: z.boolean().default(true),
  /** 0 turns clipping off. */
  max_grad_norm: z.number().min(0).default(1),
  seed: z.number().int().default(1337),
  /** Compute activations again in the backward pass: less memory, about a third more work. */
  gradient_checkpointing: z.boolean().optional(),
  /** When held-out evaluations are made, beside those at the start and the end; every `eval_steps` where left out. */
  eval_strategy: strategy.optional(),
  /** Steps between held-out evaluations, and windows in each. Below 1: a share of max_steps. */
  eval_steps: interval.default(50),
  eval_windows: positive.default(64),
  save_strategy: strategy.optional(),
  /** Steps between two checkpoints; where left out, held-out evaluations make them, seconds apart. Below 1: a share of max_steps. */
  save_steps: interval.optional(),
});

const sampleSchema = z.object({
  every_steps: positive.default(50),
  max_new_tokens: positive.max(4096).default(160),
  temperature: z.number().min(0).max(5).default(0.8),
  top_k: z.number().int().min(0).default(0),
  prompt: z.string().default('\n'),
});

export const runConfigSchema = z.object({
  version: z.literal(1),
  name: z.string().min(1).max(120),
  model: modelSchema,
  tokenizer: tokenizerSchema,
  data: dataSchema,
  /** Causal language modelling where left out. */
  objectives: z.array(objectiveSchema).min(1).optional(),
  /** The run starts from this model, which decides `model` and `tokenizer`. */
  base: baseSchema.optional(),
  /** It was distilled from this model: for the record alone. */
  teacher: baseSchema.optional(),
  /** What of the model is trained; all of it where left out. */
  tuning: finetuningSchema.optional(),
  training: trainingSchema,
  sample: sampleSchema,
});

export type ModelConfig = z.infer<typeof modelSchema>;
export type DataConfig = z.infer<typeof dataSchema>;
export type DataConfigInput = z.input<typeof dataSchema>;
export type TokenizerConfig = z.infer<typeof tokenizerSchema>;
export type TrainingConfig = z.infer<typeof trainingSchema>;
export type RunConfig = z.infer<typeof runConfigSchema>;
/** What a person or an experiment file writes: defaults may be left out. */
export type RunConfigInput = z.input<typeof runConfigSchema>;
