// Layers that share weights: stored once, the same logits as layers with equal weights of their own,
// and gradients that are the sums of theirs.
import { afterAll, expect, test } from 'vitest';
import { STEP_SIZE_BYTES } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { gradients } from '../../src/training/autograd';
import { GraphLowering } from '../../src/training/lower';
import { buildEncoder, buildModel } from '../../src/training/models/model';
import { shareLayers, sharedName, unshared } from '../../src/training/models/sharedLayers';
import { ones } from '../../src/training/ops/layout/constant';
import { crossEntropy } from '../../src/training/ops/losses/crossEntropy';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema, type ModelConfig } from '../../src/training/run/config';
import { lookUp } from '../../src/training/run/state';
import { leaf, sizeOf, type Tensor } from '../../src/training/tensor';
import { expectClose, integers } from '../kernels/reference';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const VOCAB = 11;
const T = 5;
type Values = Map<string, Float32Array<ArrayBuffer>>;

const size = { n_layer: 4, n_embd: 8, n_head: 2, n_positions: T, num_hidden_groups: 2 };
const CONFIGS: Record<string, ModelConfig> = {
  gpt: modelSchema.parse({ family: 'gpt', ...size }),
  bert: modelSchema.parse({ family: 'bert', ...size, n_inner: 12 }),
};

const input = (name: string, salt: number): { tensor: Tensor; ids: Uint32Array<ArrayBuffer> } => ({
  tensor: leaf(name, [1, T], 'u32', wholeView(declareBuffer(name, 4 * T, 'data', true))),
  ids: integers(T, VOCAB, salt).slice(),
});

const partsOf = (config: ModelConfig) => {
  const model = config.family === 'bert' ? buildEncoder(config, VOCAB) : buildModel(config, VOCAB);
  const set = new ParameterSet(model.parameters);
  return { model, set };
};

/** Of the loss of one sequence, by the name of the parameter. */
async function gradientsOf(config: ModelConfig, weights: Values): Promise<Values> {
  const { model, set } = partsOf(config);
  const [ids, targets] = [input('ids', 3), input('targets', 5)];
  const { logits } = model.forward(lookUp(set), { ids: ids.tensor, training: false });
  const { loss } = crossEntropy(logits!, targets.tensor);
  const wrt = set.list.map(({ tensor }) => tensor);
  const found = gradients([{ output: loss, gradient: ones(loss.shape) }], wrt);
  const recorder = new Recorder(context.open.limits);
  const wanted = set.list.flatMap(({ name, shape }, i) => {
    const tensor = found[i];
    const into = wholeView(declareBuffer(name, 4 * sizeOf(shape), 'data', true));
    return tensor ? [{ name, tensor, into }] : [];
  });
  new GraphLowering(recorder, recorder.scratch('step', STEP_SIZE_BYTES)).run(wanted);
  const program = await context.compile(recorder.dispatches);
  context.buffers.write(set.weights, set.pack(weights));
  for (const { tensor, ids: values } of [ids, targets]) context.buffers.write(tensor.leaf!, values);
  program.run();
  const read: Values = new Map();
  for (const { name, into } of wanted) read.set(name, await context.buffers.readFloats(into));
  program.destroy();
  return read;
}

test.each(Object.entries(CONFIGS))('%s', async (_family, config) => {
  const { set } = partsOf(config);
  const weights = set.unpack(set.initialWeights(9));
  const whole = partsOf(unshared(config)).set;
  expect(set.count).toBeLessThan(0.75 * whole.count);
  const tied: Values = new Map(
    whole.list.map(({ name }) => [name, weights.get(sharedName(config, name))!]),
  );
  const sums: Values = new Map();
  for (const [name, values] of await gradientsOf(unshared(config), tied)) {
    const own = sharedName(config, name);
    const sum = sums.get(own);
    sums.set(own, sum ? sum.map((value, i) => value + values[i]!) : values);
  }
  const shared = await gradientsOf(config, weights);
  expect([...shared.keys()].toSorted()).toEqual([...sums.keys()].toSorted());
  for (const [name, values] of shared) expectClose(values, sums.get(name)!);
});

test('sharing keeps the first layer of each group', () => {
  const { gpt } = CONFIGS;
  const whole = partsOf(unshared(gpt!)).set;
  const weights = whole.unpack(whole.initialWeights(1));
  const shared = shareLayers(unshared(gpt!), weights, 2);
  expect(shared.config).toEqual(gpt);
  const own = partsOf(shared.config).set;
  own.check(shared.weights);
  const name = (layer: number): string => `transformer.h.${layer}.mlp.c_fc.weight`;
  expect([0, 1].map((layer) => shared.weights.get(name(layer)))).toEqual(
    [0, 2].map((layer) => weights.get(name(layer))),
  );
  expect(shared.weights.has(name(2))).toBe(false);
});
