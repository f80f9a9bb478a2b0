// DistilBERT (Sanh et al. 2019): BERT without segments and pooler, with a head for masked words.
// Names are Hugging Face's; every LayerNorm has epsilon 1e-12.
// B: sequences, T: positions in each, C: width, V: vocabulary.
import { postNormBlock } from '../nn/postNorm';
import { ResidualStream } from '../nn/residual';
import { dense, ParameterList, type ParameterLookup } from '../nn/weights';
import { dropout, dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/matmul';
import { layerNorm } from '../ops/norm';
import type { ParameterSpec } from '../parameters';
import { headsWidth, type DistilbertConfig } from '../run/modelConfig';
import { recomputed, type Tensor } from '../tensor';
import type { EncoderInputs, EncoderOutputs } from './interfaces';

const EMBEDDINGS = 'distilbert.embeddings';
const EPSILON = 1e-12;
const layerName = (layer: number): string => `distilbert.transformer.layer.${layer}`;

export function distilbertParameters(config: DistilbertConfig, vocabSize: number): ParameterSpec[] {
  const { n_layer, n_embd: C, n_inner } = config;
  const list = new ParameterList();
  list.normal(`${EMBEDDINGS}.word_embeddings.weight`, [vocabSize, C]);
  list.normal(`${EMBEDDINGS}.position_embeddings.weight`, [config.n_positions, C]);
  list.norm(`${EMBEDDINGS}.LayerNorm`, C);
  for (let layer = 0; layer < n_layer; layer++) {
    const name = layerName(layer);
    for (const part of ['q', 'k', 'v'])
      list.linear(`${name}.attention.${part}_lin`, C, headsWidth(config));
    list.linear(`${name}.attention.out_lin`, headsWidth(config), C);
    list.norm(`${name}.sa_layer_norm`, C);
    list.linear(`${name}.ffn.lin1`, C, n_inner);
    list.linear(`${name}.ffn.lin2`, n_inner, C);
    list.norm(`${name}.output_layer_norm`, C);
  }
  if (config.masked_lm_head) {
    list.linear('vocab_transform', C, C);
    list.norm('vocab_layer_norm', C);
    list.constant('vocab_projector.bias', [vocabSize], 0);
  }
  return list.specs;
}

export function distilbert(
  config: DistilbertConfig,
  parameter: ParameterLookup,
  { ids, keyMask, training, recompute = false }: EncoderInputs,
): EncoderOutputs {
  const { n_layer, n_head: heads, activation } = config;
  const p = training ? config.dropout : 0;
  const words = parameter(`${EMBEDDINGS}.word_embeddings.weight`)!;
  const positions = parameter(`${EMBEDDINGS}.position_embeddings.weight`)!;
  const norm = { kind: 'layer', eps: EPSILON } as const;
  const stream = new ResidualStream(parameter, norm, embedding(ids, words, { positions }));
  stream.normalize(`${EMBEDDINGS}.LayerNorm`);
  stream.value = dropout(stream.value, dropoutAt(p, 0));
  const hidden: Tensor[] = [stream.value];
  const block = (layer: number): void => {
    const names = namesOf(layerName(layer));
    const firstDropout = 1 + 3 * layer;
    postNormBlock(parameter, stream, {
      names,
      heads,
      activation,
      keyMask,
      dropout: p,
      firstDropout,
    });
    hidden.push(stream.value);
  };
  for (let layer = 0; layer < n_layer; layer++) {
    if (recompute) recomputed(() => block(layer));
    else block(layer);
  }
  const final = stream.value; // [B, T, C]
  if (!config.masked_lm_head) return { final, hidden };
  const turned = dense(parameter, final, 'vocab_transform', { activation });
  const [weight, bias] = ['weight', 'bias'].map((part) => parameter(`vocab_layer_norm.${part}`));
  const { normed } = layerNorm(turned, weight, bias, { eps: EPSILON });
  const logits = linear(normed, words, parameter('vocab_projector.bias'), { logits: true });
  return { final, hidden, logits };
}

const namesOf = (name: string) => ({
  attention: {
    query: `${name}.attention.q_lin`,
    key: `${name}.attention.k_lin`,
    value: `${name}.attention.v_lin`,
    out: `${name}.attention.out_lin`,
  },
  attentionNorm: `${name}.sa_layer_norm`,
  inner: `${name}.ffn.lin1`,
  outer: `${name}.ffn.lin2`,
  outerNorm: `${name}.output_layer_norm`,
});
