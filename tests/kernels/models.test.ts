// Models that have no counterpart in PyTorch's library: no place sees a later one, and gradients
// agree with finite differences along a random direction.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine, GraphCase } from '../../scripts/parity/engine';
import { gradients } from '../../src/training/autograd';
import { buildModel } from '../../src/training/models/model';
import { ones } from '../../src/training/ops/layout/constant';
import { crossEntropy } from '../../src/training/ops/losses/crossEntropy';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema } from '../../src/training/run/config';
import { normals } from './reference';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open();
});
afterAll(() => engine.destroy());

const [BATCH, LENGTH, VOCAB] = [2, 5, 11];
const size = { n_layer: 2, n_embd: 16, n_positions: 8 };
const attention = { kind: 'attention' } as const;
const blocks = { family: 'blocks', ...size, n_head: 2, n_inner: 13 } as const;

const MODELS = {
  convolution: { family: 'convolution', ...size, kernel_size: 2, dilation_cycle: 2 },
  'recurrent, tanh': { family: 'recurrent', ...size, n_embd: 7, cell: 'rnn_tanh' },
  'recurrent, relu, no bias': {
    family: 'recurrent',
    ...size,
    n_embd: 7,
    cell: 'rnn_relu',
    bias: false,
  },
  'blocks: sines, attention and ReLU': {
    ...blocks,
    positions: 'sinusoidal',
    blocks: [{ mixer: attention, feed_forward: 'relu' }],
  },
  'blocks: rotary, few key heads, SwiGLU, RMSNorm; convolution': {
    ...blocks,
    positions: 'rope',
    norm: 'rms',
    blocks: [
      { mixer: { ...attention, n_kv_head: 1 }, feed_forward: 'swiglu' },
      { mixer: { kind: 'convolution', kernel_size: 3, dilation: 2 }, feed_forward: 'gelu' },
    ],
  },
  'blocks: ALiBi; GRU': {
    ...blocks,
    positions: 'alibi',
    tie_word_embeddings: false,
    blocks: [
      { mixer: attention, feed_forward: 'gelu' },
      { mixer: { kind: 'recurrent', cell: 'gru' }, feed_forward: 'relu' },
    ],
  },
} as const;

describe.each(Object.entries(MODELS))('%s', (_name, config) => {
  test('looks back only, and has the right gradient', async () => {
    const model = buildModel(modelSchema.parse(config), VOCAB);
    const parameters = new ParameterSet(model.parameters);
    const graph = new GraphCase(engine);
    const weights = parameters.initialWeights(3).map((value) => 3 * value);
    graph.input(parameters.weights, weights);
    const ids = Int32Array.from({ length: BATCH * LENGTH }, (_, i) => (7 * i + 3) % VOCAB);
    const inputs = graph.leaf('ids', [BATCH, LENGTH], 'u32', ids);
    const labels = Int32Array.from(ids, (id) => (id + 4) % VOCAB);
    const targets = graph.leaf('labels', [BATCH, LENGTH], 'i32', labels);
    const lookUp = (name: string) => (parameters.has(name) ? parameters.tensor(name) : undefined);
    const { logits } = model.forward(lookUp, { ids: inputs, training: true });
    const { loss } = crossEntropy(logits, targets);
    graph.target('logits', logits);
    graph.target('loss', loss);
    const wrt = parameters.list.map(({ tensor }) => tensor);
    gradients([{ output: loss, gradient: ones(loss.shape) }], wrt).forEach((gradient, index) =>
      graph.target(`grad.${index}`, gradient!),
    );
    const compiled = await graph.compile();
    const first = await compiled.run();

    // dL along a direction, from the gradients and from two losses.
    const direction = normals(weights.length, 9);
    let slope = 0;
    parameters.list.forEach(({ offset, sizeElements }, index) => {
      const gradient = first.get(`grad.${index}`)!;
      for (let i = 0; i < sizeElements; i++) slope += gradient[i]! * direction[offset + i]!;
    });
    const start = weights.slice();
    const lossAt = async (step: number): Promise<number> => {
      weights.set(start.map((value, i) => value + step * direction[i]!));
      return (await compiled.run()).get('loss')![0]!;
    };
    const step = 2e-4;
    const difference = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
    expect(Math.abs(slope)).toBeGreaterThan(1e-2);
    expect(Math.abs(difference - slope)).toBeLessThan(5e-3 * Math.abs(slope) + 5e-3);

    weights.set(start);
    for (const last of [LENGTH - 1, 2 * LENGTH - 1]) ids[last] = (ids[last]! + 1) % VOCAB;
    const other = (await compiled.run()).get('logits')!;
    const before = first.get('logits')!;
    for (let row = 0; row < BATCH * LENGTH; row++) {
      const [a, b] = [before, other].map((all) => all.slice(row * VOCAB, (row + 1) * VOCAB));
      if (row % LENGTH === LENGTH - 1) expect(b).not.toEqual(a);
      else expect(b).toEqual(a);
    }
    compiled.destroy();
    engine.context.buffers.freeResident(parameters.weights.buffer);
  });
});
