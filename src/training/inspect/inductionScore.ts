// Whether a model that recalls has an induction head (Olsson et al. 2022): how much a head looks from the end of a
// prompt to the answer in it. In float64, from what the model itself computed before the layer.
import type { ComputeContext } from '../../gpu/compute';
import { algorithmicTask } from '../data/corpora/tasks';
import { ForwardReader } from '../evaluate/forwardReader';
import type { BaseModel, ModelWeights } from '../models/baseModel';
import { attributeOf, headWidth } from '../models/llama';
import { buildModel } from '../models/model';
import { uploadWeights } from '../models/upload';
import { rotationOf } from '../nn/ropeScaling';
import { ropeTables } from '../ops/attention/rope';
import { ParameterSet } from '../parameters';
import type { LlamaConfig } from '../run/modelConfig';
import type { AlgorithmConfig } from '../run/objectiveConfig';
import { lookUp } from '../run/state';

const PROMPTS = 64;

export interface HeadScore {
  readonly layer: number;
  readonly head: number;
  /** Mean share of the attention that goes to the answer. */
  readonly score: number;
}

interface Prompts {
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly length: number;
  /** Where the answer stands in each. */
  readonly answers: readonly number[];
}

/** The head that looks there most, of layers that see the whole prompt; null where no layer does. */
export async function inductionScore(
  context: ComputeContext,
  base: BaseModel,
  algorithm: AlgorithmConfig,
): Promise<HeadScore | null> {
  const { config, weights } = base;
  if (config.family !== 'llama' || algorithm.task !== 'recall') return null;
  const prompts = promptsOf(base, algorithm);
  let best: HeadScore | null = null;
  for (let layer = 0; layer < config.n_layer; layer++) {
    if (config.sliding_window && attributeOf(config.sliding_layers, layer)) continue;
    const hidden = await hiddenBefore(context, base, prompts, layer);
    for (let head = 0; head < config.n_head; head++) {
      const score = meanShare(config, weights, { hidden, prompts, layer, head });
      if (!best || score > best.score) best = { layer, head, score };
    }
  }
  return best;
}

function promptsOf({ tokenizer }: BaseModel, algorithm: AlgorithmConfig): Prompts {
  const task = algorithmicTask(algorithm, 0.9, 0);
  const prompts = Array.from({ length: PROMPTS }, (_, i) => task.example('validation', i).prompt);
  const rows = prompts.map((words) => Array.from(tokenizer.encode(words.join(' '))));
  // The letter that is asked for stands before "=", and once before, with its digit behind it.
  const answers = prompts.map((words) => words.indexOf(words.at(-2)!) + 1);
  return { ids: Uint32Array.from(rows.flat()), length: rows[0]!.length, answers };
}

/** What a layer reads of all prompts, [prompts, length, width]. */
async function hiddenBefore(
  context: ComputeContext,
  { config, vocabSize, weights }: BaseModel,
  { ids, length }: Prompts,
  layer: number,
): Promise<Float32Array> {
  const model = buildModel(config, vocabSize);
  const parameters = new ParameterSet(model.parameters);
  uploadWeights(context.buffers, parameters, weights);
  const fields = [{ name: 'ids', shape: [PROMPTS, length], dtype: 'u32' } as const];
  const reader = await ForwardReader.create(context, fields, (input) => {
    const passed = model.forward(lookUp(parameters), { ids: input('ids'), training: false });
    return passed.hidden[layer]!;
  });
  try {
    return await reader.read({ ids });
  } finally {
    reader.destroy();
    context.buffers.freeResident(parameters.weights.buffer);
  }
}

interface Head {
  readonly hidden: Float32Array;
  readonly prompts: Prompts;
  readonly layer: number;
  readonly head: number;
}

function meanShare(
  config: LlamaConfig,
  weights: ModelWeights,
  { hidden, prompts: { answers, length }, layer, head }: Head,
): number {
  const { n_embd: width, n_head, n_kv_head, rms_norm_epsilon: eps, rope_theta: theta } = config;
  const headDim = headWidth(config);
  const name = `model.layers.${layer}`;
  const { cos, sin } = ropeTables(length, rotationOf({ headDim, theta, length }));
  const norm = weights.get(`${name}.input_layernorm.weight`)!;
  const turned = (part: 'q' | 'k', of: number, row: Float64Array, position: number) => {
    const matrix = weights.get(`${name}.self_attn.${part}_proj.weight`)!;
    const rows = matrix.subarray(of * headDim * width, (of + 1) * headDim * width);
    const own = weights.get(`${name}.self_attn.${part}_norm.weight`);
    const cut = times(rows, row, headDim);
    const normedCut = own ? rmsNormed(cut, own, eps) : cut;
    const half = headDim / 2;
    return normedCut.map((value, i) => {
      const other = i < half ? -normedCut[i + half]! : normedCut[i - half]!;
      const at = position * headDim + i;
      return value * cos[at]! + other * sin[at]!;
    });
  };
  const shares = answers.map((answer, prompt) => {
    const rows = Array.from({ length }, (_, position) => {
      const from = (prompt * length + position) * width;
      return rmsNormed(Float64Array.from(hidden.subarray(from, from + width)), norm, eps);
    });
    const query = turned('q', head, rows.at(-1)!, length - 1);
    const kvHead = Math.floor(head / (n_head / n_kv_head));
    const scores = rows.map((row, position) => {
      const key = turned('k', kvHead, row, position);
      return Math.exp(dot(query, key) / Math.sqrt(headDim));
    });
    return scores[answer]! / scores.reduce((sum, one) => sum + one, 0);
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

type Row = Float64Array | Float32Array;

const dot = (a: Row, b: Row): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

const times = (rows: Float32Array, x: Float64Array, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) =>
    dot(x, rows.subarray(i * x.length, (i + 1) * x.length)),
  );

function rmsNormed(x: Float64Array, weight: Float32Array, eps: number): Float64Array {
  const scale = 1 / Math.sqrt(dot(x, x) / x.length + eps);
  return x.map((value, i) => value * scale * weight[i]!);
}
