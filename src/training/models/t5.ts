// T5 (Raffel et al. 2020): encoder and decoder, RMSNorm before each part, scores without 1/sqrt(hd)
// but with a bias by distance that all blocks of a stack share, no other biases. Names are HF's.
// B: sequences, T: positions in each, C: width, V: vocabulary, H: heads.
import { attend } from '../nn/attention';
import { relativeBias } from '../nn/relativeBias';
import { ResidualStream } from '../nn/residual';
import { dense, ParameterList, type ParameterLookup } from '../nn/weights';
import { dropout, dropoutAt } from '../ops/dropout';
import { embedding } from '../ops/embedding';
import { linear } from '../ops/matmul';
import { swiglu } from '../ops/swiglu';
import { scale } from '../ops/unary';
import type { ParameterSpec } from '../parameters';
import type { T5Config } from '../run/modelConfig';
import { recomputed, type Tensor } from '../tensor';
import type { KeyValueCache } from '../ops/attention/cachedAttention';
import type {
  DecoderInputs,
  EncoderDecoderInputs,
  EncoderDecoderOutputs,
  LanguageInputs,
  LanguageOutputs,
  SourceMemory,
} from './interfaces';

type StackName = 'encoder' | 'decoder';

const BIAS = 'relative_attention_bias.weight';
const selfName = (stack: StackName, block: number): string => `${stack}.block.${block}.layer.0`;
const crossName = (block: number): string => `decoder.block.${block}.layer.1`;
const feedName = (stack: StackName, block: number): string =>
  `${stack}.block.${block}.layer.${stack === 'encoder' ? 1 : 2}`;

export function t5Parameters(config: T5Config, vocabSize: number): ParameterSpec[] {
  const { n_embd: C, n_inner, n_head, d_kv, relative_attention_num_buckets } = config;
  const inner = n_head * d_kv;
  const list = new ParameterList();
  const matrix = (name: string, from: number, to: number, std = from ** -0.5): void =>
    list.linear(name, from, to, { bias: false, std });
  const attention = (name: string, hasBias: boolean): void => {
    // Scores are not divided by sqrt(d_kv): the query's weights start that much smaller.
    matrix(`${name}.q`, C, inner, (C * d_kv) ** -0.5);
    matrix(`${name}.k`, C, inner);
    matrix(`${name}.v`, C, inner);
    matrix(`${name}.o`, inner, C);
    if (hasBias)
      list.normal(`${name}.${BIAS}`, [relative_attention_num_buckets, n_head], C ** -0.5);
  };
  list.normal('shared.weight', [vocabSize, C], config.tie_word_embeddings ? 1 : 0.02);
  for (const stack of ['encoder', 'decoder'] as const) {
    const blocks = stack === 'encoder' ? config.n_layer : config.n_decoder_layer;
    for (let block = 0; block < blocks; block++) {
      attention(`${selfName(stack, block)}.SelfAttention`, block === 0);
      list.norm(`${selfName(stack, block)}.layer_norm`, C, { bias: false });
      if (stack === 'decoder') {
        attention(`${crossName(block)}.EncDecAttention`, false);
        list.norm(`${crossName(block)}.layer_norm`, C, { bias: false });
      }
      const feed = feedName(stack, block);
      const gates = config.feed_forward === 'relu' ? ['wi'] : ['wi_0', 'wi_1'];
      for (const gate of gates) matrix(`${feed}.DenseReluDense.${gate}`, C, n_inner);
      matrix(`${feed}.DenseReluDense.wo`, n_inner, C);
      list.norm(`${feed}.layer_norm`, C, { bias: false });
    }
    list.norm(`${stack}.final_layer_norm`, C, { bias: false });
  }
  if (!config.tie_word_embeddings)
    list.linear('lm_head', C, vocabSize, { bias: false, std: C ** -0.5, head: true });
  return list.specs;
}

export function t5(
  config: T5Config,
  parameter: ParameterLookup,
  { ids, keyMask, decoderIds, training, recompute = false }: EncoderDecoderInputs,
): EncoderDecoderOutputs {
  const pass = { p: training ? config.dropout : 0, recompute };
  const encoder = stackOf('encoder', config, parameter, pass, { ids, keyMask });
  const memory = encoder.final; // [B, T, C]
  const decoder = stackOf('decoder', config, parameter, pass, { ids: decoderIds, memory, keyMask });
  const { final, hidden } = decoder; // [B, Td, C]
  const logits = logitsOf(config, parameter, final);
  return { logits, final, hidden, encoderFinal: memory, encoderHidden: encoder.hidden };
}

function logitsOf(config: T5Config, parameter: ParameterLookup, final: Tensor): Tensor {
  const head = parameter(config.tie_word_embeddings ? 'shared.weight' : 'lm_head.weight')!;
  // A tied head has seen embeddings of size 1: the scores are brought back to that.
  const scaled = config.tie_word_embeddings ? scale(final, config.n_embd ** -0.5) : final;
  return linear(scaled, head, undefined, { logits: true });
}

