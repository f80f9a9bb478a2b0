// LLaMA (Touvron et al. 2023): RMSNorm before each part, rotary positions, grouped-query attention,
// SwiGLU, no biases. Its relatives add some (Qwen2), norm each head of q and k (Qwen3), see a window of
// tokens (Mistral) or leave positions out of some layers (SmolLM3). Names and layouts are Hugging Face's.
// B: sequences, T: places in each, C: width, V: vocabulary.
import { attend } from '../nn/attention';
import { rotaryTables } from '../nn/positions';
import { ResidualStream } from '../nn/residual';
import { fixedLength, rotationOf } from '../nn/ropeScaling';
import { dense, ParameterList, residualStd, type ParameterLookup } from '../nn/weights';
import { dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/matmul';
import { swiglu } from '../ops/swiglu';
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

/** What is true of single layers, for those that are kept of a model. */
export function keepLayers(config: LlamaConfig, kept: readonly number[]): LlamaConfig {
  const { sliding_layers, rotary_layers } = config;
  const of = (list: readonly boolean[]): boolean[] => kept.map((layer) => attributeOf(list, layer));
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
  const std = residualStd(2 * n_layer);
  const list = new ParameterList();
  list.normal('model.embed_tokens.weight', [vocabSize, C]);
  for (let layer = 0; layer < n_layer; layer++) {
    const name = layerName(layer);
    list.norm(`${name}.input_layernorm`, C, { bias: false });
    list.linear(`${name}.self_attn.q_proj`, C, n_head * hd, { bias: qkv_bias });
    list.linear(`${name}.self_attn.k_proj`, C, n_kv_head * hd, { bias: qkv_bias });
    list.linear(`${name}.self_attn.v_proj`, C, n_kv_head * hd, { bias: qkv_bias });
    list.linear(`${name}.self_attn.o_proj`, n_head * hd, C, { bias: config.out_bias, std });
    if (config.qk_norm) {
      list.norm(`${name}.self_attn.q_norm`, hd, { bias: false });
      list.norm(`${name}.self_attn.k_norm`, hd, { bias: false });
    }
    list.norm(`${name}.post_attention_layernorm`, C, { bias: false });
    list.linear(`${name}.mlp.gate_proj`, C, n_inner, { bias });
    list.linear(`${name}.mlp.up_proj`, C, n_inner, { bias });
    list.linear(`${name}.mlp.down_proj`, n_inner, C, { bias, std });
  }
  list.norm('model.norm', C, { bias: false });
  if (!config.tie_word_embeddings)
    list.linear('lm_head', C, vocabSize, { bias: false, head: true });
  return list.specs;
}

export function llama(
  config: LlamaConfig,
  parameter: ParameterLookup,
  { ids, keyMask, training, recompute = false, cache }: LanguageInputs,
): LanguageOutputs {
  const { n_layer, n_head, n_kv_head } = config;
  const p = training ? config.dropout : 0;
  // Three places for dropout a block.
  const dropout = (layer: number, place: number) => dropoutAt(p, 3 * layer + place);
  const length = cache ? contextOf(config) : ids.shape[1]!;
  const rotary = rotaryTables(
    length,
    rotationOf({
      headDim: headWidth(config),
      theta: config.rope_theta,
      scaling: config.rope_scaling,
      length,
    }),
  );

  const embedded = embedding(ids, parameter('model.embed_tokens.weight')!); // [B, T, C]
  const norm = { kind: 'rms', eps: config.rms_norm_epsilon } as const;
  const stream = new ResidualStream(parameter, norm, embedded);
  const hidden: Tensor[] = [embedded];
  const block = (layer: number): void => {
    const name = layerName(layer);
    const attended = stream.norm(`${name}.input_layernorm`);
    if (layer > 0) hidden.push(stream.value);
    const projection = (part: string): string => `${name}.self_attn.${part}_proj`;
    const mixed = attend(parameter, attended, {
      names: {
        query: projection('q'),
        key: projection('k'),
        value: projection('v'),
        out: projection('o'),
      },
      heads: n_head,
      kvHeads: n_kv_head,
      causal: true,
      window: attributeOf(config.sliding_layers, layer) ? config.sliding_window : undefined,
      rotary: attributeOf(config.rotary_layers, layer) ? rotary : undefined,
      headNorm: config.qk_norm
        ? { query: `${name}.self_attn.q_norm`, key: `${name}.self_attn.k_norm`, eps: norm.eps }
        : undefined,
      cached: cache && { cache, layer },
      keyMask,
      dropout: dropout(layer, 0),
    });
    stream.add(mixed, dropout(layer, 1));
    const fed = stream.norm(`${name}.post_attention_layernorm`);
    const gate = dense(parameter, fed, `${name}.mlp.gate_proj`);
    const up = dense(parameter, fed, `${name}.mlp.up_proj`);
    stream.add(dense(parameter, swiglu(gate, up), `${name}.mlp.down_proj`), dropout(layer, 2));
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
  return { logits: linear(final, head!, undefined, { logits: true }), final, hidden };
}
