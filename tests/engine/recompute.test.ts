// Activations computed again in the backward pass: the same gradients to the bit, in less memory.
import { afterAll, expect, test } from 'vitest';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { planMemory } from '../../src/gpu/plan';
import { packStep } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { gradients } from '../../src/training/autograd';
import { GraphLowering } from '../../src/training/lower';
import { buildModel } from '../../src/training/models/model';
import { crossEntropy } from '../../src/training/ops/losses/crossEntropy';
import { ones } from '../../src/training/ops/layout/constant';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema } from '../../src/training/run/config';
import { lookUp } from '../../src/training/run/state';
import { leaf } from '../../src/training/tensor';
import { integers } from '../kernels/reference';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const VOCAB = 13;
const [BATCH, LENGTH] = [3, 10];

function capture(dropout: number, recompute: boolean) {
  const model = buildModel(
    modelSchema.parse({
      family: 'gpt',
      n_layer: 4,
      n_head: 2,
      n_embd: 24,
      n_positions: LENGTH,
      dropout,
    }),
    VOCAB,
  );
  const parameters = new ParameterSet(model.parameters);
  const size = BATCH * LENGTH * 4;
  const views = {
    ids: wholeView(declareBuffer('ids', size, 'data', true)),
    targets: wholeView(declareBuffer('targets', size, 'data', true)),
    step: wholeView(declareBuffer('step', 256, 'data', true)),
    loss: wholeView(declareBuffer('loss', 16, 'data', true)),
  };
  const ids = leaf('ids', [BATCH, LENGTH], 'u32', views.ids);
  const { logits } = model.forward(lookUp(parameters), { ids, training: true, recompute });
  const { loss } = crossEntropy(logits, leaf('targets', [BATCH, LENGTH], 'i32', views.targets));
  const found = gradients(
    [{ output: loss, gradient: ones(loss.shape) }],
    parameters.list.map(({ tensor }) => tensor),
  );
  const recorder = new Recorder(context.open.limits);
  new GraphLowering(recorder, views.step).run([
    { tensor: loss, into: views.loss },
    ...parameters.list.map(({ gradient }, index) => ({ tensor: found[index]!, into: gradient })),
  ]);
  return { parameters, views, dispatches: recorder.dispatches };
}

async function run({ parameters, views, dispatches }: ReturnType<typeof capture>) {
  const program = await context.compile(dispatches);
  const { buffers } = context;
  buffers.write(views.ids, Uint32Array.from(integers(BATCH * LENGTH, VOCAB, 1)));
  buffers.write(views.targets, Uint32Array.from(integers(BATCH * LENGTH, VOCAB, 2)));
  buffers.write(views.step, new Uint8Array(packStep({ learningRate: 0, step: 3, seed: 5 })));
  buffers.write(parameters.weights, parameters.initialWeights(4));
  program.run();
  const gradient = await buffers.readFloats(parameters.gradients);
  const [loss] = await buffers.readFloats(views.loss);
  program.destroy();
  return { loss, gradient };
}

test.each([0, 0.2])('a four-layer GPT, dropout %f', async (dropout) => {
  const [stored, again] = [capture(dropout, false), capture(dropout, true)];
  const [first, second] = [await run(stored), await run(again)];
  expect(first.gradient.some((value) => value !== 0)).toBe(true);
  expect(second.loss).toBe(first.loss);
  expect(Buffer.from(second.gradient.buffer).equals(Buffer.from(first.gradient.buffer))).toBe(true);

  const [before, after] = [planMemory(stored.dispatches), planMemory(again.dispatches)];
  expect(after.temporaryBytes).toBeLessThan(0.6 * before.temporaryBytes);
  expect(again.dispatches.length).toBeGreaterThan(stored.dispatches.length);
});
