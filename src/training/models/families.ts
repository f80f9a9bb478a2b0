// What is true of a family whatever its sizes: one entry each, which the compiler asks for.
import type { ModelConfig } from '../run/config';

type Family = ModelConfig['family'];

interface FamilyTraits {
  /** A decoder continues texts; an encoder sees a whole sequence at once. */
  readonly kind: 'decoder' | 'encoder' | 'encoder_decoder';
  /** Layers are alike: groups of them can use the same weights. */
  readonly hasLikeLayers?: true;
  /** Positions are rotary in every layer: no weight depends on the context length. */
  readonly isRotary?: true;
}

export const FAMILIES: { readonly [F in Family]: FamilyTraits } = {
  gpt: { kind: 'decoder', hasLikeLayers: true },
  llama: { kind: 'decoder', hasLikeLayers: true, isRotary: true },
  recurrent: { kind: 'decoder' },
  convolution: { kind: 'decoder' },
  blocks: { kind: 'decoder' },
  bert: { kind: 'encoder', hasLikeLayers: true },
  distilbert: { kind: 'encoder', hasLikeLayers: true },
  t5: { kind: 'encoder_decoder', hasLikeLayers: true },
};

export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly Family[];

/** Sees a whole sequence at once and does not continue it. */
export const isEncoderFamily = (family: Family): boolean => FAMILIES[family].kind === 'encoder';

/** Has an output layer that says which token a mask hides. */
export const fillsMasks = (config: ModelConfig): boolean =>
  'masked_lm_head' in config && config.masked_lm_head;

/** Reads one text and writes another. */
export const isEncoderDecoderFamily = (family: Family): boolean =>
  FAMILIES[family].kind === 'encoder_decoder';

/** Continues texts. */
export const isGenerativeFamily = (family: Family): boolean => FAMILIES[family].kind === 'decoder';

const OWN_KINDS = {
  decoder: 'causal_lm',
  encoder: 'masked_lm',
  encoder_decoder: 'span_corruption',
} as const;

/** The objective that a model of this family is pretrained with. */
export const ownKind = (family: Family): (typeof OWN_KINDS)[FamilyTraits['kind']] =>
  OWN_KINDS[FAMILIES[family].kind];
