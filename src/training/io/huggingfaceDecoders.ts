// config.json of the decoders: GPT-2, LLaMA, Qwen2, and the recurrent models that have no class in
// Hugging Face's library (their keys follow torch.nn).
import type { GptConfig, LlamaConfig, RecurrentConfig } from '../run/modelConfig';
import {
  common,
  GELUS,
  geluName,
  unsupported,
  type ConfigJson,
  type ConfigValues,
  type ModelShape,
} from './huggingfaceConfig';

export function readGpt2(json: ConfigJson): GptConfig {
  const n_embd = json.whole(['n_embd', 'hidden_size']);
  const n_head = json.whole(['n_head', 'num_attention_heads']);
  json.divides(n_embd, n_head);
  json.only('n_inner', 4 * n_embd);
  json.only('scale_attn_weights', true);
  json.only('scale_attn_by_inverse_layer_idx', false);
  json.only('add_cross_attention', false);
  return {
    family: 'gpt',
    n_layer: json.whole(['n_layer', 'num_hidden_layers']),
    n_head,
    n_embd,
    n_positions: json.whole(['n_positions', 'n_ctx', 'max_position_embeddings']),
    activation: json.choice('activation_function', 'gelu_new', GELUS),
    bias: true,
    tie_word_embeddings: json.flag('tie_word_embeddings', true),
    dropout: json.number('resid_pdrop', 0.1),
    layer_norm_epsilon: json.number('layer_norm_epsilon', 1e-5),
  };
}

export const writeGpt2 = (shape: ModelShape<GptConfig>): ConfigValues => ({
  ...common(shape),
  activation_function: geluName(shape.model.activation),
  architectures: ['GPT2LMHeadModel'],
  attn_pdrop: shape.model.dropout,
  bos_token_id: null,
  embd_pdrop: shape.model.dropout,
  eos_token_id: null,
  layer_norm_epsilon: shape.model.layer_norm_epsilon,
  model_type: 'gpt2',
  n_ctx: shape.model.n_positions,
  n_embd: shape.model.n_embd,
  n_head: shape.model.n_head,
  n_inner: null,
  n_layer: shape.model.n_layer,
  n_positions: shape.model.n_positions,
  resid_pdrop: shape.model.dropout,
  scale_attn_weights: true,
  tie_word_embeddings: shape.model.tie_word_embeddings,
  use_cache: true,
});

/** rope_theta stood at the top before it moved into rope_parameters. */
function ropeTheta(json: ConfigJson): number {
  const { rope_scaling, rope_parameters } = json.values;
  for (const rope of [rope_scaling, rope_parameters]) {
    const { type, rope_type = type } = (rope ?? {}) as ConfigValues;
    if (rope_type !== undefined && rope_type !== 'default')
      throw unsupported('rope_type', rope_type);
  }
  const inner = (rope_parameters as ConfigValues | null | undefined)?.rope_theta;
  return json.number('rope_theta', typeof inner === 'number' ? inner : 10_000);
}

export function readLlama(json: ConfigJson): LlamaConfig {
  const qkv_bias = json.values.model_type === 'qwen2';
  const n_embd = json.whole('hidden_size');
  const n_head = json.whole('num_attention_heads');
  const n_kv_head = json.whole('num_key_value_heads', n_head);
  json.divides(n_embd, 2 * n_head);
  json.divides(n_head, n_kv_head);
  json.only('head_dim', n_embd / n_head);
  json.only('hidden_act', 'silu');
  json.only('attention_bias', qkv_bias);
  json.only('mlp_bias', false);
  json.only('use_sliding_window', false);
  return {
    family: 'llama',
    n_layer: json.whole('num_hidden_layers'),
    n_head,
    n_kv_head,
    n_embd,
    n_inner: json.whole('intermediate_size'),
    n_positions: json.whole('max_position_embeddings', 2048),
    rope_theta: ropeTheta(json),
    qkv_bias,
    tie_word_embeddings: json.flag('tie_word_embeddings', false),
    rms_norm_epsilon: json.number('rms_norm_eps', 1e-6),
    dropout: json.number('attention_dropout', 0),
  };
}

export const writeLlama = (shape: ModelShape<LlamaConfig>): ConfigValues => ({
  ...common(shape),
  architectures: [shape.model.qkv_bias ? 'Qwen2ForCausalLM' : 'LlamaForCausalLM'],
  attention_dropout: shape.model.dropout,
  bos_token_id: null,
  eos_token_id: null,
  hidden_act: 'silu',
  hidden_size: shape.model.n_embd,
  intermediate_size: shape.model.n_inner,
  max_position_embeddings: shape.model.n_positions,
  model_type: shape.model.qkv_bias ? 'qwen2' : 'llama',
  num_attention_heads: shape.model.n_head,
  num_hidden_layers: shape.model.n_layer,
  num_key_value_heads: shape.model.n_kv_head,
  rms_norm_eps: shape.model.rms_norm_epsilon,
  rope_theta: shape.model.rope_theta,
  tie_word_embeddings: shape.model.tie_word_embeddings,
  use_cache: true,
});

/** The cell by the names of torch.nn's classes (RNN with `nonlinearity`) and of its modes. */
function readCell(json: ConfigJson): RecurrentConfig['cell'] {
  const kind = json.choice('model_type', '', {
    rnn: 'rnn',
    rnn_tanh: 'rnn_tanh',
    rnn_relu: 'rnn_relu',
    lstm: 'lstm',
    gru: 'gru',
  } as const);
  if (kind === 'rnn')
    return json.choice('nonlinearity', 'tanh', { tanh: 'rnn_tanh', relu: 'rnn_relu' } as const);
  const own = kind.startsWith('rnn_') ? [kind.slice(4)] : [];
  json.only('nonlinearity', ...own);
  return kind;
}

export function readRecurrent(json: ConfigJson): RecurrentConfig {
  json.only('bidirectional', false);
  json.only('proj_size', 0);
  return {
    family: 'recurrent',
    cell: readCell(json),
    n_layer: json.whole('num_layers'),
    n_embd: json.whole('hidden_size'),
    d_embed: json.whole('embed_dim'),
    n_positions: json.whole('n_positions', 1024),
    bias: json.flag('bias', true),
    dropout: json.number('dropout', 0),
  };
}

export const writeRecurrent = (shape: ModelShape<RecurrentConfig>): ConfigValues => ({
  bias: shape.model.bias,
  dropout: shape.model.dropout,
  embed_dim: shape.model.d_embed ?? shape.model.n_embd,
  hidden_size: shape.model.n_embd,
  model_type: shape.model.cell,
  n_positions: shape.model.n_positions,
  num_layers: shape.model.n_layer,
  vocab_size: shape.vocabSize,
});
