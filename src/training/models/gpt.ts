// GPT-2 (Radford et al. 2019): learned positions, pre-LN blocks, GELU, tied head. Names and weight
// layouts ([in, out]) are Hugging Face's. Read it top to bottom: data flows in that order.
// B: sequences, T: places in each, C: width, V: vocabulary.
import type { ParameterLookup } from '../nn/weights';
import type { ParameterSpec } from '../parameters';
import { packedAttention } from '../ops/attention';
import { cachedAttention } from '../ops/cachedAttention';
import { dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/matmul';
import { layerNorm } from '../ops/norm';
import { innerWidth, type GptConfig } from '../run/modelConfig';
import { recomputed, type Tensor } from '../tensor';
import type { LanguageInputs, LanguageOutputs } from './interfaces';

const INITIAL_STD = 0.02;

/** Width of all heads together: C, unless heads were removed. */
export const attentionWidth = ({ n_embd, n_head, pruned }: GptConfig): number =>
  pruned ? n_head * pruned.head_dim : n_embd;

export function gptParameters(shape: GptConfig, vocabSize: number): ParameterSpec[] {
  const { n_layer, n_embd: C, n_positions, bias, tie_word_embeddings } = shape;
  const attention = attentionWidth(shape);
  const inner = innerWidth(shape);
  const specs: ParameterSpec[] = [];
  const weight = (name: string, dims: number[]): void =>
    void specs.push({ name: `${name}.weight`, shape: dims, initial: { normal: INITIAL_STD } });
  const biasOf = (name: string, width: number): void => {
    if (bias) specs.push({ name: `${name}.bias`, shape: [width], initial: { constant: 0 } });
  };
  const norm = (name: string): void => {
    specs.push({ name: `${name}.weight`, shape: [C], initial: { constant: 1 } });
    biasOf(name, C);
  };
  const dense = (name: string, from: number, to: number, std = INITIAL_STD): void => {
    const initial = { normal: std };
    specs.push({ name: `${name}.weight`, shape: [from, to], initial, layout: 'conv1d' });
    biasOf(name, to);
  };
  // Residual projections start smaller, so that the stream's variance does not grow with depth.
  const residualStd = INITIAL_STD / Math.sqrt(2 * n_layer);
  weight('transformer.wte', [vocabSize, C]);
  weight('transformer.wpe', [n_positions, C]);
  for (let layer = 0; layer < n_layer; layer++) {
    const h = `transformer.h.${layer}`;
    norm(`${h}.ln_1`);
    dense(`${h}.attn.c_attn`, C, 3 * attention);
    dense(`${h}.attn.c_proj`, attention, C, residualStd);
    norm(`${h}.ln_2`);
    dense(`${h}.mlp.c_fc`, C, inner);
    dense(`${h}.mlp.c_proj`, inner, C, residualStd);
  }
  norm('transformer.ln_f');
  if (!tie_word_embeddings) weight('lm_head', [vocabSize, C]);
  return specs;
}

/** `parameter` gives the tensor of a name; an optional one may be undefined. */
export function gpt(
  shape: GptConfig,
  parameter: ParameterLookup,
  { ids, keyMask, training, recompute = false, cache }: LanguageInputs,
): LanguageOutputs {
  const { n_layer, n_head: heads, activation, layer_norm_epsilon: eps } = shape;
  const p = training ? shape.dropout : 0;
  const needed = (name: string): Tensor => parameter(name)!;
  const dense = (x: Tensor, name: string, options = {}): Tensor =>
    linear(x, needed(`${name}.weight`), parameter(`${name}.bias`), {
      layout: 'conv1d',
      ...options,
    });
  // Four places for dropout a block; 0 is the embedding's.
  const dropout = (layer: number, place: number) => dropoutAt(p, 1 + 4 * layer + place);

  const wte = needed('transformer.wte.weight');
  let x = embedding(ids, wte, {
    positions: needed('transformer.wpe.weight'),
    past: cache?.control,
    dropout: dropoutAt(p, 0),
  });
  const hidden: Tensor[] = [x];
  let delta: Tensor | undefined;
  let deltaDropout: ReturnType<typeof dropoutAt>;
  // The residual sum in front of each norm is part of the norm's kernel.
  const sumAndNorm = (name: string): Tensor => {
    const options = { eps, dropout: deltaDropout, ...(delta && { delta }) };
    const { sum, normed } = layerNorm(
      x,
      parameter(`${name}.weight`),
      parameter(`${name}.bias`),
      options,
    );
    x = sum;
    return normed;
  };
  const block = (layer: number): void => {
    const h = `transformer.h.${layer}`;
    const attended = sumAndNorm(`${h}.ln_1`);
    if (layer > 0) hidden.push(x);
    const qkv = dense(attended, `${h}.attn.c_attn`);
    const mixed = cache
      ? cachedAttention({ q: qkv }, cache, layer, { heads })
      : packedAttention(qkv, { heads, causal: true, keyMask, dropout: dropout(layer, 0) });
    delta = dense(mixed, `${h}.attn.c_proj`);
    deltaDropout = dropout(layer, 1);
    const fed = sumAndNorm(`${h}.ln_2`);
    delta = dense(dense(fed, `${h}.mlp.c_fc`, { activation }), `${h}.mlp.c_proj`);
    deltaDropout = dropout(layer, 2);
  };
  for (let layer = 0; layer < n_layer; layer++) {
    if (recompute) recomputed(() => block(layer));
    else block(layer);
  }
  const final = sumAndNorm('transformer.ln_f');
  hidden.push(x);
  const head = shape.tie_word_embeddings ? wte : needed('lm_head.weight');
  const logits = linear(final, head, undefined, { layout: 'linear', logits: true });
  return { logits, final, hidden };
}
