// What each kind of model takes from a case and gives back, under the case's names.
import { collect, type Seed } from '../../src/training/autograd';
import { QualityMeter } from '../../src/training/evaluate/quality';
import type { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import { buildEncoder, buildEncoderDecoder, buildModel } from '../../src/training/models/model';
import type { ParameterLookup } from '../../src/training/nn/weights';
import { attentionOp } from '../../src/training/ops/attention/attention';
import { add } from '../../src/training/ops/binary';
import { ones } from '../../src/training/ops/layout/constant';
import { crossEntropy } from '../../src/training/ops/losses/crossEntropy';
import type { ModelConfig } from '../../src/training/run/config';
import { shiftedRight } from '../../src/training/objectives/terms/sequenceToSequence';
import { nodeOf, type Tensor } from '../../src/training/tensor';
import type { Numbers } from './numbers';
import type { GraphCase } from './engine';
import { probeAttention } from './probe';

interface Source {
  readonly graph: GraphCase;
  readonly file: SafetensorsFile;
  readonly lookUp: ParameterLookup;
}

type Derive = (results: ReadonlyMap<string, Numbers>) => Numbers;

interface ModelGraph {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly seeds: readonly Seed[];
  /** Put together on the CPU from other results. */
  readonly derived: Readonly<Record<string, Derive>>;
}

export function modelGraph(config: ModelConfig, vocabSize: number, source: Source): ModelGraph {
  switch (config.family) {
    case 'bert':
    case 'distilbert':
      return encoderGraph(config, vocabSize, source);
    case 't5':
      return encoderDecoderGraph(config, vocabSize, source);
    default:
      return languageGraph(config, vocabSize, source);
  }
}

function ints(
  { graph, file }: Source,
  name: string,
  dtype: 'u32' | 'i32',
  map: (values: Int32Array<ArrayBuffer>) => Int32Array<ArrayBuffer> = (values) => values,
  label = name,
): Tensor | undefined {
  if (!file.has(`in.${name}`)) return undefined;
  const { shape } = file.entry(`in.${name}`);
  return graph.leaf(label, shape, dtype, map(file.ints(`in.${name}`)));
}

function rowsOf(file: SafetensorsFile, name: string, labels: Int32Array, start: number) {
  const length = file.entry(`in.${name}`).shape[1]!;
  const rows = Array.from({ length: labels.length / length }, (_, row) =>
    shiftedRight(labels.subarray(row * length, (row + 1) * length), start, 0),
  );
  return Int32Array.from(rows.flatMap((row) => [...row]));
}

/** HF shifts the labels inside the model: place t is compared with label t + 1. */
const shifted =
  (length: number) =>
  (labels: Int32Array): Int32Array<ArrayBuffer> =>
    Int32Array.from(labels, (_, i) => ((i + 1) % length === 0 ? -100 : labels[i + 1]!));

const numbered = (name: string, tensors: readonly Tensor[]): Record<string, Tensor> =>
  Object.fromEntries(tensors.map((tensor, index) => [`${name}.${index}`, tensor]));

const seedOf = (output: Tensor): Seed => ({ output, gradient: ones(output.shape) });

/** As a comparison of models finds it from the same logits [B · T, V]. */
function perplexityOf(logits: Numbers, labels: Int32Array, vocabSize: number): Numbers {
  const meter = new QualityMeter(vocabSize, 1);
  const own = Float32Array.from(logits);
  meter.add(labels, own, own);
  return Float32Array.of(meter.figures().perplexity);
}

function languageGraph(config: ModelConfig, vocabSize: number, source: Source): ModelGraph {
  const { graph, file, lookUp } = source;
  const ids = ints(source, 'input_ids', 'u32')!;
  const keyMask = ints(source, 'attention_mask', 'u32');
  const model = buildModel(config, vocabSize);
  const { logits, final, hidden } = model.forward(lookUp, { ids, keyMask, training: true });
  const outputs = { logits, final, ...numbered('hidden', hidden) };
  const derived = attentionOf(graph, logits).derived;
  const targets = ints(source, 'labels', 'i32', shifted(ids.shape[1]!));
  if (!targets) {
    // A sequence of one token has no next one: the gradient enters at the logits.
    const upstream = graph.leaf('up.logits', logits.shape, 'f32', file.floats('up.logits'));
    return { outputs, seeds: [{ output: logits, gradient: upstream }], derived };
  }
  const { loss } = crossEntropy(logits, targets);
  const labels = shifted(ids.shape[1]!)(file.ints('in.labels'));
  const perplexity = (results: ReadonlyMap<string, Numbers>): Numbers =>
    perplexityOf(results.get('out.logits')!, labels, vocabSize);
  return {
    outputs: { ...outputs, loss },
    seeds: [seedOf(loss)],
    derived: { ...derived, perplexity },
  };
}

function encoderGraph(config: ModelConfig, vocabSize: number, source: Source): ModelGraph {
  const ids = ints(source, 'input_ids', 'u32')!;
  const { logits, final, hidden, pooled, nextSentence } = buildEncoder(config, vocabSize).forward(
    source.lookUp,
    {
      ids,
      keyMask: ints(source, 'attention_mask', 'u32'),
      segments: ints(source, 'token_type_ids', 'u32'),
      training: true,
    },
  );
  const outputs: Record<string, Tensor> = { logits: logits!, final, ...numbered('hidden', hidden) };
  const { loss: maskedLoss } = crossEntropy(logits!, ints(source, 'labels', 'i32')!);
  const { derived } = attentionOf(source.graph, final);
  if (!pooled || !nextSentence) {
    return { outputs: { ...outputs, loss: maskedLoss }, seeds: [seedOf(maskedLoss)], derived };
  }
  const follows = ints(source, 'next_sentence_label', 'i32')!;
  const { loss: sentenceLoss } = crossEntropy(nextSentence, follows);
  Object.assign(outputs, {
    pooled,
    nsp_logits: nextSentence,
    mlm_loss: maskedLoss,
    nsp_loss: sentenceLoss,
    loss: add(maskedLoss, sentenceLoss),
  });
  return { outputs, seeds: [seedOf(maskedLoss), seedOf(sentenceLoss)], derived };
}

function encoderDecoderGraph(config: ModelConfig, vocabSize: number, source: Source): ModelGraph {
  const model = buildEncoderDecoder(config, vocabSize);
  // Where a case has labels alone, the model moves them right itself.
  const moved = (labels: Int32Array) => rowsOf(source.file, 'labels', labels, model.decoderStart);
  const decoderIds =
    ints(source, 'decoder_input_ids', 'u32') ?? ints(source, 'labels', 'u32', moved, 'moved');
  const { logits, final, hidden, encoderFinal, encoderHidden } = model.forward(source.lookUp, {
    ids: ints(source, 'input_ids', 'u32')!,
    keyMask: ints(source, 'attention_mask', 'u32'),
    decoderIds: decoderIds!,
    training: true,
  });
  const { loss } = crossEntropy(logits, ints(source, 'labels', 'i32')!);
  const { derived, biases } = attentionOf(source.graph, logits);
  return {
    outputs: {
      logits,
      final,
      loss,
      encoder_final: encoderFinal,
      ...numbered('hidden', hidden),
      ...numbered('encoder_hidden', encoderHidden),
      ...biases,
    },
    seeds: [seedOf(loss)],
    derived,
  };
}

/** Probabilities of every attention below a tensor, and position biases as T5 shows them. */
function attentionOf(graph: GraphCase, root: Tensor) {
  const counts: Record<string, number> = {};
  const derived: Record<string, Derive> = {};
  const biases: Record<string, Tensor> = {};
  for (const { outputs } of collect([root])) {
    const node = nodeOf(outputs[0]!, attentionOp);
    if (!node) continue;
    const { relativeBias } = node.inputs;
    const isRelative = Object.keys(biases).length > 0 || relativeBias !== undefined;
    const stack = isRelative && !node.attrs.causal && relativeBias ? 'encoder_' : '';
    const name = isRelative && !relativeBias ? 'cross_attn' : `${stack}attn`;
    const index = (counts[name] = (counts[name] ?? -1) + 1);
    derived[`${name}.${index}`] = probeAttention(graph, `${name}.${index}`, node);
    if (relativeBias && index === 0) {
      biases[`${stack}distance_bias`] = relativeBias;
      derived[`${stack}position_bias`] = (results) =>
        byPositions(results.get(`out.${stack}distance_bias`)!, node.attrs);
    }
  }
  return { derived, biases };
}

/** [H, 2T − 1] by distance → [1, H, T, T] by query and key. */
function byPositions(
  bias: Numbers,
  { heads, queryLen, keyLen }: { heads: number; queryLen: number; keyLen: number },
): Numbers {
  const all = queryLen + keyLen - 1;
  return Float32Array.from({ length: heads * queryLen * keyLen }, (_, at) => {
    const [head, position] = [Math.floor(at / (queryLen * keyLen)), at % (queryLen * keyLen)];
    const [row, key] = [Math.floor(position / keyLen), position % keyLen];
    return bias[head * all + key - row + queryLen - 1]!;
  });
}
