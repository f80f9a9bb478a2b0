// A whole GPT on compressed weights: what the ledger counts, and logits against the same model with
// the weights that the packed ones stand for.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STEP_SIZE_BYTES } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import type { ComputeContext } from '../../src/gpu/compute';
import {
  CompressedWeights,
  schemeForLayers,
  type WeightScheme,
} from '../../src/training/compress/compressedWeights';
import { rankForEnergy } from '../../src/training/compress/factored';
import { GraphLowering } from '../../src/training/lower';
import { buildModel } from '../../src/training/models/model';
import { ParameterSet, type ParameterSpec } from '../../src/training/parameters';
import { leaf, type Tensor } from '../../src/training/tensor';
import { expectClose, integers } from '../kernels/reference';
import { openNodeContext } from '../../src/host/node/context';

const V = 67;
const T = 5;
const model = buildModel(
  {
    family: 'gpt',
    n_layer: 1,
    n_head: 2,
    n_embd: 64,
    n_positions: 8,
    activation: 'gelu_tanh',
    bias: true,
    tie_word_embeddings: true,
    dropout: 0,
    layer_norm_epsilon: 1e-5,
  },
  V,
);

let context: ComputeContext;
const source = new ParameterSet(model.parameters);
beforeAll(async () => {
  context = await openNodeContext();
  context.buffers.write(source.weights, source.initialWeights(7));
});
afterAll(() => context.destroy());

type Lookup = (name: string) => Tensor | undefined;

async function compute(tensors: readonly Tensor[], inputs: readonly [Tensor, Uint32Array][]) {
  const recorder = new Recorder(context.open.limits);
  const lowering = new GraphLowering(recorder, recorder.scratch('step', STEP_SIZE_BYTES));
  const targets = tensors.map((tensor) => {
    const size = tensor.shape.reduce((product, dim) => product * dim, 4);
    return { tensor, into: wholeView(declareBuffer(tensor.name, size, 'data', true)) };
  });
  lowering.run(targets);
  const program = await context.compile(recorder.dispatches);
  for (const [tensor, data] of inputs) context.buffers.write(tensor.leaf!, data.slice());
  program.run();
  const labels = recorder.dispatches.map(({ label }) => label);
  const results: Float32Array[] = [];
  for (const { into } of targets) results.push(await context.buffers.readFloats(into));
  program.destroy();
  return { results, labels };
}

async function logits(parameter: Lookup) {
  const view = wholeView(declareBuffer('ids', T * 4, 'data', true));
  const ids = leaf('ids', [1, T], 'u32', view);
  const { logits: tensor } = model.forward(parameter, { ids, training: false });
  const { results, labels } = await compute([tensor], [[ids, integers(T, V, 3)]]);
  return { values: results[0]!, labels };
}

/** The float weights that a compressed model stands for, as leaves. */
async function simulated({ parameter }: CompressedWeights): Promise<Lookup> {
  const made = new Map<string, Tensor>();
  for (const { name, shape, sizeElements } of source.list) {
    const tensor = parameter(name)!;
    if (!tensor.node) continue;
    const { results } = await compute([tensor], []);
    const view = wholeView(declareBuffer(name, sizeElements * 4, 'weights', true));
    context.buffers.write(view, results[0]!.slice());
    made.set(name, leaf(name, shape, 'f32', view));
  }
  return (name) => made.get(name) ?? parameter(name);
}

const int8: WeightScheme = { kind: 'int8', scales: 'channel', activations: 'float' };
interface Expectation {
  readonly schemeOf: (spec: ParameterSpec) => WeightScheme;
  readonly label: string;
  readonly share: number;
  /** The table's second factor is packed for the head; the look-up reads it the other way round. */
  readonly floatProducts?: number;
}

const everywhere = (scheme: WeightScheme) => schemeForLayers(scheme, { tables: true });
const thin = everywhere({ kind: 'low_rank', rank: 12, factors: int8 });

const RECIPES: Record<string, Expectation> = {
  int8: { schemeOf: everywhere(int8), label: 'int8_dequant_matmul', share: 0.27 },
  int4: {
    schemeOf: everywhere({ kind: 'int4', group: 32, asymmetric: false }),
    label: 'int4_dequant_matmul',
    share: 0.16,
  },
  f16: { schemeOf: everywhere({ kind: 'f16' }), label: 'f16_dequant_matmul', share: 0.51 },
  'int8, two weights of low rank': {
    schemeOf: (spec) => (/wte|attn.c_proj/.test(spec.name) ? thin : everywhere(int8))(spec),
    label: 'int8_dequant_matmul',
    share: 0.25,
    floatProducts: 1,
  },
};

describe.each(Object.entries(RECIPES))('%s', (_name, expected) => {
  test('runs on what is stored, and takes less memory', async () => {
    const { schemeOf, label, share, floatProducts = 0 } = expected;
    const before = context.buffers.bytes.get('weights')!;
    const compressed = await CompressedWeights.create(context, source, schemeOf);
    const bytes = context.buffers.bytes.get('weights')! - before;

    const layers = source.list.filter((parameter) => parameter.shape.length === 2);
    const float = layers.reduce((sum, { sizeElements }) => sum + 4 * sizeElements, 0);
    const own = layers.reduce((sum, { name }) => sum + compressed.sizeBytes(name), 0);
    const others = source.list
      .filter((parameter) => parameter.shape.length !== 2)
      .reduce((sum, { sizeElements }) => sum + 4 * sizeElements, 0);
    expect(bytes).toBe(own + others);
    expect(own / float).toBeLessThanOrEqual(share);

    const executed = await logits(compressed.parameter);
    expect(executed.labels.filter((name) => name === label).length).toBeGreaterThanOrEqual(5);
    expect(executed.labels.filter((name) => name === 'matmul')).toHaveLength(floatProducts);
    expectClose(executed.values, (await logits(await simulated(compressed))).values, 3e-5);
    compressed.destroy();
    expect(context.buffers.bytes.get('weights')).toBeGreaterThanOrEqual(before);
  });
});

test('INT8 activations: logits near the float ones', async () => {
  const scheme = { ...int8, activations: 'int8' } as const;
  const compressed = await CompressedWeights.create(context, source, schemeForLayers(scheme));
  const { values, labels } = await logits(compressed.parameter);
  expect(labels.filter((name) => name.startsWith('int8_dot_matmul'))).toHaveLength(4);
  const want = (await logits((name) => (source.has(name) ? source.tensor(name) : undefined)))
    .values;
  expectClose(values, want, 0.05);
  compressed.destroy();
});

test('rank for a share of the energy', () => {
  expect(rankForEnergy([3, 2, 1], 9 / 14)).toBe(1);
  expect(rankForEnergy([3, 2, 1], 0.65)).toBe(2);
  expect(rankForEnergy([3, 2, 1], 1)).toBe(3);
});
