// Heads and neurons that do nothing (their weights into the residual stream are 0) can go without a
// trace: the smaller model gives the same logits from smaller matrices.
import { afterAll, expect, test } from 'vitest';
import { STEP_SIZE_BYTES } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { shrink } from '../../src/training/compress/structured';
import { GraphLowering } from '../../src/training/lower';
import { buildModel } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import { gptSchema, type GptConfig } from '../../src/training/run/modelConfig';
import { lookUp } from '../../src/training/run/state';
import { leaf } from '../../src/training/tensor';
import { expectClose, integers, normals } from '../kernels/reference';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const VOCAB = 9;
const T = 6;
const config = gptSchema.parse({
  family: 'gpt',
  n_layer: 1,
  n_head: 3,
  n_embd: 12,
  n_positions: T,
});

async function logitsOf(shape: GptConfig, weights: ReadonlyMap<string, Float32Array>) {
  const model = buildModel(shape, VOCAB);
  const parameters = new ParameterSet(model.parameters);
  const recorder = new Recorder(context.open.limits);
  const ids = leaf('ids', [1, T], 'u32', wholeView(declareBuffer('ids', 4 * T, 'data', true)));
  const { logits } = model.forward(lookUp(parameters), { ids, training: false });
  const into = wholeView(declareBuffer('logits', 4 * T * VOCAB, 'data', true));
  new GraphLowering(recorder, recorder.scratch('step', STEP_SIZE_BYTES)).run([
    { tensor: logits, into },
  ]);
  const program = await context.compile(recorder.dispatches);
  context.buffers.write(parameters.weights, parameters.pack(weights));
  context.buffers.write(ids.leaf!, integers(T, VOCAB, 5).slice());
  program.run();
  const flops = recorder.dispatches.reduce((sum, dispatch) => sum + dispatch.flops, 0);
  return { logits: await context.buffers.readFloats(into), flops, count: parameters.count };
}

test('idle heads and neurons leave without a trace', async () => {
  const specs = buildModel(config, VOCAB).parameters;
  const weights = new Map(
    specs.map(({ name, shape }, i) => [
      name,
      normals(
        shape.reduce((a, b) => a * b),
        i + 1,
        0.3,
      ),
    ]),
  );
  const h = 'transformer.h.0';
  // Head 1 of three (width 4), and every odd neuron of 48.
  weights.get(`${h}.attn.c_proj.weight`)!.fill(0, 4 * 12, 8 * 12);
  for (let neuron = 1; neuron < 48; neuron += 2) {
    weights.get(`${h}.mlp.c_proj.weight`)!.fill(0, neuron * 12, (neuron + 1) * 12);
  }
  const small = shrink(config, weights, { heads: 1, neurons: 24 });
  const whole = await logitsOf(config, weights);
  const shrunk = await logitsOf(small.config, small.weights);
  expectClose(shrunk.logits, whole.logits);
  // c_attn and its bias, c_proj; c_fc and its bias, c_proj.
  expect(whole.count - shrunk.count).toBe(13 * 12 + 4 * 12 + 13 * 24 + 24 * 12);
  expect(shrunk.flops).toBeLessThan(0.75 * whole.flops);
  expect(() => shrink(config, weights, { heads: 3, neurons: 0 })).toThrow(
    expect.objectContaining({ code: 'too_much_removed' }),
  );
});
