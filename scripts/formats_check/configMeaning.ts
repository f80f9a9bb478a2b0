// What a config.json makes transformers compute, restated from the documentation of its classes: class
// defaults, attribute maps, ACT2FN, rotary positions. `unknown` wherever a model of this lab has no such
// thing, so that a config that is read in spite of it shows as different.
import type { ModelShape } from '../../src/training/io/huggingface/config';
import { attributeOf } from '../../src/training/models/llama';
import type { LlamaConfig } from '../../src/training/run/modelConfig';

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

interface Turning {
  readonly headSize: number;
  readonly longest: number;
  readonly theta: number;
}

/** Base, kind and numbers of ROPE_INIT_FUNCTIONS. */
function rope(config: Json, { headSize, longest, theta: usual }: Turning): unknown {
  const given = ([config.rope_scaling, config.rope_parameters].find(truth) ?? {}) as Json;
  const type = given.rope_type ?? given.type ?? 'default';
  const part = given.partial_rotary_factor ?? config.partial_rotary_factor ?? 1;
  const layered = given.full_attention !== undefined || given.sliding_attention !== undefined;
  if (part !== 1 || layered || typeof type !== 'string') return UNKNOWN;
  const theta = Number(given.rope_theta ?? of(config, 'rope_theta', usual));
  const original = Number(
    config.original_max_position_embeddings ?? given.original_max_position_embeddings ?? longest,
  );
  const factor = Number(given.factor ?? longest / original);
  const scale = (by = 1): number => (factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1);
  const [one, all] = [given.mscale, given.mscale_all_dim];
  const kinds: Readonly<Record<string, unknown>> = {
    default: [],
    linear: factor === 1 ? [] : [factor],
    dynamic: headSize > 2 ? [factor, longest] : UNKNOWN,
    yarn: [
      factor,
      original,
      given.attention_factor ??
        (truth(one) && truth(all) ? scale(Number(one)) / scale(Number(all)) : scale()),
      truth(given.beta_fast) ? given.beta_fast : 32,
      truth(given.beta_slow) ? given.beta_slow : 1,
      given.truncate ?? true,
    ],
    longrope: [
      given.short_factor,
      given.long_factor,
      original,
      given.attention_factor ??
        (factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original))),
    ],
    llama3: [factor, given.low_freq_factor, given.high_freq_factor, original],
  };
  const numbers = kinds[type] ?? UNKNOWN;
  const isPlain = Array.isArray(numbers) && numbers.length === 0;
  return isPlain ? [theta] : [theta, type, numbers];
}

