// config.json of LLaMA and its relatives, to and from one config: each class fixes some of its parts.
import { headWidth } from '../../models/llama';
import { LLAMA_KINDS, llamaKind, withBiasesOfClass, type LlamaKind } from '../../models/llamaKinds';
import { LIMITS, type LlamaConfig } from '../../run/modelConfig';
import { common, unsupported, type ConfigJson, type ConfigValues, type ModelShape } from './config';
import { readLayeredRope, readRope, writeRope } from './rope';
import { readLayers, writeLayers } from './llamaLayers';
import { writeSpecialIds } from './special';

interface ClassDefaults {
  readonly n_embd?: number;
  readonly n_layer?: number;
  readonly n_head?: number;
  /** As many as heads where left out. */
  readonly n_kv_head?: number;
  readonly n_inner: number;
  readonly n_positions: number;
  readonly head_dim?: number;
  readonly theta?: number;
  readonly tied?: boolean;
  readonly qk_norm?: true;
}

/** As the classes of transformers have them where config.json is silent. */
const DEFAULTS: Readonly<Record<LlamaKind, ClassDefaults>> = {
  llama: { n_inner: 11_008, n_positions: 2048 },
  qwen2: { n_kv_head: 32, n_inner: 22_016, n_positions: 32_768 },
  qwen3: { n_kv_head: 32, n_inner: 22_016, n_positions: 32_768, head_dim: 128, qk_norm: true },
  mistral: { n_kv_head: 8, n_inner: 14_336, n_positions: 131_072 },
  smollm3: {
    n_embd: 2048,
    n_layer: 36,
    n_head: 16,
    n_kv_head: 4,
    n_inner: 11_008,
    n_positions: 32_768,
    theta: 2e6,
    tied: true,
  },
  gemma3_text: {
    n_embd: 2304,
    n_layer: 26,
    n_head: 8,
    n_kv_head: 4,
    n_inner: 9216,
    n_positions: 131_072,
    head_dim: 256,
    theta: 1e6,
    tied: true,
    qk_norm: true,
  },
};

export const readLlama =
  (kind: LlamaKind) =>
  (json: ConfigJson): LlamaConfig => {
    const defaults = DEFAULTS[kind];
    const { n_embd, n_head, head_dim, n_kv_head } = readHeads(json, defaults);
    const n_layer = json.whole('num_hidden_layers', {
      fallback: defaults.n_layer ?? 32,
      most: LIMITS.layers,
    });
    const n_positions = json.whole('max_position_embeddings', {
      fallback: defaults.n_positions,
      most: LIMITS.positions,
    });
    if (kind !== 'gemma3_text') json.choice('hidden_act', 'silu', { silu: true, swish: true });
    const theta = defaults.theta ?? 10_000;
    const facts = { headDim: head_dim, n_positions, theta };
    const rope = kind === 'gemma3_text' ? readLayeredRope(json, facts) : readRope(json, facts);
    // Lists of factors fix the width of a head.
    const isOwn = head_dim !== n_embd / n_head || rope.rope_scaling?.rope_type === 'longrope';
    return {
      family: 'llama',
      n_layer,
      n_head,
      n_kv_head,
      n_embd,
      ...(isOwn && { head_dim }),
      n_inner: json.whole('intermediate_size', { fallback: defaults.n_inner, most: LIMITS.inner }),
      n_positions,
      ...rope,
      ...readLayers(kind, json, { n_layer, n_positions }),
      ...readBiases(kind, json),
      qk_norm: defaults.qk_norm ?? false,
      ...(kind === 'gemma3_text' ? readGemma(json) : PLAIN),
      tie_word_embeddings: json.flag('tie_word_embeddings', defaults.tied ?? false),
      rms_norm_epsilon: json.number('rms_norm_eps', 1e-6),
      dropout: readDropout(json),
    };
  };

