// GPT-2 (Radford et al. 2019): learned positions, pre-LN blocks, GELU, tied head. Names and weight
// layouts ([in, out]) are Hugging Face's. Read it top to bottom: data flows in that order.
// B: sequences, T: positions in each, C: width, V: vocabulary.
import { ResidualStream } from '../nn/residual';
import { dense, ParameterList, residualStd, type ParameterLookup } from '../nn/weights';
import { packedAttention } from '../ops/attention/attention';
import { cachedAttention } from '../ops/attention/cachedAttention';
import { dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/matmul';
import type { ParameterSpec } from '../parameters';
import { innerWidth, type GptConfig } from '../run/modelConfig';
import { recomputed, type Tensor } from '../tensor';
import type { LanguageInputs, LanguageOutputs } from './interfaces';

const layerName = (layer: number): string => `transformer.h.${layer}`;

/** Width of all heads together: C, unless heads were removed. */
export const attentionWidth = ({ n_embd, n_head, pruned }: GptConfig): number =>
  pruned ? n_head * pruned.head_dim : n_embd;

export function gptParameters(config: GptConfig, vocabSize: number): ParameterSpec[] {
  const { n_layer, n_embd: C, bias } = config;
  const attention = attentionWidth(config);
  const inner = innerWidth(config);
  const std = residualStd(2 * n_layer);
  const list = new ParameterList();
  list.normal('transformer.wte.weight', [vocabSize, C]);
  list.normal('transformer.wpe.weight', [config.n_positions, C]);
  for (let layer = 0; layer < n_layer; layer++) {
    const name = layerName(layer);
    list.norm(`${name}.ln_1`, C, { bias });
    list.conv1d(`${name}.attn.c_attn`, C, 3 * attention, { bias });
    list.conv1d(`${name}.attn.c_proj`, attention, C, { bias, std });
    list.norm(`${name}.ln_2`, C, { bias });
    list.conv1d(`${name}.mlp.c_fc`, C, inner, { bias });
    list.conv1d(`${name}.mlp.c_proj`, inner, C, { bias, std });
  }
  list.norm('transformer.ln_f', C, { bias });
  if (!config.tie_word_embeddings)
    list.linear('lm_head', C, vocabSize, { bias: false, head: true });
  return list.specs;
}

export function gpt(
  config: GptConfig,
  parameter: ParameterLookup,
  { ids, keyMask, training, recompute = false, cache }: LanguageInputs,
): LanguageOutputs {
  const { n_layer, n_head: heads, activation, layer_norm_epsilon: eps } = config;
  const p = training ? config.dropout : 0;
  // Four dropouts a block; 0 is the embedding's.
  const dropout = (layer: number, site: number) => dropoutAt(p, 1 + 4 * layer + site);

  const wte = parameter('transformer.wte.weight')!;
  const embedded = embedding(ids, wte, {
    positions: parameter('transformer.wpe.weight')!,
    past: cache?.control,
    dropout: dropoutAt(p, 0),
  }); // [B, T, C]
  const stream = new ResidualStream(parameter, { kind: 'layer', eps }, embedded);
  const hidden: Tensor[] = [embedded];

  const attention = (x: Tensor, layer: number): Tensor => {
    const name = `${layerName(layer)}.attn`;
    const qkv = dense(parameter, x, `${name}.c_attn`, { layout: 'conv1d' }); // [B, T, 3C]
    const mixed = cache
      ? cachedAttention({ q: qkv }, cache, layer, { heads })
      : packedAttention(qkv, { heads, causal: true, keyMask, dropout: dropout(layer, 0) });
    return dense(parameter, mixed, `${name}.c_proj`, { layout: 'conv1d' });
  };
  const mlp = (x: Tensor, layer: number): Tensor => {
    const name = `${layerName(layer)}.mlp`;
    const inner = dense(parameter, x, `${name}.c_fc`, { layout: 'conv1d', activation });
    return dense(parameter, inner, `${name}.c_proj`, { layout: 'conv1d' });
  };
  const block = (layer: number): void => {
    const attended = stream.norm(`${layerName(layer)}.ln_1`);
    if (layer > 0) hidden.push(stream.value);
    stream.add(attention(attended, layer), dropout(layer, 1));
    const fed = stream.norm(`${layerName(layer)}.ln_2`);
    stream.add(mlp(fed, layer), dropout(layer, 2));
  };
  for (let layer = 0; layer < n_layer; layer++) {
    if (recompute) recomputed(() => block(layer));
    else block(layer);
  }

  const final = stream.norm('transformer.ln_f');
  hidden.push(stream.value);
  const head = config.tie_word_embeddings ? wte : parameter('lm_head.weight')!;
  return { logits: linear(final, head, undefined, { logits: true }), final, hidden };
}
