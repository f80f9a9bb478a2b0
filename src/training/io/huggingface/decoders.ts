// config.json of the decoders: GPT-2, LLaMA, Qwen2, and the recurrent models that have no class in
// Hugging Face's library (their keys follow torch.nn).
import { ROPE_TABLE } from '../../formats/configDecoders';
import { walkFields } from '../../formats/fieldTable';
import {
  LIMITS,
  type GptConfig,
  type LlamaConfig,
  type RecurrentConfig,
} from '../../run/modelConfig';
import {
  common,
  disagreement,
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

type Rope = Readonly<Record<string, unknown>>;

/** With it named, transformers looks at no factor; a linear factor of 1 scales nothing either. */
function isDefaultRope({ rope_type, type, factor }: Rope): boolean {
  const types = [rope_type, type].filter((one) => one !== undefined && one !== null);
  const isDefault = types.length > 0 && types.every((one) => one === 'default');
  return isDefault || (types.length > 0 && types.every((one) => one === 'linear') && factor === 1);
}

const withoutScaling = ({ rope_theta, partial_rotary_factor }: Rope): Rope => ({
  ...(rope_theta !== undefined && { rope_theta }),
  ...(partial_rotary_factor !== undefined && { partial_rotary_factor }),
});

/**
 * rope_theta stood at the top before it moved into rope_parameters; rope_scaling is that field's former
 * name. Where two places disagree, versions of transformers do too.
 */
function ropeTheta(json: ConfigJson): number {
  const { rope_theta: outer, rope_scaling, rope_parameters } = json.values;
  const given = [rope_scaling, rope_parameters].filter(
    (rope): rope is Rope => typeof rope === 'object' && rope !== null,
  );
  const thetas = new Set<unknown>(outer === undefined ? [] : [outer]);
  for (const rope of given) {
    walkFields(ROPE_TABLE, isDefaultRope(rope) ? withoutScaling(rope) : rope);
    if (rope.rope_theta !== undefined) thetas.add(rope.rope_theta);
  }
  const [theta = 10_000, other] = [...thetas];
  if (thetas.size > 1)
    throw disagreement(json.file, ['rope_theta', theta], ['rope_parameters.rope_theta', other]);
  if (typeof theta !== 'number' || !Number.isFinite(theta) || theta <= 0)
    throw json.bad('theta', 'rope_theta', theta);
  return theta;
}

/** As the classes of transformers have them where config.json is silent. */
const LLAMA_DEFAULTS = {
  llama: { n_inner: 11_008, n_positions: 2048, n_kv_head: undefined },
  qwen2: { n_inner: 22_016, n_positions: 32_768, n_kv_head: 32 },
} as const;

export function readLlama(json: ConfigJson): LlamaConfig {
  const qkv_bias = json.values.model_type === 'qwen2';
  const defaults = LLAMA_DEFAULTS[qkv_bias ? 'qwen2' : 'llama'];
  const n_embd = json.whole('hidden_size', { fallback: 4096, most: LIMITS.width });
  const n_head = json.whole('num_attention_heads', { fallback: 32, most: LIMITS.heads });
  const n_kv_head = json.whole('num_key_value_heads', {
    fallback: defaults.n_kv_head ?? n_head,
    whenNull: n_head,
    most: LIMITS.heads,
  });
  // Rotary positions turn pairs of a head's numbers.
  json.divides(['hidden_size', n_embd], ['2 × num_attention_heads', 2 * n_head]);
  json.divides(['num_attention_heads', n_head], ['num_key_value_heads', n_kv_head]);
  json.choice('hidden_act', 'silu', { silu: true, swish: true });
  const dropout = json.dropout(0, 'attention_dropout');
  if (dropout > 0)
    json.remarks.push({
      code: 'one_dropout',
      fields: { key: 'attention_dropout', value: dropout, others: 'residual 0' },
    });
  return {
    family: 'llama',
    n_layer: json.whole('num_hidden_layers', { fallback: 32, most: LIMITS.layers }),
    n_head,
    n_kv_head,
    n_embd,
    n_inner: json.whole('intermediate_size', { fallback: defaults.n_inner, most: LIMITS.inner }),
    n_positions: json.whole('max_position_embeddings', {
      fallback: defaults.n_positions,
      most: LIMITS.positions,
    }),
    rope_theta: ropeTheta(json),
    qkv_bias,
    tie_word_embeddings: json.flag('tie_word_embeddings', false),
    rms_norm_epsilon: json.number('rms_norm_eps', 1e-6),
    dropout,
  };
}

export const writeLlama = (shape: ModelShape<LlamaConfig>): ConfigValues => ({
  ...common(shape),
  architectures: [shape.model.qkv_bias ? 'Qwen2ForCausalLM' : 'LlamaForCausalLM'],
  attention_dropout: shape.model.dropout,
  ...writeSpecialIds(shape.specialIds),
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
