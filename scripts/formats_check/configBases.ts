// Configs that checks begin with, one of each class, and the keys that the classes read.

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
