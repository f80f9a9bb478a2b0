// config.json of BERT, DistilBERT and T5.
import { T5_FEEDS } from '../../formats/configEncoders';
import {
  LIMITS,
  type BertConfig,
  type DistilbertConfig,
  type T5Config,
} from '../../run/modelConfig';
import {
  common,
  geluName,
  unsupported,
  type ConfigJson,
  type ConfigValues,
  type ModelShape,
} from './config';
import { writeSpecialIds } from './special';

export function readBert(json: ConfigJson): BertConfig {
  const n_embd = json.whole('hidden_size', { fallback: 768, most: LIMITS.width });
  const n_head = json.whole('num_attention_heads', { fallback: 12, most: LIMITS.heads });
  json.divides(['hidden_size', n_embd], ['num_attention_heads', n_head]);
  json.flag('tie_word_embeddings', true);
  return {
    family: 'bert',
    n_layer: json.whole('num_hidden_layers', { fallback: 12, most: LIMITS.layers }),
    n_head,
    n_embd,
    n_inner: json.whole('intermediate_size', { fallback: 3072, most: LIMITS.inner }),
    n_positions: json.whole('max_position_embeddings', { fallback: 512, most: LIMITS.positions }),
    type_vocab_size: json.whole('type_vocab_size', { fallback: 2, most: LIMITS.segments }),
    activation: json.gelu('hidden_act', 'gelu'),
    layer_norm_epsilon: json.number('layer_norm_eps', 1e-12),
    dropout: json.dropout(
      0.1,
      'hidden_dropout_prob',
      ['attention_probs_dropout_prob', 0.1],
      ['classifier_dropout', json.number('hidden_dropout_prob', 0.1)],
    ),
    pooler: true,
    masked_lm_head: true,
    next_sentence_head: true,
  };
}

/** These classes need a padding token. */
const specialIdsWithPad = ({ specialIds }: ModelShape): ConfigValues =>
  writeSpecialIds(specialIds ?? { eos: [], pad: 0 });

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
  ...specialIdsWithPad(shape),
  position_embedding_type: 'absolute',
  type_vocab_size: shape.model.type_vocab_size,
});

export function readDistilbert(json: ConfigJson): DistilbertConfig {
  const n_embd = json.whole(['dim', 'hidden_size'], { fallback: 768, most: LIMITS.width });
  const n_head = json.whole(['n_heads', 'num_attention_heads'], {
    fallback: 12,
    most: LIMITS.heads,
  });
  json.divides(['dim', n_embd], ['n_heads', n_head]);
  json.flag('tie_word_embeddings', true);
  return {
    family: 'distilbert',
    n_layer: json.whole(['n_layers', 'num_hidden_layers'], { fallback: 6, most: LIMITS.layers }),
    n_head,
    n_embd,
    n_inner: json.whole('hidden_dim', { fallback: 3072, most: LIMITS.inner }),
    n_positions: json.whole('max_position_embeddings', { fallback: 512, most: LIMITS.positions }),
    activation: json.gelu('activation', 'gelu'),
    dropout: json.dropout(0.1, 'dropout', ['attention_dropout', 0.1], ...classifierDropout(json)),
    masked_lm_head: true,
  };
}

const classifierDropout = ({ values }: ConfigJson): [string, number][] =>
  String(values.architectures).includes('ForSequenceClassification')
    ? [['seq_classif_dropout', 0.2]]
    : [];

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
  ...specialIdsWithPad(shape),
  sinusoidal_pos_embds: false,
});

export function readT5(json: ConfigJson): T5Config {
  const n_layer = json.whole(['num_layers', 'num_hidden_layers'], {
    fallback: 6,
    most: LIMITS.layers,
  });
  const feed = json.choice('feed_forward_proj', 'relu', T5_FEEDS);
  if (!json.flag('is_encoder_decoder', true)) throw unsupported('is_encoder_decoder', false);
  return {
    family: 't5',
    n_layer,
    n_decoder_layer: json.whole('num_decoder_layers', {
      fallback: n_layer,
      whenNull: n_layer,
      most: LIMITS.layers,
    }),
    n_head: json.whole(['num_heads', 'num_attention_heads'], { fallback: 8, most: LIMITS.heads }),
    n_embd: json.whole(['d_model', 'hidden_size'], { fallback: 512, most: LIMITS.width }),
    d_kv: json.whole(['d_kv', 'head_dim'], { fallback: 64, most: LIMITS.headWidth }),
    n_inner: json.whole('d_ff', { fallback: 2048, most: LIMITS.inner }),
    n_positions: json.whole('n_positions', { fallback: 512, most: LIMITS.positions }),
    feed_forward: feed.gated ? 'gated_gelu' : 'relu',
    relative_attention_num_buckets: json.whole('relative_attention_num_buckets', {
      fallback: 32,
      most: LIMITS.buckets,
    }),
    relative_attention_max_distance: json.whole('relative_attention_max_distance', {
      fallback: 128,
    }),
    tie_word_embeddings: json.flag('tie_word_embeddings', true),
    layer_norm_epsilon: json.number('layer_norm_epsilon', 1e-6),
    dropout: json.number('dropout_rate', 0.1),
    decoder_start_token_id: decoderStart(json),
  };
}

/** Without it transformers does not begin a text; the padding token is what all of T5 begins with. */
function decoderStart(json: ConfigJson): number {
  const { decoder_start_token_id: start, pad_token_id: pad } = json.values;
  if (Number.isSafeInteger(start) && (start as number) >= 0) return start as number;
  if (start !== undefined && start !== null) throw json.bad('id', 'decoder_start_token_id', start);
  const assumed = Number.isSafeInteger(pad) && (pad as number) >= 0 ? (pad as number) : 0;
  json.remarks.push({
    code: 'assumed',
    fields: { what: 'decoder_start_token_id', value: assumed },
  });
  return assumed;
}

export const writeT5 = (shape: ModelShape<T5Config>): ConfigValues => ({
  ...common(shape),
  architectures: ['T5ForConditionalGeneration'],
  d_ff: shape.model.n_inner,
  d_kv: shape.model.d_kv,
  d_model: shape.model.n_embd,
  decoder_start_token_id: shape.model.decoder_start_token_id,
  dropout_rate: shape.model.dropout,
  feed_forward_proj: shape.model.feed_forward === 'relu' ? 'relu' : 'gated-gelu',
  is_encoder_decoder: true,
  layer_norm_epsilon: shape.model.layer_norm_epsilon,
  model_type: 't5',
  n_positions: shape.model.n_positions,
  num_decoder_layers: shape.model.n_decoder_layer,
  num_heads: shape.model.n_head,
  num_layers: shape.model.n_layer,
  ...writeSpecialIds(shape.specialIds ?? { eos: [], pad: 0 }),
  relative_attention_max_distance: shape.model.relative_attention_max_distance,
  relative_attention_num_buckets: shape.model.relative_attention_num_buckets,
  tie_word_embeddings: shape.model.tie_word_embeddings,
  use_cache: true,
});
