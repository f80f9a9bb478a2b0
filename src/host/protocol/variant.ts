// A variant of a model: the stages that it goes through, in order.
import { z } from 'zod';
import { baseSchema } from '../../training/run/finetuningConfig';
import type { DeviceKind } from './device';

const share = z.number().gt(0).lt(1);
/** A tenth of the run's own where left out. */
const steps = z.number().int().positive().max(100_000).optional();
/** Of the run's learning rate: little where little is missing, more where the model has to find itself again. */
const rate = z.number().positive().max(1).default(0.5);

const stageSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('int8'),
    activations: z.enum(['float', 'int8']).default('float'),
    scales: z.enum(['tensor', 'channel']).default('channel'),
    embeddings: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('int4'),
    group: z.literal([32, 64, 128]).default(32),
    asymmetric: z.boolean().default(false),
  }),
  /** Halves, in every matrix. */
  z.strictObject({ kind: z.literal('f16') }),
  /** Each matrix as a product of two: a share of its weights, a rank, or a share of its energy stays. */
  z.strictObject({
    kind: z.literal('low_rank'),
    by: z.enum(['weights', 'rank', 'energy']).default('weights'),
    amount: z.number().positive().default(0.5),
  }),
  /** `n_m`: of every four neighbors, 4 · amount go. `gradual`: trained while they go. */
  z.strictObject({
    kind: z.literal('prune'),
    how: z.enum(['each', 'global', 'n_m']).default('each'),
    amount: share.default(0.2),
    schedule: z.enum(['once', 'gradual']).default('once'),
    steps,
  }),
  /** Heads, and as large a share of the MLP's neurons, go. */
  z.strictObject({ kind: z.literal('heads'), share: share.default(0.5) }),
  z.strictObject({ kind: z.literal('layers'), share: share.default(0.5) }),
  /** Layers in so many groups use the weights of the first of each. */
  z.strictObject({ kind: z.literal('share_layers'), groups: z.number().int().positive().max(96) }),
  /** `distill`: recovery with the first model as the teacher. */
  z.strictObject({ kind: z.enum(['recover', 'distill']), steps, rate }),
]);

export type Stage = z.output<typeof stageSchema>;
export type StageKind = Stage['kind'];

export const stagesSchema = z.array(stageSchema).max(12);

export const variantSchema = z.strictObject({
  id: z.string().min(1),
  /** The model that goes through the stages; the comparison's own where left out. */
  base: baseSchema.optional(),
  /** Where it runs; on the lab's own device where left out. */
  place: z.enum(['gpu', 'cpu']).optional(),
  stages: stagesSchema,
});

export type VariantSpec = z.output<typeof variantSchema>;
/** With defaults for whatever is left out. */
export type VariantSpecInput = z.input<typeof variantSchema>;

/** What tells a variant from the others. */
export interface Named {
  readonly stages: readonly Stage[];
  /** Without stages: its file has it packed or in factors, and so it runs. */
  readonly isStored?: boolean | undefined;
  /** Where it was to run, if that was said. */
  readonly place?: DeviceKind | undefined;
  /** Name of the model, where that is not the comparison's own. */
  readonly model?: string | null;
}

/**
 * `executed`: it ran in that form. `emulated`: it ran with the same integers, without the adapter's
 * instruction for them. `storage`: smaller on disk alone; it runs like FP32.
 */
export type Honesty = 'executed' | 'emulated' | 'storage';
