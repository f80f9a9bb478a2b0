// config.json of BERT, DistilBERT and T5.
import type { BertConfig, DistilbertConfig, T5Config } from '../run/modelConfig';
import {
  common,
  GELUS,
  geluName,
  unsupported,
  type ConfigJson,
  type ConfigValues,
  type ModelShape,
} from './huggingfaceConfig';

export function readBert(json: ConfigJson): BertConfig {
  const n_embd = json.whole('hidden_size');
  const n_head = json.whole('num_attention_heads');
  json.divides(n_embd, n_head);
  json.only('position_embedding_type', 'absolute');
  json.only('is_decoder', false);
  json.only('add_cross_attention', false);
  return {
    family: 'bert',
    n_layer: json.whole('num_hidden_layers'),
    n_head,
    n_embd,
    n_inner: json.whole('intermediate_size'),
    n_positions: json.whole('max_position_embeddings'),
    type_vocab_size: json.whole('type_vocab_size', 2),
    activation: json.choice('hidden_act', 'gelu', GELUS),
    layer_norm_epsilon: json.number('layer_norm_eps', 1e-12),
    dropout: json.number('hidden_dropout_prob', 0.1),
    pooler: true,
    masked_lm_head: true,
    next_sentence_head: true,
  };
}

function bertClass({ masked_lm_head, next_sentence_head }: BertConfig): string {
  if (masked_lm_head) return next_sentence_head ? 'BertForPreTraining' : 'BertForMaskedLM';
  return next_sentence_head ? 'BertForNextSentencePrediction' : 'BertModel';
}

export const writeBert = (shape: ModelShape<BertConfig>): ConfigValues => ({
  ...common(shape),
  architectures: [bertClass(shape.model)],
  attention_probs_dropout_prob: shape.model.dropout,
  hidden_act: geluName(shape.model.activation),
  hidden_dropout_prob: shape.model.dropout,
  hidden_size: shape.model.n_embd,
  intermediate_size: shape.model.n_inner,
  layer_norm_eps: shape.model.layer_norm_epsilon,
  max_position_embeddings: shape.model.n_positions,
  model_type: 'bert',
  num_attention_heads: shape.model.n_head,
  num_hidden_layers: shape.model.n_layer,
  pad_token_id: 0,
  position_embedding_type: 'absolute',
  type_vocab_size: shape.model.type_vocab_size,
});

export function readDistilbert(json: ConfigJson): DistilbertConfig {
  const n_embd = json.whole('dim');
  const n_head = json.whole('n_heads');
  json.divides(n_embd, n_head);
  return {
    family: 'distilbert',
    n_layer: json.whole('n_layers'),
    n_head,
    n_embd,
    n_inner: json.whole('hidden_dim'),
    n_positions: json.whole('max_position_embeddings', 512),
    activation: json.choice('activation', 'gelu', GELUS),
    dropout: json.number('dropout', 0.1),
    masked_lm_head: true,
  };
}

export const writeDistilbert = (shape: ModelShape<DistilbertConfig>): ConfigValues => ({
  ...common(shape),
  activation: geluName(shape.model.activation),
  architectures: [shape.model.masked_lm_head ? 'DistilBertForMaskedLM' : 'DistilBertModel'],
  attention_dropout: shape.model.dropout,
  dim: shape.model.n_embd,
  dropout: shape.model.dropout,
  hidden_dim: shape.model.n_inner,
  max_position_embeddings: shape.model.n_positions,
  model_type: 'distilbert',
  n_heads: shape.model.n_head,
  n_layers: shape.model.n_layer,
  pad_token_id: 0,
  sinusoidal_pos_embds: false,
});

export function readT5(json: ConfigJson): T5Config {
  const n_layer = json.whole('num_layers');
  const feed_forward = json.choice('feed_forward_proj', 'relu', {
    relu: 'relu',
    'gated-gelu': 'gated_gelu',
  } as const);
  const start = json.values.decoder_start_token_id ?? json.values.pad_token_id ?? 0;
  if (!Number.isSafeInteger(start)) throw unsupported('decoder_start_token_id', start);
  return {
    family: 't5',
    n_layer,
    n_decoder_layer: json.whole('num_decoder_layers', n_layer),
    n_head: json.whole('num_heads'),
    n_embd: json.whole('d_model'),
    d_kv: json.whole('d_kv'),
    n_inner: json.whole('d_ff'),
    n_positions: json.whole('n_positions', 512),
    feed_forward,
    relative_attention_num_buckets: json.whole('relative_attention_num_buckets', 32),
    relative_attention_max_distance: json.whole('relative_attention_max_distance', 128),
    tie_word_embeddings: json.flag('tie_word_embeddings', true),
    layer_norm_epsilon: json.number('layer_norm_epsilon', 1e-6),
    dropout: json.number('dropout_rate', 0.1),
    decoder_start_token_id: start as number,
  };
}

export const writeT5 = (shape: ModelShape<T5Config>): ConfigValues => ({
  ...common(shape),
  architectures: ['T5ForConditionalGeneration'],
  d_ff: shape.model.n_inner,
  d_kv: shape.model.d_kv,
  d_model: shape.model.n_embd,
  decoder_start_token_id: shape.model.decoder_start_token_id,
  dropout_rate: shape.model.dropout,
  eos_token_id: 1,
  feed_forward_proj: shape.model.feed_forward === 'relu' ? 'relu' : 'gated-gelu',
  is_encoder_decoder: true,
  layer_norm_epsilon: shape.model.layer_norm_epsilon,
  model_type: 't5',
  n_positions: shape.model.n_positions,
  num_decoder_layers: shape.model.n_decoder_layer,
  num_heads: shape.model.n_head,
  num_layers: shape.model.n_layer,
  pad_token_id: 0,
  relative_attention_max_distance: shape.model.relative_attention_max_distance,
  relative_attention_num_buckets: shape.model.relative_attention_num_buckets,
  tie_word_embeddings: shape.model.tie_word_embeddings,
  use_cache: true,
});
