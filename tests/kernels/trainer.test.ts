// A run is a function of its config: bit-identical twice, across pauses, and across a snapshot.
import { afterAll, expect, test } from 'vitest';
import { openDevice } from '../../src/gpu/device';
import { GpuContext } from '../../src/gpu/replay';
import { openNodeGpu } from '../../src/host/drivers';
import { batchOffsets } from '../../src/training/data/dataset';
import { buildModel } from '../../src/training/models/model';
import { modelSchema, trainingSchema } from '../../src/training/run/config';
import { captureEvaluation, captureTraining, priceOf } from '../../src/training/run/stepProgram';
import { trainingState } from '../../src/training/run/state';
import { Trainer } from '../../src/training/run/trainer';

const context = new GpuContext(await openDevice(openNodeGpu()));
afterAll(() => context.destroy());

const VOCAB = 11;
const STEPS = 24;
const tokens = Int32Array.from({ length: 600 }, (_, index) => (index * index + 3 * index) % VOCAB);

async function makeTrainer(dropout: number): Promise<Trainer> {
  const model = buildModel(
    modelSchema.parse({
      family: 'gpt',
      n_layer: 2,
      n_head: 2,
      n_embd: 24,
      n_positions: 12,
      dropout,
    }),
    VOCAB,
  );
  const config = trainingSchema.parse({
    per_device_train_batch_size: 3,
    max_steps: STEPS,
    learning_rate: 5e-3,
    warmup_steps: 4,
    seed: 7,
  });
  const state = trainingState(model, config);
  const shape = { batch: 3, seqLen: 12 };
  const { limits } = context.open;
  return Trainer.create(context, {
    state,
    training: captureTraining(state, shape, tokens.length, config, limits),
    evaluation: captureEvaluation(state, shape, tokens.length, limits),
    shape,
    evaluationShape: shape,
    config,
    corpora: { train: tokens, validation: tokens },
    offsetsOf: (step) => batchOffsets(config.seed, step, shape.batch, tokens.length - 13),
    initialWeights: state.parameters.initialWeights(config.seed),
  });
}

async function lossesOf(trainer: Trainer, stops: readonly number[]): Promise<number[]> {
  const losses: number[] = [];
  for (const stop of stops) {
    await trainer.train(stop, (steps) => {
      for (const { step, loss } of steps) losses[step] = loss;
    });
  }
  return losses;
}

test.each([0, 0.1])(
  'dropout %f: two runs and a paused one are bit-identical, and learn',
  async (dropout) => {
    const whole = await makeTrainer(dropout);
    const first = await lossesOf(whole, [STEPS]);
    whole.destroy();
    const again = await makeTrainer(dropout);
    expect(await lossesOf(again, [5, 6, 17, STEPS])).toEqual(first);
    again.destroy();
    expect(first.at(-1)!).toBeLessThan(first[0]! - 0.3);
  },
);

test('a snapshot goes on as if the run had never stopped', async () => {
  const whole = await makeTrainer(0.1);
  const expected = await lossesOf(whole, [10, STEPS]);
  whole.destroy();
  const before = await makeTrainer(0.1);
  const start = await lossesOf(before, [10]);
  const snapshot = await before.snapshot();
  before.destroy();
  const after = await makeTrainer(0.1);
  after.restore(snapshot);
  const rest = await lossesOf(after, [STEPS]);
  after.destroy();
  expect([...start, ...rest.slice(10)]).toEqual(expected);
});

test('the ledger holds the planned bytes, and nothing after the run is destroyed', async () => {
  const total = (): number =>
    [...context.buffers.bytes.values()].reduce((sum, bytes) => sum + bytes, 0);
  const before = total();
  const trainer = await makeTrainer(0);
  const { training, evaluation } = trainer.setup;
  const planned = priceOf([training.dispatches, evaluation.dispatches]).totalBytes;
  // Schedule and results are the loop's own.
  expect(total() - before - planned).toBeLessThan(16 * 1024);
  expect(total() - before).toBeGreaterThanOrEqual(planned);
  trainer.destroy();
  expect(total()).toBe(before);
});

test('held-out loss is a mean over whole windows, the same whatever the batch', async () => {
  const trainer = await makeTrainer(0);
  const one = await trainer.evaluate([0, 12, 24, 36]);
  const other = await trainer.evaluate([36, 0]);
  expect(one.length).toBe(4);
  expect(other[0]).toBe(one[3]);
  expect(other[1]).toBe(one[0]);
  trainer.destroy();
});