const WRITING = { p: 0, recompute: false };

/** What each block of the decoder looks up in a source. */
export function t5Encode(
  config: T5Config,
  parameter: ParameterLookup,
  { ids, keyMask }: Pick<LanguageInputs, 'ids' | 'keyMask'>,
): SourceMemory {
  const { final } = stackOf('encoder', config, parameter, WRITING, { ids, keyMask });
  return Array.from({ length: config.n_decoder_layer }, (_, block) => {
    const { key, value } = namesOf(`${crossName(block)}.EncDecAttention`);
    return { keys: dense(parameter, final, key), values: dense(parameter, final, value) };
  });
}

/** Of the newest tokens. */
export function t5Decode(
  config: T5Config,
  parameter: ParameterLookup,
  { ids, memory, keyMask, cache }: DecoderInputs,
): LanguageOutputs {
  const inputs = { ids, known: memory, keyMask, cache };
  const stack = stackOf('decoder', config, parameter, WRITING, inputs);
  return { logits: logitsOf(config, parameter, stack.final), ...stack };
}

interface StackInputs {
  readonly ids: Tensor;
  readonly memory?: Tensor;
  /** In place of the memory: what each block looks up in it. */
  readonly known?: SourceMemory;
  readonly cache?: KeyValueCache;
  /** Of the encoder's positions: hides keys of its self-attention and of the decoder's cross-attention. */
  readonly keyMask: Tensor | undefined;
}

function stackOf(
  stack: StackName,
  config: T5Config,
  parameter: ParameterLookup,
  { p, recompute }: { p: number; recompute: boolean },
  { ids, memory, known, keyMask, cache }: StackInputs,
): { final: Tensor; hidden: Tensor[] } {
  const { n_head: heads, layer_norm_epsilon: eps } = config;
  const causal = stack === 'decoder';
  const blocks = causal ? config.n_decoder_layer : config.n_layer;
  // Three dropouts a block and two a stack; the decoder's come behind the encoder's.
  const first = causal ? 3 * config.n_layer + 2 : 0;
  const drop = (site: number) => dropoutAt(p, first + site);
  const keys = cache?.layers[0]!.keys.shape[1] ?? ids.shape[1]!;
  const queries = cache ? 1 : keys;
  const bias = relativeBias(
    parameter(`${selfName(stack, 0)}.SelfAttention.${BIAS}`)!,
    queries,
    keys,
    {
      buckets: config.relative_attention_num_buckets,
      maxDistance: config.relative_attention_max_distance,
      bidirectional: !causal,
    },
  ); // [H, 2T − 1], or of a cache [H, positions]

  const embedded = dropout(embedding(ids, parameter('shared.weight')!), drop(0));
  const stream = new ResidualStream(parameter, { kind: 'rms', eps }, embedded);
  const hidden: Tensor[] = [embedded];
  const block = (index: number): void => {
    const self = selfName(stack, index);
    const attended = stream.norm(`${self}.layer_norm`);
    if (index > 0) hidden.push(stream.value);
    const mixed = attend(parameter, attended, {
      names: namesOf(`${self}.SelfAttention`),
      heads,
      causal,
      scale: 1,
      keyMask: causal ? undefined : keyMask,
      relativeBias: bias,
      cached: cache && { cache, layer: index },
    });
    stream.add(mixed, drop(2 + 3 * index));
    if (memory || known) {
      const requested = stream.norm(`${crossName(index)}.layer_norm`);
      const names = namesOf(`${crossName(index)}.EncDecAttention`);
      const found = attend(parameter, requested, {
        names,
        heads,
        memory,
        known: known?.[index],
        causal: false,
        scale: 1,
        keyMask,
      });
      stream.add(found, drop(3 + 3 * index));
    }
    const feed = feedName(stack, index);
    const fed = feedForward(config, parameter, stream.norm(`${feed}.layer_norm`), feed);
    stream.add(fed, drop(4 + 3 * index));
  };
  for (let index = 0; index < blocks; index++) {
    if (recompute) recomputed(() => block(index));
    else block(index);
  }
  const final = dropout(stream.norm(`${stack}.final_layer_norm`), drop(1));
  hidden.push(stream.value);
  return { final, hidden };
}

const namesOf = (name: string) => ({
  query: `${name}.q`,
  key: `${name}.k`,
  value: `${name}.v`,
  out: `${name}.o`,
});

function feedForward(
  config: T5Config,
  parameter: ParameterLookup,
  x: Tensor,
  name: string,
): Tensor {
  const part = (weight: string): string => `${name}.DenseReluDense.${weight}`;
  const inner =
    config.feed_forward === 'relu'
      ? dense(parameter, x, part('wi'), { activation: 'relu' })
      : swiglu(dense(parameter, x, part('wi_0')), dense(parameter, x, part('wi_1')), 'gelu_tanh');
  return dense(parameter, inner, part('wo'));
}
