// A language model of gated causal convolutions with residual sums (Dauphin et al. 2017; dilations
// as in van den Oord et al. 2016). Positions need no embedding: taps know their distance.
// B: sequences, T: positions in each, C: width, V: vocabulary.
import { convolutionLayer, convolutionParameters } from '../nn/convolution';
import { ResidualStream } from '../nn/residual';
import { dense, ParameterList, residualStd, type ParameterLookup } from '../nn/weights';
import { dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/matmul';
import type { ParameterSpec } from '../parameters';
import type { ConvolutionConfig } from '../run/modelConfig';
import { recomputed, type Tensor } from '../tensor';
import type { LanguageInputs, LanguageOutputs } from './interfaces';

const layerName = (layer: number): string => `layers.${layer}`;

export function convolutionModelParameters(
  config: ConvolutionConfig,
  vocabSize: number,
): ParameterSpec[] {
  const { n_layer, n_embd: C, kernel_size } = config;
  const list = new ParameterList();
  list.normal('embedding.weight', [vocabSize, C]);
  for (let layer = 0; layer < n_layer; layer++) {
    const name = layerName(layer);
    list.norm(`${name}.norm`, C);
    convolutionParameters(list, `${name}.conv`, C, kernel_size);
    list.linear(`${name}.out`, C, C, { std: residualStd(n_layer) });
  }
  list.norm('norm', C);
  if (!config.tie_word_embeddings) list.linear('head', C, vocabSize, { bias: false, head: true });
  return list.specs;
}

export function convolutionModel(
  config: ConvolutionConfig,
  parameter: ParameterLookup,
  { ids, training, recompute = false }: LanguageInputs,
): LanguageOutputs {
  const { n_layer, dilation_cycle, layer_norm_epsilon: eps } = config;
  const p = training ? config.dropout : 0;
  const table = parameter('embedding.weight')!;
  const embedded = embedding(ids, table); // [B, T, C]
  const stream = new ResidualStream(parameter, { kind: 'layer', eps }, embedded);
  const hidden: Tensor[] = [embedded];
  const block = (layer: number): void => {
    const name = layerName(layer);
    const normed = stream.norm(`${name}.norm`);
    if (layer > 0) hidden.push(stream.value);
    const dilation = 2 ** (layer % dilation_cycle);
    const mixed = convolutionLayer(parameter, normed, `${name}.conv`, dilation);
    stream.add(dense(parameter, mixed, `${name}.out`), dropoutAt(p, layer));
  };
  for (let layer = 0; layer < n_layer; layer++) {
    if (recompute) recomputed(() => block(layer));
    else block(layer);
  }
  const final = stream.norm('norm');
  hidden.push(stream.value);
  const head = config.tie_word_embeddings ? table : parameter('head.weight')!;
  return { logits: linear(final, head, undefined, { logits: true }), final, hidden };
}
