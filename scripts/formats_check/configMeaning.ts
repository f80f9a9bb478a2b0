// What a config.json makes transformers compute, restated from the documentation of its classes: class
// defaults, attribute maps, ACT2FN, rotary positions. `unknown` wherever a model of this lab has no such
// thing, so that a config that is read in spite of it shows as different.
import type { ModelShape } from '../../src/training/io/huggingface/config';
import { llama, llamaParts } from './meaningLlama';
import {
  formula,
  isBeyond,
  labels,
  of,
  orElse,
  truth,
  UNKNOWN,
  type Json,
  type Meaning,
} from './meaningCommon';

function gpt2(config: Json): Meaning {
  const width = of(config, 'n_embd', 768, 'hidden_size');
  const beyond =
    isBeyond(config, false) ||
    !truth(of(config, 'scale_attn_weights', true)) ||
    truth(config.scale_attn_by_inverse_layer_idx);
  return {
    vocabulary: of(config, 'vocab_size', 50_257),
    layers: of(config, 'n_layer', 12, 'num_hidden_layers'),
    heads: of(config, 'n_head', 12, 'num_attention_heads'),
    width,
    inner: orElse(of(config, 'n_inner', null), 4 * Number(width)),
    positions: of(config, 'n_positions', 1024, 'max_position_embeddings'),
    activation: formula(of(config, 'activation_function', 'gelu_new')),
    eps: of(config, 'layer_norm_epsilon', 1e-5),
    tied: truth(of(config, 'tie_word_embeddings', true)),
    labels: labels(config, 'ForSequenceClassification'),
    beyond,
  };
}

function bert(config: Json): Meaning {
  const beyond =
    isBeyond(config, false) ||
    truth(config.is_decoder) ||
    of(config, 'position_embedding_type', 'absolute') !== 'absolute';
  return {
    vocabulary: of(config, 'vocab_size', 30_522),
    layers: of(config, 'num_hidden_layers', 12),
    heads: of(config, 'num_attention_heads', 12),
    width: of(config, 'hidden_size', 768),
    inner: of(config, 'intermediate_size', 3072),
    positions: of(config, 'max_position_embeddings', 512),
    segments: of(config, 'type_vocab_size', 2),
    activation: formula(of(config, 'hidden_act', 'gelu')),
    eps: of(config, 'layer_norm_eps', 1e-12),
    tied: truth(of(config, 'tie_word_embeddings', true)),
    labels: labels(config, 'ForSequenceClassification'),
    beyond: beyond && !isNullType(config),
  };
}

/** `null` leaves the class with what it has: learned positions. */
const isNullType = ({ position_embedding_type: type, ...rest }: Json): boolean =>
  type === null && !isBeyond(rest, false) && !truth(rest.is_decoder);

const distilbert = (config: Json): Meaning => ({
  vocabulary: of(config, 'vocab_size', 30_522),
  layers: of(config, 'n_layers', 6, 'num_hidden_layers'),
  heads: of(config, 'n_heads', 12, 'num_attention_heads'),
  width: of(config, 'dim', 768, 'hidden_size'),
  inner: of(config, 'hidden_dim', 3072),
  positions: of(config, 'max_position_embeddings', 512),
  activation: formula(of(config, 'activation', 'gelu')),
  tied: truth(of(config, 'tie_word_embeddings', true)),
  labels: labels(config, 'ForSequenceClassification'),
  beyond: isBeyond(config, false) || truth(config.is_decoder),
});

