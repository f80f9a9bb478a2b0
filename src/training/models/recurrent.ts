// Recurrent language models: embedding, RNN / LSTM / GRU layers from a zero state, linear head.
// Names are torch.nn's. Mikolov et al. 2010; Zaremba et al. 2014 for dropout between layers.
// B: sequences, T: positions in each, V: vocabulary.
import { recurrentLayer, recurrentParameters } from '../nn/recurrent';
import { dense, ParameterList, type ParameterLookup } from '../nn/weights';
import { dropout, dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import type { ParameterSpec } from '../parameters';
import type { RecurrentConfig } from '../run/modelConfig';
import { recomputed, type Tensor } from '../tensor';
import type { LanguageInputs, LanguageOutputs } from './interfaces';

export function recurrentModelParameters(
  config: RecurrentConfig,
  vocabSize: number,
): ParameterSpec[] {
  const { n_layer, n_embd: width, cell, bias, d_embed = width } = config;
  const list = new ParameterList();
  list.normal('embedding.weight', [vocabSize, d_embed]);
  for (let layer = 0; layer < n_layer; layer++) {
    const from = layer === 0 ? d_embed : width;
    recurrentParameters(list, cell, layer, { cell, from, width, bias });
  }
  list.linear('head', width, vocabSize, { head: true });
  return list.specs;
}

/** Padding stands on the right: it is behind every real token, so the mask is not needed. */
export function recurrentModel(
  { n_layer, cell, dropout: share }: RecurrentConfig,
  parameter: ParameterLookup,
  { ids, training, recompute = false }: LanguageInputs,
): LanguageOutputs {
  const p = training ? share : 0;
  let x = dropout(embedding(ids, parameter('embedding.weight')!), dropoutAt(p, 0)); // [B, T, E]
  const hidden: Tensor[] = [x];
  const block = (layer: number): void => {
    x = dropout(recurrentLayer(parameter, x, cell, cell, layer), dropoutAt(p, 1 + layer));
    hidden.push(x); // [B, T, H]
  };
  for (let layer = 0; layer < n_layer; layer++) {
    if (recompute) recomputed(() => block(layer));
    else block(layer);
  }
  return { logits: dense(parameter, x, 'head', { logits: true }), final: x, hidden };
}
