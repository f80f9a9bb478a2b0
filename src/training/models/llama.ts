// LLaMA (Touvron et al. 2023): RMSNorm before each part, rotary positions, grouped-query attention,
// SwiGLU, no biases; Qwen2 has them on q, k and v. Names and weight layouts are Hugging Face's.
// B: sequences, T: positions in each, C: width, V: vocabulary.
import { attend } from '../nn/attention';
import { rotaryTables } from '../nn/positions';
import { ResidualStream } from '../nn/residual';
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

export function llamaParameters(config: LlamaConfig, vocabSize: number): ParameterSpec[] {
  const { n_layer, n_embd: C, n_head, n_kv_head, n_inner, qkv_bias } = config;
  const kvWidth = (C / n_head) * n_kv_head;
  const std = residualStd(2 * n_layer);
  const list = new ParameterList();
  list.normal('model.embed_tokens.weight', [vocabSize, C]);
  for (let layer = 0; layer < n_layer; layer++) {
    const name = layerName(layer);
    list.norm(`${name}.input_layernorm`, C, { bias: false });
    list.linear(`${name}.self_attn.q_proj`, C, C, { bias: qkv_bias });
    list.linear(`${name}.self_attn.k_proj`, C, kvWidth, { bias: qkv_bias });
    list.linear(`${name}.self_attn.v_proj`, C, kvWidth, { bias: qkv_bias });
    list.linear(`${name}.self_attn.o_proj`, C, C, { bias: false, std });
    list.norm(`${name}.post_attention_layernorm`, C, { bias: false });
    list.linear(`${name}.mlp.gate_proj`, C, n_inner, { bias: false });
    list.linear(`${name}.mlp.up_proj`, C, n_inner, { bias: false });
    list.linear(`${name}.mlp.down_proj`, n_inner, C, { bias: false, std });
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
  const { n_layer, n_embd, n_head, n_kv_head } = config;
  const p = training ? config.dropout : 0;
  // Three dropouts a block.
  const dropout = (layer: number, site: number) => dropoutAt(p, 3 * layer + site);
  const rotary = rotaryTables(
    cache ? config.n_positions : ids.shape[1]!,
    n_embd / n_head,
    config.rope_theta,
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
      rotary,
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