function readHeads(json: ConfigJson, defaults: ClassDefaults) {
  const n_embd = json.whole('hidden_size', {
    fallback: defaults.n_embd ?? 4096,
    most: LIMITS.width,
  });
  const n_head = json.whole('num_attention_heads', {
    fallback: defaults.n_head ?? 32,
    most: LIMITS.heads,
  });
  const n_kv_head = json.whole('num_key_value_heads', {
    fallback: defaults.n_kv_head ?? n_head,
    whenNull: n_head,
    most: LIMITS.heads,
  });
  json.divides(['num_attention_heads', n_head], ['num_key_value_heads', n_kv_head]);
  const isDivided = (json.values.head_dim ?? defaults.head_dim ?? null) === null;
  // Rotary positions turn pairs of a head's numbers.
  if (isDivided) json.divides(['hidden_size', n_embd], ['2 × num_attention_heads', 2 * n_head]);
  const own = { fallback: defaults.head_dim, most: LIMITS.headWidth };
  const head_dim = isDivided ? n_embd / n_head : json.whole('head_dim', own);
  json.divides(['head_dim', head_dim], ['pairs', 2]);
  return { n_embd, n_head, n_kv_head, head_dim };
}

function readBiases(kind: LlamaKind, json: ConfigJson) {
  const has = (key: string, ...kinds: LlamaKind[]): boolean =>
    kinds.includes(kind) && json.flag(key, false);
  const out_bias = has('attention_bias', 'llama', 'qwen3', 'smollm3', 'gemma3_text');
  return {
    qkv_bias: kind === 'qwen2' || out_bias,
    out_bias,
    mlp_bias: has('mlp_bias', 'llama', 'smollm3'),
  };
}

const PLAIN = {
  norm_offset: false,
  post_norm: false,
  embedding_scale: false,
  gate: 'silu',
} as const;

/** Whose activation is under another name. */
function readGemma(json: ConfigJson) {
  const cap = json.values.final_logit_softcapping ?? null;
  if (cap !== null && !(typeof cap === 'number' && Number.isFinite(cap) && cap > 0))
    throw json.bad('theta', 'final_logit_softcapping', cap);
  if (json.gelu('hidden_activation', 'gelu_pytorch_tanh') !== 'gelu_tanh')
    throw unsupported('hidden_activation', json.values.hidden_activation);
  const scalar = json.number('query_pre_attn_scalar', 256);
  if (scalar === 0) throw json.bad('theta', 'query_pre_attn_scalar', scalar);
  return {
    norm_offset: true,
    post_norm: true,
    embedding_scale: true,
    gate: 'gelu_tanh',
    query_pre_attn_scalar: scalar,
    ...(cap !== null && { final_logit_softcapping: cap }),
  } as const;
}

function writeGemma(model: LlamaConfig): ConfigValues {
  return {
    attn_logit_softcapping: null,
    final_logit_softcapping: model.final_logit_softcapping ?? null,
    hidden_activation: 'gelu_pytorch_tanh',
    query_pre_attn_scalar: model.query_pre_attn_scalar ?? headWidth(model),
    rope_local_base_freq: model.local_rope_theta,
  };
}

function readDropout(json: ConfigJson): number {
  const dropout = json.dropout(0, 'attention_dropout');
  if (dropout > 0)
    json.remarks.push({
      code: 'one_dropout',
      fields: { key: 'attention_dropout', value: dropout, others: 'residual 0' },
    });
  return dropout;
}

/** @throws HuggingFaceError unsupported_model */
export function writeLlama(shape: ModelShape<LlamaConfig>): ConfigValues {
  const model = withBiasesOfClass(shape.model);
  const kind = llamaKind(shape.model);
  if (!kind)
    throw unsupported('family', 'llama with parts that no class of transformers has together');
  return {
    ...common(shape),
    architectures: [`${LLAMA_KINDS[kind].className}ForCausalLM`],
    ...(kind !== 'qwen2' && model.out_bias && { attention_bias: true }),
    attention_dropout: model.dropout,
    ...writeSpecialIds(shape.specialIds),
    ...((model.head_dim ?? DEFAULTS[kind].head_dim) && { head_dim: headWidth(model) }),
    ...(kind === 'gemma3_text' ? writeGemma(model) : { hidden_act: 'silu' }),
    hidden_size: model.n_embd,
    intermediate_size: model.n_inner,
    ...(model.mlp_bias && { mlp_bias: true }),
    model_type: kind,
    num_attention_heads: model.n_head,
    num_hidden_layers: model.n_layer,
    num_key_value_heads: model.n_kv_head,
    rms_norm_eps: model.rms_norm_epsilon,
    ...writeRope(model),
    ...writeLayers(kind, model),
    tie_word_embeddings: model.tie_word_embeddings,
    use_cache: true,
  };
}