function t5(config: Json): Meaning {
  const feed = of(config, 'feed_forward_proj', 'relu');
  const parts = typeof feed === 'string' ? feed.split('-') : [];
  const usual = feed === 'gated-gelu' ? 'gelu_new' : (parts.at(-1) ?? '');
  const layers = of(config, 'num_layers', 6, 'num_hidden_layers');
  const tied = truth(of(config, 'tie_word_embeddings', true));
  const names = Array.isArray(config.architectures) ? config.architectures.map(String) : [];
  return {
    vocabulary: of(config, 'vocab_size', 32_128),
    layers,
    decoder: orElse(of(config, 'num_decoder_layers', null), layers),
    heads: of(config, 'num_heads', 8, 'num_attention_heads'),
    width: of(config, 'd_model', 512, 'hidden_size'),
    head: of(config, 'd_kv', 64, 'head_dim'),
    inner: of(config, 'd_ff', 2048),
    buckets: of(config, 'relative_attention_num_buckets', 32),
    distance: of(config, 'relative_attention_max_distance', 128),
    gated: of(config, 'is_gated_act', parts[0] === 'gated') ?? parts[0] === 'gated',
    activation: formula(of(config, 'dense_act_fn', usual) ?? usual),
    eps: of(config, 'layer_norm_epsilon', 1e-6),
    tied,
    beyond: isBeyond(config, true) || names.some((name) => /Encoder/.test(name)),
  };
}

export function meaningInTransformers(config: Json): Meaning {
  switch (config.model_type) {
    case 'gpt2':
      return gpt2(config);
    case 'llama':
    case 'qwen2':
    case 'qwen3':
    case 'mistral':
    case 'smollm3':
    case 'gemma3_text':
      return llama(config);
    case 'bert':
      return bert(config);
    case 'distilbert':
      return distilbert(config);
    default:
      return t5(config);
  }
}

const GELUS = { gelu_erf: 'x Φ(x)', gelu_tanh: 'tanh' } as const;

/** The same list for what came out of the reader. */
export function meaningOfModel({ model, vocabSize, classifier }: ModelShape): Meaning {
  const classes = classifier?.labels.map((name, id) => [id, name]) ?? null;
  const first = { vocabulary: vocabSize, layers: model.n_layer };
  const width = model.n_embd;
  switch (model.family) {
    case 'gpt':
      return {
        ...first,
        heads: model.n_head,
        width,
        inner: model.n_inner ?? 4 * width,
        positions: model.n_positions,
        activation: GELUS[model.activation],
        eps: model.layer_norm_epsilon,
        tied: model.tie_word_embeddings,
        labels: classes,
        beyond: false,
      };
    case 'llama':
      return {
        ...first,
        heads: model.n_head,
        kv: model.n_kv_head,
        width,
        headSize: model.head_dim ?? width / model.n_head,
        inner: model.n_inner,
        positions: model.n_positions,
        activation: model.gate === 'silu' ? 'x σ(x)' : 'tanh',
        ...llamaParts(model),
        eps: model.rms_norm_epsilon,
        tied: model.tie_word_embeddings,
        labels: classes,
        beyond: false,
      };
    case 'bert':
      return {
        ...first,
        heads: model.n_head,
        width,
        inner: model.n_inner,
        positions: model.n_positions,
        segments: model.type_vocab_size,
        activation: GELUS[model.activation],
        eps: model.layer_norm_epsilon,
        tied: true,
        labels: classes,
        beyond: false,
      };
    case 'distilbert':
      return {
        ...first,
        heads: model.n_head,
        width,
        inner: model.n_inner,
        positions: model.n_positions,
        activation: GELUS[model.activation],
        tied: true,
        labels: classes,
        beyond: false,
      };
    case 't5':
      return {
        ...first,
        decoder: model.n_decoder_layer,
        heads: model.n_head,
        width,
        head: model.d_kv,
        inner: model.n_inner,
        buckets: model.relative_attention_num_buckets,
        distance: model.relative_attention_max_distance,
        gated: model.feed_forward === 'gated_gelu',
        activation: model.feed_forward === 'relu' ? 'max(0, x)' : 'tanh',
        eps: model.layer_norm_epsilon,
        tied: model.tie_word_embeddings,
        beyond: false,
      };
    default:
      return { ...first, beyond: UNKNOWN };
  }
}

const LAYERS = ['sliding_attention', 'full_attention'];
const shared = ['vocab_size', 'tie_word_embeddings', 'architectures', 'id2label', 'num_labels'];
const COMPUTING = [
  ...shared,
  'problem_type',
  'is_decoder',
  'is_encoder_decoder',
  'add_cross_attention',
  'pruned_heads',
  'quantization_config',
  'tie_encoder_decoder',
  'auto_map',
];

