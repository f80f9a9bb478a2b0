// A variant of a model: the stages that it goes through, in order.
import type { BaseRef } from '../../training/models/baseModel';

export type Stage =
  | {
      readonly kind: 'int8';
      readonly activations: 'float' | 'int8';
      readonly scales: 'tensor' | 'channel';
      readonly embeddings: boolean;
    }
  | { readonly kind: 'int4'; readonly group: 32 | 64 | 128; readonly asymmetric: boolean }
  /** Halves, in every matrix. */
  | { readonly kind: 'f16' }
  /** Each matrix as a product of two: a share of its weights, a rank, or a share of its energy stays. */
  | {
      readonly kind: 'low_rank';
      readonly by: 'weights' | 'rank' | 'energy';
      readonly amount: number;
    }
  /** `n_m`: of every four neighbors, 4 · amount go. `gradual`: trained while they go. */
  | {
      readonly kind: 'prune';
      readonly how: 'each' | 'global' | 'n_m';
      readonly amount: number;
      readonly schedule: 'once' | 'gradual';
      /** A tenth of the run's own where left out. */
      readonly steps?: number | undefined;
    }
  /** Heads, and as large a share of the MLP's neurons, go. */
  | { readonly kind: 'heads'; readonly share: number }
  | { readonly kind: 'layers'; readonly share: number }
  /** Layers in so many groups use the weights of the first of each. */
  | { readonly kind: 'share_layers'; readonly groups: number }
  /** `rate`: of the run's learning rate. `distill`: recovery with the first model as the teacher. */
  | {
      readonly kind: 'recover' | 'distill';
      readonly steps?: number | undefined;
      readonly rate: number;
    };

export type StageKind = Stage['kind'];

/** With defaults for whatever is left out. */
export type StageInput = Stage extends infer One
  ? One extends { kind: 'share_layers' }
    ? One
    : One extends Stage
      ? Pick<One, 'kind'> & { readonly [Key in keyof One]?: One[Key] | undefined }
      : never
  : never;

/** Where it runs. */
export type Place = 'gpu' | 'cpu';

export interface VariantSpec {
  readonly id: string;
  /** The model that goes through the stages; the comparison's own where left out. */
  readonly base?: BaseRef | undefined;
  readonly place: Place;
  readonly stages: Stage[];
}

export interface VariantSpecInput extends Pick<VariantSpec, 'id' | 'base'> {
  readonly place?: Place | undefined;
  readonly stages: StageInput[];
}

/** What tells a variant from the others. */
export interface Named {
  readonly stages: readonly Stage[];
  readonly place?: Place;
  /** Name of the model, where that is not the comparison's own. */
  readonly model?: string | null;
}

/**
 * `executed`: it ran in that form. `emulated`: it ran with the same integers, without the adapter's
 * instruction for them. `storage`: smaller on disk alone; it runs like FP32.
 */
export type Honesty = 'executed' | 'emulated' | 'storage';
