// One model of each family, so small that a CPU that emulates a GPU can train it.
import type { RunConfigInput } from '../training/run/config';

const size = { n_layer: 2, n_embd: 64, n_positions: 32, initializer_range: 0.06 };
const attention = { ...size, n_head: 4 };
const llama = { family: 'llama', ...attention, n_kv_head: 2, n_inner: 160 } as const;
const t5 = { family: 't5', ...attention, n_decoder_layer: 2, d_kv: 16, n_inner: 128 } as const;

export const MODELS = {
  gpt: { family: 'gpt', ...attention },
  llama,
  /** As Qwen2: biases on q, k and v, one matrix for embedding and head. */
  qwen: { ...llama, qkv_bias: true, tie_word_embeddings: true },
  /** As Qwen3: heads of their own width, their queries and keys normed; one layer with a window. */
  qwen3: {
    ...llama,
    head_dim: 24,
    qk_norm: true,
    sliding_window: 8,
    sliding_layers: [true, false],
    tie_word_embeddings: true,
  },
  mistral: { ...llama, sliding_window: 8 },
  /** As Gemma 3: norms before and behind each part, other positions where a layer has a window. */
  gemma3: {
    ...llama,
    head_dim: 24,
    qk_norm: true,
    norm_offset: true,
    post_norm: true,
    embedding_scale: true,
    gate: 'gelu_tanh',
    query_pre_attn_scalar: 24,
    final_logit_softcapping: 30,
    local_rope_theta: 1000,
    sliding_window: 8,
    sliding_layers: [true, false],
    tie_word_embeddings: true,
  },
  /** As SmolLM3: every second layer knows no positions. */
  smollm3: { ...llama, rotary_layers: [true, false], tie_word_embeddings: true },
  blocks: {
    family: 'blocks',
    ...attention,
    n_inner: 128,
    positions: 'rope',
    norm: 'rms',
    blocks: [
      { mixer: { kind: 'recurrent', cell: 'gru' }, feed_forward: 'swiglu' },
      { mixer: { kind: 'attention' }, feed_forward: 'gelu' },
    ],
  },
  /** A convolution lets each place know the one before, which is what attention then looks for. */
  shifting: {
    family: 'blocks',
    ...attention,
    n_inner: 128,
    positions: 'rope',
    norm: 'rms',
    blocks: [
      { mixer: { kind: 'convolution', kernel_size: 3, dilation: 1 }, feed_forward: 'swiglu' },
      { mixer: { kind: 'attention' }, feed_forward: 'gelu' },
    ],
  },
  rnn: { family: 'recurrent', ...size, n_layer: 1, cell: 'rnn_tanh' },
  lstm: { family: 'recurrent', ...size, n_layer: 1, cell: 'lstm' },
  gru: { family: 'recurrent', ...size, n_layer: 1, cell: 'gru' },
  convolution: { family: 'convolution', ...size, n_layer: 3 },
  bert: { family: 'bert', ...attention, n_inner: 128 },
  distilbert: { family: 'distilbert', ...attention, n_inner: 128 },
  t5,
  t5_gated: { ...t5, feed_forward: 'gated_gelu' },
} as const satisfies Record<string, RunConfigInput['model']>;

export type Family = keyof typeof MODELS;