/** The same of what came out of the reader. */
function ropeOfModel({ rope_theta: theta, rope_scaling: scaling }: LlamaConfig): unknown {
  if (!scaling) return [theta];
  const { rope_type: type } = scaling;
  switch (type) {
    case 'linear':
      return [theta, type, [scaling.factor]];
    case 'dynamic':
      return [theta, type, [scaling.factor, scaling.original_max_position_embeddings]];
    case 'yarn': {
      const { factor, original_max_position_embeddings: original, attention_factor } = scaling;
      const { beta_fast, beta_slow, truncate } = scaling;
      return [theta, type, [factor, original, attention_factor, beta_fast, beta_slow, truncate]];
    }
    case 'longrope': {
      const { short_factor, long_factor, attention_factor } = scaling;
      const original = scaling.original_max_position_embeddings;
      return [theta, type, [short_factor, long_factor, original, attention_factor]];
    }
    case 'llama3': {
      const { factor, low_freq_factor, high_freq_factor } = scaling;
      const original = scaling.original_max_position_embeddings;
      return [theta, type, [factor, low_freq_factor, high_freq_factor, original]];
    }
  }
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

interface LlamaClass {
  readonly vocabulary: number;
  readonly width?: number;
  readonly layers?: number;
  readonly heads?: number;
  readonly kv: number | null;
  readonly headSize?: number;
  readonly inner: number;
  readonly longest: number;
  readonly theta?: number;
  readonly tied?: boolean;
  readonly window: number | null;
  /** Which flags of biases it looks at. */
  readonly biases: readonly string[];
}

const qwen = { vocabulary: 151_936, kv: 32, inner: 22_016, longest: 32_768, window: 4096 };
const LLAMA_CLASSES: Readonly<Record<string, LlamaClass>> = {
  llama: {
    vocabulary: 32_000,
    kv: null,
    inner: 11_008,
    longest: 2048,
    window: null,
    biases: ['attention_bias', 'mlp_bias'],
  },
  qwen2: { ...qwen, biases: [] },
  qwen3: { ...qwen, headSize: 128, biases: ['attention_bias'] },
  mistral: {
    vocabulary: 32_000,
    kv: 8,
    inner: 14_336,
    longest: 131_072,
    window: 4096,
    biases: [],
  },
  smollm3: {
    vocabulary: 128_256,
    width: 2048,
    layers: 36,
    heads: 16,
    kv: 4,
    inner: 11_008,
    longest: 32_768,
    theta: 2e6,
    tied: true,
    window: null,
    biases: ['attention_bias', 'mlp_bias'],
  },
};

function llama(config: Json): Meaning {
  const type = String(config.model_type);
  const its = LLAMA_CLASSES[type]!;
  const width = of(config, 'hidden_size', its.width ?? 4096);
  const heads = of(config, 'num_attention_heads', its.heads ?? 32);
  const longest = Number(of(config, 'max_position_embeddings', its.longest));
  const headSize = Number(
    orElse(of(config, 'head_dim', its.headSize ?? null), Number(width) / Number(heads)),
  );
  const layers = of(config, 'num_hidden_layers', its.layers ?? 32);
  const biased = (flag: string): boolean => its.biases.includes(flag) && truth(config[flag]);
  // The other flags have no place in the class: weights of such a file do not fit it.
  const strange = ['attention_bias', 'mlp_bias'].some(
    (flag) => type !== 'qwen2' && !its.biases.includes(flag) && truth(config[flag]),
  );
  const nameless = type === 'qwen3' && config.head_dim === null;
  const turning = rotaryOf(config, Number(layers));
  return {
    vocabulary: of(config, 'vocab_size', its.vocabulary),
    layers,
    heads,
    kv: orElse(of(config, 'num_key_value_heads', its.kv), heads),
    width,
    headSize,
    inner: of(config, 'intermediate_size', its.inner),
    positions: longest,
    activation: formula(of(config, 'hidden_act', 'silu')),
    rope: rope(config, { headSize, longest, theta: its.theta ?? 10_000 }),
    biases: [
      type === 'qwen2' || biased('attention_bias'),
      biased('attention_bias'),
      biased('mlp_bias'),
    ],
    normed: type === 'qwen3',
    turning,
    windows: windowsOf(config, { its, longest, turning }),
    eps: of(config, 'rms_norm_eps', 1e-6),
    tied: truth(of(config, 'tie_word_embeddings', its.tied ?? false)),
    labels: labels(config, 'ForSequenceClassification'),
    beyond: isBeyond(config, false) || strange || nameless,
  };
}

/** Of each layer, whether it turns q and k. */
function rotaryOf(config: Json, layers: number): boolean[] {
  const every = Array.from({ length: layers }, (_, layer) => layer);
  if (config.model_type !== 'smollm3') return every.map(() => true);
  const { no_rope_layers: list } = config;
  const interval = Number(of(config, 'no_rope_layer_interval', 4));
  return every.map((layer) =>
    Array.isArray(list) ? truth(list[layer]) : (layer + 1) % interval !== 0,
  );
}

interface Windowed {
  readonly its: LlamaClass;
  readonly longest: number;
  readonly turning: readonly boolean[];
}

/** Of each layer, how many tokens it sees; null where that is all of them. */
function windowsOf(config: Json, { its, longest, turning }: Windowed): unknown {
  const type = config.model_type;
  if (type === 'llama') return turning.map(() => null);
  const isUsed = type === 'mistral' || truth(of(config, 'use_sliding_window', false));
  const window = isUsed ? of(config, 'sliding_window', its.window) : null;
  const from = Number(of(config, 'max_window_layers', 28));
  const usual = turning.map((turns, layer) => {
    if (type === 'mistral') return true;
    return type === 'smollm3' ? !turns : layer >= from;
  });
  const { layer_types: types } = config;
  const slides = Array.isArray(types) ? types.map((one) => one === 'sliding_attention') : usual;
  if (window === null)
    return Array.isArray(types) && slides.includes(true) ? UNKNOWN : turning.map(() => null);
  const seen = Number(window) >= longest ? null : window;
  return slides.map((slide) => (slide ? seen : null));
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
  const every = Array.from({ length: model.n_layer }, (_, layer) => layer);
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
        activation: 'x σ(x)',
        rope: ropeOfModel(model),
        biases: [model.qkv_bias, model.out_bias, model.mlp_bias],
        normed: model.qk_norm,
        turning: every.map((layer) => attributeOf(model.rotary_layers, layer)),
        windows: every.map((layer) =>
          attributeOf(model.sliding_layers, layer) ? (model.sliding_window ?? null) : null,
        ),
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
  ...(['llama', 'qwen2', 'qwen3', 'mistral', 'smollm3'] as const).map((model_type) => ({
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
  })),
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
