// A decoder put together block by block: what mixes positions (attention, recurrence, convolution) and
// what transforms each position (ReLU as in Vaswani et al. 2017, GELU, SwiGLU) are chosen separately.
// B: sequences, T: positions in each, C: width, V: vocabulary, hd: width of a head.
import { attend, type AttentionLayer } from '../nn/attention';
import { convolutionLayer, convolutionParameters } from '../nn/convolution';
import { alibiSlopes, rotaryTables, sinusoidalTable } from '../nn/positions';
import { recurrentLayer, recurrentParameters } from '../nn/recurrent';
import { ResidualStream } from '../nn/residual';
import { dense, ParameterList, residualStd, type ParameterLookup } from '../nn/weights';
import { plainRotation } from '../ops/attention/rope';
import { dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/matmul';
import { swiglu } from '../ops/swiglu';
import type { ParameterSpec } from '../parameters';
import type { BlocksConfig } from '../run/modelConfig';
import { recomputed, type Tensor } from '../tensor';
import type { LanguageInputs, LanguageOutputs } from './interfaces';

type Block = BlocksConfig['blocks'][number];

const blockName = (block: number): string => `blocks.${block}`;
const blockAt = ({ blocks }: BlocksConfig, index: number): Block => blocks[index % blocks.length]!;
const attentionNames = (name: string) => ({
  query: `${name}.q`,
  key: `${name}.k`,
  value: `${name}.v`,
  out: `${name}.out`,
});

export function blocksParameters(config: BlocksConfig, vocabSize: number): ParameterSpec[] {
  const { n_layer, n_embd: C } = config;
  const list = new ParameterList();
  const normBias = { bias: config.norm === 'layer' };
  list.normal('embedding.weight', [vocabSize, C]);
  if (config.positions === 'learned') list.normal('positions.weight', [config.n_positions, C]);
  for (let index = 0; index < n_layer; index++) {
    const name = blockName(index);
    list.norm(`${name}.mixer_norm`, C, normBias);
    mixerParameters(list, `${name}.mixer`, config, blockAt(config, index));
    list.norm(`${name}.feed_forward_norm`, C, normBias);
    feedForwardParameters(list, `${name}.feed_forward`, config, blockAt(config, index));
  }
  list.norm('norm', C, normBias);
  if (!config.tie_word_embeddings) list.linear('head', C, vocabSize, { bias: false, head: true });
  return list.specs;
}

function mixerParameters(
  list: ParameterList,
  name: string,
  { n_layer, n_embd: C, n_head }: BlocksConfig,
  { mixer }: Block,
): void {
  if (mixer.kind === 'attention') {
    const kvWidth = (C / n_head) * (mixer.n_kv_head ?? n_head);
    list.linear(`${name}.q`, C, C);
    list.linear(`${name}.k`, C, kvWidth);
    list.linear(`${name}.v`, C, kvWidth);
  } else if (mixer.kind === 'recurrent') {
    recurrentParameters(list, `${name}.${mixer.cell}`, 0, { cell: mixer.cell, from: C, width: C });
  } else convolutionParameters(list, `${name}.conv`, C, mixer.kernel_size);
  list.linear(`${name}.out`, C, C, { std: residualStd(2 * n_layer) });
}

function feedForwardParameters(
  list: ParameterList,
  name: string,
  { n_layer, n_embd: C, n_inner }: BlocksConfig,
  { feed_forward }: Block,
): void {
  if (feed_forward === 'swiglu') list.linear(`${name}.gate`, C, n_inner);
  list.linear(`${name}.up`, C, n_inner);
  list.linear(`${name}.down`, n_inner, C, { std: residualStd(2 * n_layer) });
}

export function blocks(
  config: BlocksConfig,
  parameter: ParameterLookup,
  { ids, keyMask, training, recompute = false }: LanguageInputs,
): LanguageOutputs {
  const { n_layer, n_head: heads, n_embd: C } = config;
  const p = training ? config.dropout : 0;
  // Three dropouts a block; 0 is the embedding's.
  const drop = (index: number, site: number) => dropoutAt(p, 1 + 3 * index + site);
  const length = ids.shape[1]!;
  const words = parameter('embedding.weight')!;
  const positions = absolutePositions(config, parameter, length);
  const embedded = embedding(ids, words, {
    ...(positions && { positions }),
    dropout: dropoutAt(p, 0)!,
  });
  const stream = new ResidualStream(
    parameter,
    { kind: config.norm, eps: config.norm_epsilon },
    embedded,
  );
  const attention = {
    heads,
    causal: true,
    keyMask,
    rotary:
      config.positions === 'rope'
        ? rotaryTables(length, plainRotation(C / heads, config.rope_theta))
        : undefined,
    alibiSlopes: config.positions === 'alibi' ? alibiSlopes(heads) : undefined,
  };
  const hidden: Tensor[] = [embedded];
  const block = (index: number): void => {
    const name = blockName(index);
    const chosen = blockAt(config, index);
    const mixed = stream.norm(`${name}.mixer_norm`);
    if (index > 0) hidden.push(stream.value);
    const layer = { ...attention, dropout: drop(index, 0) };
    stream.add(mix(parameter, mixed, `${name}.mixer`, chosen, layer), drop(index, 1));
    const fed = stream.norm(`${name}.feed_forward_norm`);
    stream.add(feedForward(parameter, fed, `${name}.feed_forward`, chosen), drop(index, 2));
  };
  for (let index = 0; index < n_layer; index++) {
    if (recompute) recomputed(() => block(index));
    else block(index);
  }
  const final = stream.norm('norm');
  hidden.push(stream.value);
  const head = config.tie_word_embeddings ? words : parameter('head.weight')!;
  return { logits: linear(final, head, undefined, { logits: true }), final, hidden };
}

/** [at least T, C]; none where attention itself knows positions. */
function absolutePositions(
  { positions, n_embd }: BlocksConfig,
  parameter: ParameterLookup,
  length: number,
): Tensor | undefined {
  if (positions === 'learned') return parameter('positions.weight');
  return positions === 'sinusoidal' ? sinusoidalTable(length, n_embd) : undefined;
}

/** [B, T, C] → [B, T, C] */
function mix(
  parameter: ParameterLookup,
  x: Tensor,
  name: string,
  { mixer }: Block,
  layer: Omit<AttentionLayer, 'names'>,
): Tensor {
  if (mixer.kind === 'attention') {
    const names = attentionNames(name);
    return attend(parameter, x, { ...layer, names, kvHeads: mixer.n_kv_head });
  }
  const mixed =
    mixer.kind === 'recurrent'
      ? recurrentLayer(parameter, x, mixer.cell, `${name}.${mixer.cell}`, 0)
      : convolutionLayer(parameter, x, `${name}.conv`, mixer.dilation);
  return dense(parameter, mixed, `${name}.out`);
}

/** [B, T, C] → [B, T, C] */
function feedForward(
  parameter: ParameterLookup,
  x: Tensor,
  name: string,
  { feed_forward: kind }: Block,
): Tensor {
  const inner =
    kind === 'swiglu'
      ? swiglu(dense(parameter, x, `${name}.gate`), dense(parameter, x, `${name}.up`))
      : dense(parameter, x, `${name}.up`, { activation: kind === 'relu' ? 'relu' : 'gelu_tanh' });
  return dense(parameter, inner, `${name}.down`);
}
