// LLaMA (Touvron et al. 2023): RMSNorm before each part, rotary positions, grouped-query attention,
// SwiGLU, no biases. Its relatives add some (Qwen2), norm each head of q and k (Qwen3), see a window of
// tokens (Mistral), leave positions out of some layers (SmolLM3) or norm what a part adds (Gemma 3). Names
// and layouts are Hugging Face's.
// B: sequences, T: positions in each, C: width, V: vocabulary.
import { attend } from '../nn/attention';
import { rotaryTables } from '../nn/positions';
import { ResidualStream } from '../nn/residual';
import { fixedLength, rotationOf } from '../nn/ropeScaling';
import { dense, ParameterList, residualStd, type ParameterLookup } from '../nn/weights';
import { activation } from '../ops/activation';
import { dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/matmul';
import { rmsNorm } from '../ops/norm';
import { swiglu } from '../ops/swiglu';
import { scale } from '../ops/unary';
import type { ParameterSpec } from '../parameters';
import type { LlamaConfig } from '../run/modelConfig';
import { recomputed, type Tensor } from '../tensor';
import type { LanguageInputs, LanguageOutputs } from './interfaces';

const layerName = (layer: number): string => `model.layers.${layer}`;

export const headWidth = ({ head_dim, n_embd, n_head }: LlamaConfig): number =>
  head_dim ?? n_embd / n_head;

/** Longest sequence that is written token by token. */
export const contextOf = ({ n_positions, rope_scaling }: LlamaConfig): number =>
  fixedLength(n_positions, rope_scaling);

/** An entry of a list that may be left out, and may be shorter than the layers are many. */
export const attributeOf = (list: readonly boolean[] | undefined, layer: number): boolean =>
  list?.[layer % list.length] ?? true;

/** What is true of single layers, for the layers that remain of a model. */
export function keepLayers(config: LlamaConfig, remaining: readonly number[]): LlamaConfig {
  const { sliding_layers, rotary_layers } = config;
  const of = (list: readonly boolean[]): boolean[] =>
    remaining.map((layer) => attributeOf(list, layer));
  return {
    ...config,
    ...(sliding_layers && { sliding_layers: of(sliding_layers) }),
    ...(rotary_layers && { rotary_layers: of(rotary_layers) }),
  };
}

export function llamaParameters(config: LlamaConfig, vocabSize: number): ParameterSpec[] {
  const { n_layer, n_embd: C, n_head, n_kv_head, n_inner, qkv_bias } = config;
  const hd = headWidth(config);
  const bias = config.mlp_bias;
  // Where a norm multiplies by 1 + weight, it begins with 0.
  const norm = (name: string, width: number): void =>
    list.constant(`${name}.weight`, [width], config.norm_offset ? 0 : 1);
  const std = residualStd(2 * n_layer);
  const list = new ParameterList();
  list.normal('model.embed_tokens.weight', [vocabSize, C]);
  for (let layer = 0; layer < n_layer; layer++) {
    const name = layerName(layer);
    norm(`${name}.input_layernorm`, C);
    list.linear(`${name}.self_attn.q_proj`, C, n_head * hd, { bias: qkv_bias });
    list.linear(`${name}.self_attn.k_proj`, C, n_kv_head * hd, { bias: qkv_bias });
    list.linear(`${name}.self_attn.v_proj`, C, n_kv_head * hd, { bias: qkv_bias });
    list.linear(`${name}.self_attn.o_proj`, n_head * hd, C, { bias: config.out_bias, std });
    if (config.qk_norm) {
      norm(`${name}.self_attn.q_norm`, hd);
      norm(`${name}.self_attn.k_norm`, hd);
    }
    norm(`${name}.post_attention_layernorm`, C);
    if (config.post_norm) norm(`${name}.pre_feedforward_layernorm`, C);
    list.linear(`${name}.mlp.gate_proj`, C, n_inner, { bias });
    list.linear(`${name}.mlp.up_proj`, C, n_inner, { bias });
    list.linear(`${name}.mlp.down_proj`, n_inner, C, { bias, std });
    if (config.post_norm) norm(`${name}.post_feedforward_layernorm`, C);
  }
  norm('model.norm', C);
  if (!config.tie_word_embeddings)
    list.linear('lm_head', C, vocabSize, { bias: false, head: true });
  return list.specs;
}

/** Weights of norms as they multiply. */
const withOffset =
  (parameter: ParameterLookup): ParameterLookup =>
  (name) => {
    const stored = parameter(name);
    return stored && name.endsWith('norm.weight') ? scale(stored, 1, 1) : stored;
  };

/** Tables of the layers without and with a window. */
function rotaryOf(config: LlamaConfig, length: number) {
  const headDim = headWidth(config);
  const { rope_theta: theta, rope_scaling: scaling, local_rope_theta: local } = config;
  const all = rotaryTables(length, rotationOf({ headDim, theta, scaling, length }));
  const within = local ? rotaryTables(length, rotationOf({ headDim, theta: local, length })) : all;
  return { all, within };
}

export function llama(
  config: LlamaConfig,
  stored: ParameterLookup,
  { ids, keyMask, training, recompute = false, cache }: LanguageInputs,
): LanguageOutputs {
  const { n_layer, n_embd, n_head, n_kv_head, post_norm, query_pre_attn_scalar: scalar } = config;
  const parameter = config.norm_offset ? withOffset(stored) : stored;
  const p = training ? config.dropout : 0;
  // Three dropouts a block.
  const dropout = (layer: number, site: number) => dropoutAt(p, 3 * layer + site);
  const rotary = rotaryOf(config, cache ? contextOf(config) : ids.shape[1]!);

  const rows = embedding(ids, parameter('model.embed_tokens.weight')!);
  const embedded = config.embedding_scale ? scale(rows, Math.sqrt(n_embd)) : rows; // [B, T, C]
  const norm = { kind: 'rms', eps: config.rms_norm_epsilon } as const;
  const stream = new ResidualStream(parameter, norm, embedded);
  const hidden: Tensor[] = [embedded];
  /** What a part gives is normed before it is added, where the model has such norms. */
  const added = (x: Tensor, name: string): Tensor =>
    post_norm ? rmsNorm(x, parameter(`${name}.weight`), norm).normed : x;
  const block = (layer: number): void => {
    const name = layerName(layer);
    const attended = stream.norm(`${name}.input_layernorm`);
    if (layer > 0) hidden.push(stream.value);
    const slides = attributeOf(config.sliding_layers, layer);
    const mixed = attend(parameter, attended, {
      names: attentionNames(`${name}.self_attn`),
      heads: n_head,
      kvHeads: n_kv_head,
      causal: true,
      ...(scalar && { scale: scalar ** -0.5 }),
      window: slides ? config.sliding_window : undefined,
      rotary: attributeOf(config.rotary_layers, layer)
        ? rotary[slides ? 'within' : 'all']
        : undefined,
      headNorm: config.qk_norm
        ? { query: `${name}.self_attn.q_norm`, key: `${name}.self_attn.k_norm`, eps: norm.eps }
        : undefined,
      cached: cache && { cache, layer },
      keyMask,
      dropout: dropout(layer, 0),
    });
    stream.add(added(mixed, `${name}.post_attention_layernorm`), dropout(layer, 1));
    const before = post_norm ? 'pre_feedforward_layernorm' : 'post_attention_layernorm';
    const fed = stream.norm(`${name}.${before}`);
    const gate = dense(parameter, fed, `${name}.mlp.gate_proj`);
    const up = dense(parameter, fed, `${name}.mlp.up_proj`);
    const down = dense(parameter, swiglu(gate, up, config.gate), `${name}.mlp.down_proj`);
    stream.add(added(down, `${name}.post_feedforward_layernorm`), dropout(layer, 2));
  };
  for (let layer = 0; layer < n_layer; layer++) {
    if (recompute) recomputed(() => block(layer));
    else block(layer);
  }
  const final = stream.norm('model.norm');
  hidden.push(stream.value);
  const head = parameter(
    config.tie_word_embeddings ? 'model.embed_tokens.weight' : 'lm_head.weight',
  );
  const scores = linear(final, head!, undefined, { logits: true });
  return { logits: capped(scores, config.final_logit_softcapping), final, hidden };
}

const attentionNames = (name: string) => ({
  query: `${name}.q_proj`,
  key: `${name}.k_proj`,
  value: `${name}.v_proj`,
  out: `${name}.o_proj`,
});

const capped = (logits: Tensor, cap: number | undefined): Tensor =>
  cap ? scale(activation(scale(logits, 1 / cap), 'tanh'), cap) : logits;
