// Rotary positions in config.json, as older and newer files write them.
import { each, type Fields } from './configCommon';
import { honoured, ignored, refused, type FieldTable } from './fieldTable';

const wholeHead = refused(
  'Rotary embeddings cover the whole head, as in the transformers class.',
  [1],
);
const theta = honoured('Base of the rotary positions.');

/** Beside the fields of a model. */
export const ROPE_FIELDS: Fields = {
  rope_theta: theta,
  ...each(
    ['rope_scaling', 'rope_parameters'],
    honoured(
      'See the fields of rotary positions.',
      (value) => typeof value === 'object' && !Array.isArray(value),
    ),
  ),
  original_max_position_embeddings: honoured(
    'Of llama3, yarn and longrope: the same as that field of rope_parameters.',
  ),
  partial_rotary_factor: wholeHead,
};

const ROPE_KINDS = ['default', 'linear', 'dynamic', 'yarn', 'longrope', 'llama3'] as const;

const factors = 'a list of numbers above 0, one for each pair of a head.';

export const ROPE_TABLE: FieldTable = {
  id: 'config.rope',
  file: 'config.json (rotary positions)',
  title: 'rope_parameters and rope_scaling',
  reference: 'ROPE_INIT_FUNCTIONS and RopeParameters of transformers 5, rope_scaling of 4.57',
  unknown: 'refused',
  fields: {
    ...each(
      ['rope_type', 'type'],
      honoured(`One of ${ROPE_KINDS.join(', ')}. Other kinds are refused.`, ROPE_KINDS),
    ),
    rope_theta: theta,
    partial_rotary_factor: wholeHead,
    factor: honoured(
      'Of every kind but default: how much longer contexts are, a number of at least 1. Of yarn and longrope, max_position_embeddings divided by the original length where it is null.',
    ),
    original_max_position_embeddings: honoured(
      'Of llama3, yarn and longrope: the length before stretching; max_position_embeddings where it is absent. dynamic takes max_position_embeddings always.',
    ),
    attention_factor: honoured(
      'Of yarn and longrope: cosines and sines are multiplied by it. Where it is absent it follows from factor, and of yarn from mscale and mscale_all_dim.',
    ),
    ...each(
      ['beta_fast', 'beta_slow'],
      honoured('Of yarn: turns within the original length between which pairs blend; 32 and 1.'),
    ),
    ...each(
      ['mscale', 'mscale_all_dim'],
      honoured('Of yarn: both together give attention_factor.'),
    ),
    truncate: honoured(
      'Of yarn: the blend begins and ends at whole pairs; true where it is absent.',
    ),
    short_factor: honoured(`Of longrope, for sequences up to the original length: ${factors}`),
    long_factor: honoured(
      `Of longrope, for longer sequences: ${factors} Text is continued up to the original length alone, where a cache holds what every length computes.`,
    ),
    low_freq_factor: honoured(
      'Of llama3: waves longer than the original length by it are divided.',
    ),
    high_freq_factor: honoured('Of llama3: waves shorter than the original length by it stay.'),
    finetuned: ignored('A record of how the model was made.'),
    ...each(
      ['mrope_section', 'mrope_interleaved'],
      refused('Positions in several dimensions are not supported.'),
    ),
    ...each(
      ['full_attention', 'sliding_attention'],
      refused('Positions of their own for each kind of layer are not supported.'),
    ),
  },
};
