// A table, logits and arenas that exceed what one binding or one buffer may hold: the same losses,
// gradients, weights and text as where everything lies in one piece.
import { afterAll, expect, test } from 'vitest';
import { openDevice } from '../../src/gpu/device';
import type { Dispatch, KernelLimits } from '../../src/gpu/dispatch';
import { GpuContext } from '../../src/gpu/replay';
import { openNodeGpu } from '../../src/host/node/drivers';
import { Decoder } from '../../src/training/generate/decoder';
import type { LanguageModel } from '../../src/training/models/interfaces';
import { embedding } from '../../src/training/ops/embedding';
import { linear } from '../../src/training/ops/matmul';
import { createOptimizer } from '../../src/training/optim/optimizer';
import { isMatrix, ParameterSet } from '../../src/training/parameters';
import { trainingSchema } from '../../src/training/run/config';
import { lookUp } from '../../src/training/run/state';
import { captureRun } from '../../src/training/run/captureRun';
import { nextTokens } from '../../src/training/run/objective';
import { Trainer } from '../../src/training/run/trainer';
import { expectClose, integers } from './reference';
import { windowLosses } from '../../src/training/run/windowLosses';

const context = new GpuContext(await openDevice(openNodeGpu()));
afterAll(() => context.destroy());
// The variants that compile slowly have their parts tested in matmul.test.ts.
const limits: KernelLimits = { ...context.open.limits, choices: { choose: () => 'plain' } };

// A table of 19,584 bytes, a batch's logits of 19,008: more than a binding of this size.
const [VOCAB, WIDTH, BATCH, LENGTH] = [72, 68, 3, 22];
const LIMIT_BYTES = 18_500;
const STEPS = 3;
const tokens = Int32Array.from(integers(400, VOCAB, 1));
const shape = { batch: BATCH, seqLen: LENGTH };

/** All that touches a table and logits: looks a word up, and asks the same table for the next. */
const model: LanguageModel = {
  parameters: [
    { name: 'wte', shape: [VOCAB, WIDTH], initial: { normal: 0.3 } },
    { name: 'bias', shape: [VOCAB], initial: { normal: 0.3 } },
  ],
  vocabSize: VOCAB,
  contextLength: LENGTH,
  forward(parameter, { ids }) {
    const table = parameter('wte')!;
    const final = embedding(ids, table);
    const logits = linear(final, table, parameter('bias'), { logits: true });
    return { logits, final, hidden: [] };
  },
};
const config = trainingSchema.parse({
  per_device_train_batch_size: BATCH,
  gradient_accumulation_steps: 2,
  max_steps: STEPS,
  // AdamW would make something of a gradient that is 0 but for rounding.
  optim: 'sgd',
  learning_rate: 0.5,
  seed: 7,
});

async function result(maxBindingBytes: number, bankBytes?: number) {
  const own = { ...limits, maxBindingBytes };
  const parameters = new ParameterSet(model.parameters, isMatrix, undefined, bankBytes);
  const optimizer = createOptimizer(config, parameters);
  const state = { model, parameters, optimizer, average: null, shown: parameters.weights };
  const corpora = { train: tokens, validation: tokens };
  const minimized = nextTokens(model, shape.batch);
  const run = {
    state,
    training: minimized,
    shape,
    evaluation: minimized,
    evaluationShape: shape,
    corpora,
    config,
  };
  const trainer = await Trainer.create(context, {
    ...captureRun(run, own),
    corpora,
    batchesOf: (step) => Int32Array.from({ length: 2 * BATCH }, (_, i) => 50 * i + step),
    initialWeights: parameters.initialWeights(3),
  });
  const losses: number[] = [];
  await trainer.train(STEPS, (steps) => void losses.push(...steps.map(({ loss }) => loss)));
  const gradients = parameters.unpack(await context.buffers.readFloats(parameters.gradients));
  const heldOut = await windowLosses(trainer, [0, 32, 64]);
  const weights = await trainer.weights();
  const { dispatches } = trainer.setup.training;
  trainer.destroy();
  const text = await written(own, parameters, weights);
  return { losses, gradients, heldOut, weights, dispatches, text };
}

async function written(
  own: KernelLimits,
  parameters: ParameterSet,
  weights: ReadonlyMap<string, Float32Array>,
): Promise<number[][]> {
  const writing = new GpuContext({ ...context.open, limits: own });
  writing.buffers.write(parameters.weights, parameters.pack(weights));
  const decoder = await Decoder.create(writing, { model, parameter: lookUp(parameters) });
  await decoder.start([[5, 70, 17]]);
  const ids = await decoder.sample(8, 0, { temperature: 0, seed: 1 });
  await decoder.destroy();
  writing.buffers.destroy();
  return ids;
}

const whole = await result(limits.maxBindingBytes);

const largest = (dispatches: readonly Dispatch[]): number =>
  Math.max(...dispatches.flatMap(({ bindings }) => bindings.map(({ view }) => view.sizeBytes)));

/** The norm of all gradients is added up in another order: not the same to the bit. */
function expectSame(found: typeof whole): void {
  expectClose(found.losses, whole.losses, 1e-6);
  expectClose(found.heldOut, whole.heldOut, 1e-6);
  for (const kind of ['gradients', 'weights'] as const) {
    for (const [name, values] of found[kind]) expectClose(values, whole[kind].get(name)!, 1e-5);
  }
  expect(found.text).toEqual(whole.text);
}

test('bindings that hold less than the table, or the logits', async () => {
  const cut = await result(LIMIT_BYTES);
  expect(largest(whole.dispatches)).toBeGreaterThan(LIMIT_BYTES);
  expect(largest(cut.dispatches)).toBeLessThanOrEqual(LIMIT_BYTES);
  expectSame(cut);
});

test('arenas in several buffers', async () =>
  expectSame(await result(limits.maxBindingBytes, 19_600)));
