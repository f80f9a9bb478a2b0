// config.json of GPT-2, and of the recurrent models that have no class in
// Hugging Face's library (their keys follow torch.nn).
import { LIMITS, type GptConfig, type RecurrentConfig } from '../../run/modelConfig';
import {
  common,
  geluName,
  unsupported,
  type ConfigJson,
  type ConfigValues,
  type ModelShape,
} from './config';
import { writeSpecialIds } from './special';

export function readGpt2(json: ConfigJson): GptConfig {
  const n_embd = json.whole(['n_embd', 'hidden_size'], { fallback: 768, most: LIMITS.width });
  const n_head = json.whole(['n_head', 'num_attention_heads'], {
    fallback: 12,
    most: LIMITS.heads,
  });
  json.divides(['n_embd', n_embd], ['n_head', n_head]);
  const usual = 4 * n_embd;
  const n_inner = json.whole('n_inner', {
    fallback: usual,
    whenNull: usual,
    most: LIMITS.inner,
  });
  if (!json.flag('scale_attn_weights', true)) throw unsupported('scale_attn_weights', false);
  return {
    family: 'gpt',
    n_layer: json.whole(['n_layer', 'num_hidden_layers'], { fallback: 12, most: LIMITS.layers }),
    n_head,
    n_embd,
    ...(n_inner !== usual && { n_inner }),
    n_positions: json.whole(['n_positions', 'max_position_embeddings'], {
      fallback: 1024,
      most: LIMITS.learnedPositions,
    }),
    activation: json.gelu('activation_function', 'gelu_new'),
    bias: true,
    tie_word_embeddings: json.flag('tie_word_embeddings', true),
    dropout: json.dropout(0.1, 'resid_pdrop', ['embd_pdrop', 0.1], ['attn_pdrop', 0.1]),
    layer_norm_epsilon: json.number('layer_norm_epsilon', 1e-5),
  };
}

export const writeGpt2 = (shape: ModelShape<GptConfig>): ConfigValues => ({
  ...common(shape),
  activation_function: geluName(shape.model.activation),
  architectures: ['GPT2LMHeadModel'],
  attn_pdrop: shape.model.dropout,
  ...writeSpecialIds(shape.specialIds),
  embd_pdrop: shape.model.dropout,
  layer_norm_epsilon: shape.model.layer_norm_epsilon,
  model_type: 'gpt2',
  n_ctx: shape.model.n_positions,
  n_embd: shape.model.n_embd,
  n_head: shape.model.n_head,
  n_inner: shape.model.n_inner ?? null,
  n_layer: shape.model.n_layer,
  n_positions: shape.model.n_positions,
  resid_pdrop: shape.model.dropout,
  scale_attn_weights: true,
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

export const readRecurrent = (json: ConfigJson): RecurrentConfig => ({
  family: 'recurrent',
  cell: readCell(json),
  n_layer: json.whole('num_layers', { most: LIMITS.layers }),
  n_embd: json.whole('hidden_size', { most: LIMITS.width }),
  d_embed: json.whole('embed_dim', { most: LIMITS.width }),
  n_positions: json.whole('n_positions', { fallback: 1024, most: LIMITS.positions }),
  bias: json.flag('bias', true),
  dropout: json.number('dropout', 0),
});

export const writeRecurrent = (shape: ModelShape<RecurrentConfig>): ConfigValues => ({
  bias: shape.model.bias,
  dropout: shape.model.dropout,
  embed_dim: shape.model.d_embed ?? shape.model.n_embd,
  hidden_size: shape.model.n_embd,
  model_type: shape.model.cell,
  n_positions: shape.model.n_positions,
  num_layers: shape.model.n_layer,
  vocab_size: shape.vocabSize,
  ...(shape.specialIds && writeSpecialIds(shape.specialIds)),
});
