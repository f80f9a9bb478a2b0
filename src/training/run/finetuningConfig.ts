// What a run starts from, what of it is trained, and the examples that it learns from, as config.
import { z } from 'zod';

const positive = z.number().int().positive();

/** As `BaseRef`. */
export const baseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), runId: z.string() }),
  z.object({ kind: z.literal('kept'), id: z.string() }),
  z.object({ kind: z.literal('loaded'), id: z.string() }),
  z.object({ kind: z.literal('ready'), id: z.string() }),
]);

/** INT8 has a scale a channel, INT4 one for each group of 32 weights. */
const quantization = z.enum(['int8', 'int4']);

/** Names are PEFT's where it has them. */
export const finetuningSchema = z.discriminatedUnion('method', [
  /** With `fake_quantize` layers compute with weights that are rounded as packing rounds them (QAT). */
  z.object({ method: z.literal('full'), fake_quantize: quantization.optional() }),
  /** The last blocks, and what comes after them. */
  z.object({
    method: z.literal('last_blocks'),
    blocks: positive.max(96),
    fake_quantize: quantization.optional(),
  }),
  /** Only what comes after the blocks. */
  z.object({ method: z.literal('head') }),
  z.object({
    method: z.literal('lora'),
    r: positive.max(1024),
    lora_alpha: z.number().positive().max(10_000),
    lora_dropout: z.number().min(0).lt(1).optional(),
    /** Scale by lora_alpha / sqrt(r) instead of lora_alpha / r. */
    use_rslora: z.boolean().optional(),
    /** Magnitude and direction apart (DoRA). */
    use_dora: z.boolean().optional(),
    /** The layers of the frozen model stay packed (QLoRA). */
    quantization: quantization.optional(),
    /** Ends of module names, e.g. `c_attn`; every layer inside the blocks where left out. */
    target_modules: z.array(z.string().min(1)).min(1).optional(),
  }),
]);

/** Which of the user's texts or sets it was: found again by its content, whatever it is called. */
export const contentSchema = z.object({
  name: z.string().max(255),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const examplesSchema = z.object({
  /** A built-in dataset, or `own_examples`: the user's. */
  set: z.string(),
  /** How many there are to learn from and to be measured on. */
  train: positive.max(1_000_000).optional(),
  validation: positive.max(1_000_000).optional(),
  /** Few-shot: so many of each class, whatever `train` says. */
  per_class: positive.max(100_000).optional(),
  /** Which examples are drawn; data.seed where left out. */
  seed: z.number().int().optional(),
  /** The user's own, as a run found it. */
  content: contentSchema.optional(),
});

export type ContentId = z.infer<typeof contentSchema>;
export type Quantization = z.infer<typeof quantization>;
export type FinetuningConfig = z.infer<typeof finetuningSchema>;
export type ExamplesConfig = z.infer<typeof examplesSchema>;
