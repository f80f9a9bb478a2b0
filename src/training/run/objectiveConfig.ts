// What a run minimizes, as config: one objective, or a weighted set of them at once (multi-task).
// What is left out has the usual value: objectives/runObjective.ts.
import { z } from 'zod';

const positive = z.number().int().positive();
/** Strictly between nothing and all. */
const fraction = z.number().gt(0).lt(1);

const augmentationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token_dropout'), probability: fraction }),
  z.object({ kind: z.literal('masking'), probability: fraction }),
  z.object({ kind: z.literal('span_shuffle'), span_length: positive.max(64) }),
  z.object({ kind: z.literal('sentence_permutation') }),
  z.object({ kind: z.literal('back_off_noise'), probability: fraction }),
]);

const algorithmSchema = z.discriminatedUnion('task', [
  z.object({
    task: z.enum(['copy', 'reverse', 'sort']),
    symbols: positive.max(26),
    length: positive.max(64),
  }),
  z.object({ task: z.literal('addition'), digits: positive.max(9) }),
  z.object({ task: z.literal('modular_addition'), modulus: positive.min(2).max(997) }),
  z.object({ task: z.literal('brackets'), kinds: positive.max(3), length: positive.max(64) }),
  z.object({ task: z.literal('recall'), keys: positive.max(26), pairs: positive.max(26) }),
]);

/** Which of a sequence's last states stand for it: the last, their mean, the first. */
const poolingSchema = z.enum(['last', 'mean', 'cls']);

const common = {
  weight: z.number().positive().max(1000).optional(),
  /** The corpus that this objective reads, where it is not the one that the run is reading. */
  corpus: z.string().optional(),
};

const augmented = {
  ...common,
  /** Of what is read in training, one after the other; evaluations read the text as it is. */
  augmentations: z.array(augmentationSchema).min(1).optional(),
};

const ofExamples = {
  ...augmented,
  /** The set that this objective reads, where it is not the run's first. */
  examples: z.string().optional(),
};

export const objectiveSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('causal_lm'), ...augmented }),
  z.object({
    kind: z.literal('masked_lm'),
    ...augmented,
    mlm_probability: fraction.optional(),
    whole_words: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('next_sentence'), ...common }),
  z.object({
    kind: z.literal('contrastive'),
    ...common,
    temperature: z.number().positive().max(10).optional(),
    /** Both views are made with these, one after the other. */
    augmentations: z.array(augmentationSchema).min(1),
  }),
  z.object({
    kind: z.literal('span_corruption'),
    ...augmented,
    noise_density: fraction.optional(),
    mean_noise_span_length: z.number().min(1).max(32).optional(),
  }),
  z.object({
    kind: z.literal('algorithm'),
    ...common,
    /** Of all examples; of an endless task, of all prompts by their hash. */
    train_share: fraction.optional(),
    algorithm: algorithmSchema,
  }),
  /** A class for each example of a set. */
  z.object({ kind: z.literal('classify'), ...ofExamples, pooling: poolingSchema.optional() }),
  /** The answer of each example of a set, from its prompt. */
  z.object({
    kind: z.literal('answer'),
    ...ofExamples,
    /** Tokens of an answer that is written behind an encoder; max_length where left out. */
    max_target_length: positive.optional(),
  }),
  /** Which of two answers to a prompt is preferred (DPO); names are those of TRL's DPOConfig. */
  z.object({
    kind: z.literal('dpo'),
    ...common,
    beta: z.number().positive().max(1000).optional(),
    label_smoothing: z.number().min(0).lt(0.5).optional(),
  }),
]);

export type AugmentationConfig = z.infer<typeof augmentationSchema>;
export type AlgorithmConfig = z.infer<typeof algorithmSchema>;
export type ObjectiveConfig = z.infer<typeof objectiveSchema>;
