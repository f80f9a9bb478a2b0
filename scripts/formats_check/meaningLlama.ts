// What config.json makes LLaMA and its relatives compute in transformers, restated from the documentation
// of their classes and of ROPE_INIT_FUNCTIONS.
import type { LlamaConfig } from '../../src/training/run/modelConfig';
import { attributeOf } from '../../src/training/models/llama';
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
  readonly normed?: true;
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
  qwen3: { ...qwen, headSize: 128, normed: true, biases: ['attention_bias'] },
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
  gemma3_text: {
    vocabulary: 262_208,
    width: 2304,
    layers: 26,
    heads: 8,
    kv: 4,
    headSize: 256,
    inner: 9216,
    longest: 131_072,
    theta: 1e6,
    tied: true,
    window: 4096,
    normed: true,
    biases: ['attention_bias'],
  },
};

export function llama(config: Json): Meaning {
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
  const nameless = its.headSize !== undefined && config.head_dim === null;
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
    activation: formula(
      type === 'gemma3_text'
        ? of(config, 'hidden_activation', 'gelu_pytorch_tanh')
        : of(config, 'hidden_act', 'silu'),
    ),
    rope: ropes(config, { headSize, longest, theta: its.theta ?? 10_000 }),
    biases: [
      type === 'qwen2' || biased('attention_bias'),
      biased('attention_bias'),
      biased('mlp_bias'),
    ],
    normed: its.normed ?? false,
    ...(type === 'gemma3_text' ? gemma(config) : PLAIN),
    turning,
    windows: windowsOf(config, { its, longest, turning }),
    eps: of(config, 'rms_norm_eps', 1e-6),
    tied: truth(of(config, 'tie_word_embeddings', its.tied ?? false)),
    labels: labels(config, 'ForSequenceClassification'),
    beyond: isBeyond(config, false) || strange || nameless,
  };
}

const PLAIN = { local: null, scalar: null, cap: null, offset: false };

function gemma(config: Json): Meaning {
  const layered = config.rope_parameters as Readonly<Record<string, Json>> | null | undefined;
  const own = layered?.sliding_attention?.rope_theta;
  const bounded = truth(config.attn_logit_softcapping);
  return {
    local: own ?? of(config, 'rope_local_base_freq', 10_000),
    scalar: bounded ? UNKNOWN : of(config, 'query_pre_attn_scalar', 256),
    cap: config.final_logit_softcapping ?? null,
    offset: true,
  };
}

/** Of Gemma 3 those of the layers that see everything may stand apart. */
function ropes(config: Json, turning: Turning): unknown {
  const layered = config.rope_parameters as Readonly<Record<string, Json>> | null | undefined;
  const isApart = config.model_type === 'gemma3_text' && truth(layered?.full_attention);
  if (!isApart) return rope(config, turning);
  const local = layered?.sliding_attention ?? {};
  const isPlain = (local.rope_type ?? local.type ?? 'default') === 'default';
  return isPlain ? rope({ ...config, rope_parameters: layered?.full_attention }, turning) : UNKNOWN;
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
  const isUsed =
    type === 'mistral' || type === 'gemma3_text' || truth(of(config, 'use_sliding_window', false));
  const window = isUsed ? of(config, 'sliding_window', its.window) : null;
  const from = Number(of(config, 'max_window_layers', 28));
  const usual = turning.map((turns, layer) => {
    if (type === 'mistral') return true;
    if (type === 'gemma3_text')
      return (layer + 1) % Number(of(config, 'sliding_window_pattern', 6)) !== 0;
    return type === 'smollm3' ? !turns : layer >= from;
  });
  const { layer_types: types } = config;
  const slides = Array.isArray(types) ? types.map((one) => one === 'sliding_attention') : usual;
  if (window === null && type === 'gemma3_text') return UNKNOWN;
  if (window === null)
    return Array.isArray(types) && slides.includes(true) ? UNKNOWN : turning.map(() => null);
  const seen = Number(window) >= longest ? null : window;
  // Its layers with a window turn by another base.
  if (type === 'gemma3_text') return slides.map((slide) => [slide, slide ? seen : null]);
  return slides.map((slide) => (slide ? seen : null));
}

/** The parts that its relatives change, of a config that was read. */
export function llamaParts(model: LlamaConfig): Meaning {
  const every = Array.from({ length: model.n_layer }, (_, layer) => layer);
  return {
    rope: ropeOfModel(model),
    biases: [model.qkv_bias, model.out_bias, model.mlp_bias],
    normed: model.qk_norm,
    local: model.local_rope_theta ?? null,
    scalar: model.query_pre_attn_scalar ?? null,
    cap: model.final_logit_softcapping ?? null,
    offset: model.norm_offset && model.post_norm && model.embedding_scale,
    turning: every.map((layer) => attributeOf(model.rotary_layers, layer)),
    windows: every.map((layer) => {
      const slides = attributeOf(model.sliding_layers, layer);
      const seen = slides ? (model.sliding_window ?? null) : null;
      return model.norm_offset ? [slides, seen] : seen;
    }),
  };
}