export const BASES: readonly Record<string, unknown>[] = [
  {
    model_type: 'gpt2',
    vocab_size: 64,
    n_positions: 32,
    n_embd: 16,
    n_layer: 2,
    n_head: 4,
    n_inner: null,
    activation_function: 'gelu_new',
    layer_norm_epsilon: 1e-5,
    scale_attn_weights: true,
    scale_attn_by_inverse_layer_idx: false,
    reorder_and_upcast_attn: false,
  },
  ...(['llama', 'qwen2', 'qwen3', 'mistral', 'smollm3', 'gemma3_text'] as const).map(
    (model_type) => ({
      model_type,
      vocab_size: 64,
      hidden_size: 16,
      intermediate_size: 24,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      max_position_embeddings: 32,
      rms_norm_eps: 1e-6,
      rope_theta: 10_000,
      hidden_act: 'silu',
      tie_word_embeddings: false,
      ...(model_type === 'qwen3' && { head_dim: 6 }),
      ...(model_type === 'mistral' && { sliding_window: 8 }),
      ...(model_type === 'gemma3_text' && { head_dim: 6, sliding_window: 8, layer_types: LAYERS }),
    }),
  ),
  {
    model_type: 'bert',
    vocab_size: 64,
    hidden_size: 16,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    intermediate_size: 24,
    max_position_embeddings: 32,
    type_vocab_size: 2,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-12,
    position_embedding_type: 'absolute',
  },
  {
    model_type: 'distilbert',
    vocab_size: 64,
    dim: 16,
    n_layers: 2,
    n_heads: 4,
    hidden_dim: 24,
    max_position_embeddings: 32,
    activation: 'gelu',
  },
  {
    model_type: 't5',
    vocab_size: 64,
    d_model: 16,
    d_kv: 4,
    d_ff: 24,
    num_layers: 2,
    num_decoder_layers: 2,
    num_heads: 4,
    relative_attention_num_buckets: 8,
    relative_attention_max_distance: 16,
    feed_forward_proj: 'relu',
    layer_norm_epsilon: 1e-6,
    is_encoder_decoder: true,
    decoder_start_token_id: 0,
  },
];

const ROPE_KEYS = ['rope_scaling', 'rope_parameters', 'original_max_position_embeddings'];
const WINDOW_KEYS = ['layer_types', 'use_sliding_window', 'sliding_window', 'max_window_layers'];

const FURTHER: Readonly<Record<string, readonly string[]>> = {
  gpt2: ['hidden_size', 'max_position_embeddings', 'num_attention_heads', 'num_hidden_layers'],
  llama: [...ROPE_KEYS, 'head_dim', 'attention_bias', 'mlp_bias'],
  qwen2: [...ROPE_KEYS, ...WINDOW_KEYS, 'head_dim', 'partial_rotary_factor'],
  qwen3: [...ROPE_KEYS, ...WINDOW_KEYS, 'attention_bias', 'mlp_bias'],
  mistral: [...ROPE_KEYS, 'head_dim', 'layer_types', 'attention_bias'],
  gemma3_text: [
    ...ROPE_KEYS,
    'attention_bias',
    'hidden_activation',
    'sliding_window_pattern',
    'rope_local_base_freq',
    'query_pre_attn_scalar',
    'final_logit_softcapping',
    'attn_logit_softcapping',
  ],
  smollm3: [...ROPE_KEYS, ...WINDOW_KEYS, 'no_rope_layers', 'no_rope_layer_interval', 'mlp_bias'],
  bert: [],
  distilbert: ['hidden_size', 'num_attention_heads', 'num_hidden_layers'],
  t5: [
    'dense_act_fn',
    'is_gated_act',
    'head_dim',
    'hidden_size',
    'num_hidden_layers',
    'num_attention_heads',
    'scale_decoder_outputs',
  ],
};

/** What a mutation sets, by model type. */
export const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  BASES.map((base) => {
    const type = String(base.model_type);
    const further = [...(FURTHER[type] ?? []), ...COMPUTING];
    return [type, [...Object.keys(base), ...further].filter((key) => key !== 'model_type')];
  }),
);
