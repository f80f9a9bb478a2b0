// What a config.json makes transformers compute, restated from the documentation of its classes: class
// defaults, attribute maps, ACT2FN, rotary positions. `unknown` wherever a model of this lab has no such
// thing, so that a config that is read in spite of it shows as different.
import type { ModelShape } from '../../src/training/io/huggingface/config';

type Json = Readonly<Record<string, unknown>>;
type Meaning = Readonly<Record<string, unknown>>;

const UNKNOWN = 'unknown';

const FORMULAS: Readonly<Record<string, string>> = {
  gelu: 'x Φ(x)',
  gelu_python: 'x Φ(x)',
  gelu_new: 'tanh',
  gelu_fast: 'tanh',
  gelu_accurate: 'tanh',
  gelu_pytorch_tanh: 'tanh',
  gelu_python_tanh: 'tanh',
  relu: 'max(0, x)',
  silu: 'x σ(x)',
  swish: 'x σ(x)',
};

/** Python's truth of a JSON value. */
const truth = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : typeof value === 'object' && value !== null
      ? Object.keys(value).length > 0
      : Boolean(value);

const formula = (value: unknown): string =>
  typeof value === 'string' ? (FORMULAS[value] ?? UNKNOWN) : UNKNOWN;

/** An alias is set after the field itself, and wins. */
const of = (config: Json, name: string, fallback: unknown, alias?: string): unknown => {
  if (alias !== undefined && config[alias] !== undefined) return config[alias];
  return config[name] === undefined ? fallback : config[name];
};

const orElse = (value: unknown, other: unknown): unknown => (value === null ? other : value);

function labels(config: Json, end: string): unknown {
  const { architectures: names } = config;
  if (!Array.isArray(names) || !names.some((name) => String(name).endsWith(end))) return null;
  const kind = config.problem_type ?? 'single_label_classification';
  if (kind !== 'single_label_classification') return UNKNOWN;
  const named = config.id2label ?? null;
  if (named !== null)
    return Object.entries(named as Json)
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([id, name]) => [Number(id), String(name)]);
  const count = of(config, 'num_labels', 2);
  return Array.from({ length: Number(count) }, (_, id) => [id, `LABEL_${id}`]);
}

/** True where something changes the computation that no model here can do. */
function isBeyond(config: Json, encoderDecoder: boolean): boolean {
  return (
    truth(config.quantization_config) ||
    truth(config.pruned_heads) ||
    truth(config.add_cross_attention) ||
    truth(config.tie_encoder_decoder) ||
    truth(config.auto_map) ||
    truth(of(config, 'is_encoder_decoder', encoderDecoder)) !== encoderDecoder
  );
}

function rope(config: Json): unknown {
  const given = [config.rope_scaling, config.rope_parameters].find(truth) as Json | undefined;
  const type = given?.rope_type ?? given?.type ?? 'default';
  const factor = given?.partial_rotary_factor ?? config.partial_rotary_factor ?? 1;
  const layered = given?.full_attention !== undefined || given?.sliding_attention !== undefined;
  if (type !== 'default' || factor !== 1 || layered) return UNKNOWN;
  return given?.rope_theta ?? of(config, 'rope_theta', 10_000);
}

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

function llama(config: Json): Meaning {
  const qwen = config.model_type === 'qwen2';
  const width = of(config, 'hidden_size', 4096);
  const heads = of(config, 'num_attention_heads', 32);
  const longest = Number(of(config, 'max_position_embeddings', qwen ? 32_768 : 2048));
  const size = orElse(of(config, 'head_dim', null), Number(width) / Number(heads));
  const beyond =
    isBeyond(config, false) ||
    Number(size) !== Number(width) / Number(heads) ||
    (qwen ? hasWindow(config, longest) : truth(config.attention_bias) || truth(config.mlp_bias));
  return {
    vocabulary: of(config, 'vocab_size', qwen ? 151_936 : 32_000),
    layers: of(config, 'num_hidden_layers', 32),
    heads,
    kv: orElse(of(config, 'num_key_value_heads', qwen ? 32 : null), heads),
    width,
    inner: of(config, 'intermediate_size', qwen ? 22_016 : 11_008),
    positions: longest,
    activation: formula(of(config, 'hidden_act', 'silu')),
    rope: rope(config),
    biases: qwen,
    eps: of(config, 'rms_norm_eps', 1e-6),
    tied: truth(of(config, 'tie_word_embeddings', false)),
    labels: labels(config, 'ForSequenceClassification'),
    beyond,
  };
}

function hasWindow(config: Json, longest: number): boolean {
  const types = config.layer_types;
  if (Array.isArray(types)) return types.some((type) => type !== 'full_attention');
  if (!truth(of(config, 'use_sliding_window', false))) return false;
  const window = of(config, 'sliding_window', 4096);
  if (window === null || Number(window) >= longest) return false;
  const from = of(config, 'max_window_layers', 28);
  return Number(from) < Number(of(config, 'num_hidden_layers', 32));
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
        inner: model.n_inner,
        positions: model.n_positions,
        activation: 'x σ(x)',
        rope: model.rope_theta,
        biases: model.qkv_bias,
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
