// BERT (Devlin et al. 2019): word, position and segment embeddings, post-LN blocks that see both
// sides, a pooler over [CLS], heads for masked words and for the next sentence. Names are HF's.
// B: sequences, T: positions in each, C: width, V: vocabulary.
import { postNormBlock } from '../nn/postNorm';
import { ResidualStream } from '../nn/residual';
import { dense, ParameterList, type ParameterLookup } from '../nn/weights';
import { add } from '../ops/binary';
import { dropout, dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/matmul';
import { layerNorm } from '../ops/norm';
import { pool } from '../ops/pool';
import { slice } from '../ops/layout/slice';
import type { ParameterSpec } from '../parameters';
import { headsWidth, type BertConfig } from '../run/modelConfig';
import { recomputed, type Tensor } from '../tensor';
import type { EncoderInputs, EncoderOutputs } from './interfaces';

const EMBEDDINGS = 'bert.embeddings';
const layerName = (layer: number): string => `bert.encoder.layer.${layer}`;

export function bertParameters(config: BertConfig, vocabSize: number): ParameterSpec[] {
  const { n_layer, n_embd: C, n_inner } = config;
  const list = new ParameterList();
  list.normal(`${EMBEDDINGS}.word_embeddings.weight`, [vocabSize, C]);
  list.normal(`${EMBEDDINGS}.position_embeddings.weight`, [config.n_positions, C]);
  list.normal(`${EMBEDDINGS}.token_type_embeddings.weight`, [config.type_vocab_size, C]);
  list.norm(`${EMBEDDINGS}.LayerNorm`, C);
  for (let layer = 0; layer < n_layer; layer++) {
    const name = layerName(layer);
    for (const part of ['query', 'key', 'value'])
      list.linear(`${name}.attention.self.${part}`, C, headsWidth(config));
    list.linear(`${name}.attention.output.dense`, headsWidth(config), C);
    list.norm(`${name}.attention.output.LayerNorm`, C);
    list.linear(`${name}.intermediate.dense`, C, n_inner);
    list.linear(`${name}.output.dense`, n_inner, C);
    list.norm(`${name}.output.LayerNorm`, C);
  }
  if (config.pooler) list.linear('bert.pooler.dense', C, C);
  if (config.masked_lm_head) {
    list.linear('cls.predictions.transform.dense', C, C);
    list.norm('cls.predictions.transform.LayerNorm', C);
    list.constant('cls.predictions.bias', [vocabSize], 0);
  }
  if (config.next_sentence_head) list.linear('cls.seq_relationship', C, 2, { head: true });
  return list.specs;
}

export function bert(
  config: BertConfig,
  parameter: ParameterLookup,
  inputs: EncoderInputs,
): EncoderOutputs {
  const { n_layer, n_head: heads, activation, layer_norm_epsilon: eps } = config;
  const { keyMask, training, recompute = false } = inputs;
  const p = training ? config.dropout : 0;
  const stream = new ResidualStream(parameter, { kind: 'layer', eps }, embedded(parameter, inputs));
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
  const pooled = config.pooler
    ? dense(parameter, pool(final, 'cls'), 'bert.pooler.dense', { activation: 'tanh' })
    : undefined;
  const nextSentence =
    pooled && config.next_sentence_head
      ? dense(parameter, pooled, 'cls.seq_relationship')
      : undefined;
  return { final, hidden, pooled, nextSentence, logits: maskedScores(config, parameter, final) };
}

/** The sum of what a token, its place and its segment say, [B, T, C]. */
function embedded(parameter: ParameterLookup, { ids, segments }: EncoderInputs): Tensor {
  const [words, positions, types] = ['word', 'position', 'token_type'].map((what) =>
    parameter(`${EMBEDDINGS}.${what}_embeddings.weight`)!,
  );
  const x = embedding(ids, words!, { positions: positions! });
  return add(x, segments ? embedding(segments, types!) : slice(types!, 0, 0, 1));
}

const namesOf = (name: string) => ({
  attention: {
    query: `${name}.attention.self.query`,
    key: `${name}.attention.self.key`,
    value: `${name}.attention.self.value`,
    out: `${name}.attention.output.dense`,
  },
  attentionNorm: `${name}.attention.output.LayerNorm`,
  inner: `${name}.intermediate.dense`,
  outer: `${name}.output.dense`,
  outerNorm: `${name}.output.LayerNorm`,
});

/** Scores of every word at every place, through the tied embedding, [B, T, V]. */
function maskedScores(
  { masked_lm_head, activation, layer_norm_epsilon: eps }: BertConfig,
  parameter: ParameterLookup,
  final: Tensor,
): Tensor | undefined {
  if (!masked_lm_head) return undefined;
  const name = 'cls.predictions.transform';
  const turned = dense(parameter, final, `${name}.dense`, { activation });
  const [weight, bias] = ['weight', 'bias'].map((part) => parameter(`${name}.LayerNorm.${part}`));
  const { normed } = layerNorm(turned, weight, bias, { eps });
  const words = parameter(`${EMBEDDINGS}.word_embeddings.weight`)!;
  return linear(normed, words, parameter('cls.predictions.bias'), { logits: true });
}
