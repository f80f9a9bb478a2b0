// config.json of LLaMA and its relatives, to and from one config: each class fixes some of its parts.
import { LLAMA_KINDS, llamaKind, withBiasesOfClass, type LlamaKind } from '../../models/llamaKinds';
import { LIMITS, type LlamaConfig } from '../../run/modelConfig';
import { common, unsupported, type ConfigJson, type ConfigValues, type ModelShape } from './config';
import { readRope, writeRope } from './rope';
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
}

/** As the classes of transformers have them where config.json is silent. */
const DEFAULTS: Readonly<Record<LlamaKind, ClassDefaults>> = {
  llama: { n_inner: 11_008, n_positions: 2048 },
  qwen2: { n_kv_head: 32, n_inner: 22_016, n_positions: 32_768 },
  qwen3: { n_kv_head: 32, n_inner: 22_016, n_positions: 32_768, head_dim: 128 },
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
    json.choice('hidden_act', 'silu', { silu: true, swish: true });
    const theta = defaults.theta ?? 10_000;
    const rope = readRope(json, { headDim: head_dim, n_positions, theta });
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
      qk_norm: kind === 'qwen3',
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
  const out_bias = has('attention_bias', 'llama', 'qwen3', 'smollm3');
  return {
    qkv_bias: kind === 'qwen2' || out_bias,
    out_bias,
    mlp_bias: has('mlp_bias', 'llama', 'smollm3'),
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
  if (!kind) throw unsupported('qk_norm', 'with mlp_bias or rotary_layers');
  return {
    ...common(shape),
    architectures: [`${LLAMA_KINDS[kind].className}ForCausalLM`],
    ...(kind !== 'qwen2' && model.out_bias && { attention_bias: true }),
    attention_dropout: model.dropout,
    ...writeSpecialIds(shape.specialIds),
    ...((model.head_dim ?? kind === 'qwen3') && {
      head_dim: model.head_dim ?? model.n_embd / model.n_head,
    }),
    hidden_act: 'silu',
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
