// A run is a function of its config: bit-identical twice, across pauses, and across a snapshot.
import { afterAll, expect, test } from 'vitest';
import { batchOffsets } from '../../src/training/data/dataset';
import { buildModel } from '../../src/training/models/model';
import { modelSchema, trainingSchema, type TrainingConfig } from '../../src/training/run/config';
import { captureRun } from '../../src/training/run/captureRun';
import { nextTokens } from '../../src/training/run/objective';
import { costOf, priceOf } from '../../src/training/run/stepProgram';
import { trainingState } from '../../src/training/run/state';
import { expectClose } from './reference';
import { Trainer } from '../../src/training/run/trainer';
import type { TrainedStep } from '../../src/training/run/trainerSetup';
import { openNodeContext } from '../../src/host/node/context';
import { windowLosses } from '../../src/training/run/windowLosses';

const context = await openNodeContext();
afterAll(() => context.destroy());

const VOCAB = 11;
const STEPS = 16;
const tokens = Int32Array.from({ length: 600 }, (_, index) => (index * index + 3 * index) % VOCAB);

async function makeTrainer(
  dropout: number,
  options: Partial<TrainingConfig> = {},
): Promise<Trainer> {
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
    ...options,
  });
  const state = trainingState(model, config);
  const shape = { batch: config.per_device_train_batch_size, seqLen: 12 };
  const windows = shape.batch * config.gradient_accumulation_steps;
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
  return Trainer.create(context, {
    ...captureRun(run, context.open.limits),
    corpora,
    batchesOf: (step) => batchOffsets(config.seed, step, windows, tokens.length - 13),
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
    expect(await lossesOf(again, [5, 6, 11, STEPS])).toEqual(first);
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
  const one = await windowLosses(trainer, [0, 12, 24, 36]);
  const other = await windowLosses(trainer, [36, 0]);
  expect(one.length).toBe(4);
  expect(other[0]).toBe(one[3]);
  expect(other[1]).toBe(one[0]);
  trainer.destroy();
});

const OPTIMIZERS: Partial<TrainingConfig>[] = [
  { optim: 'sgd', learning_rate: 0.1, momentum: 0.8, nesterov: true },
  { optim: 'lion', learning_rate: 1e-3 },
  { optim: 'muon', learning_rate: 0.02, aux_learning_rate: 5e-3, momentum: 0.95 },
  { optim: 'adafactor', learning_rate: 0.02 },
  { optim: 'adamw', ema_decay: 0.9, gradient_accumulation_steps: 2 },
];

test.each(OPTIMIZERS)('$optim learns, and a snapshot holds all of its state', async (options) => {
  const whole = await makeTrainer(0.1, { ...options, warmup_steps: 0 });
  const start = await lossesOf(whole, [4]);
  const snapshot = await whole.snapshot();
  const expected = await lossesOf(whole, [10]);
  const end = await whole.snapshot();
  whole.destroy();
  expect(expected.at(-1)!).toBeLessThan(start[0]! - 0.1);
  const resumed = await makeTrainer(0.1, { ...options, warmup_steps: 0 });
  resumed.restore(snapshot);
  expect(await lossesOf(resumed, [10])).toEqual(expected);
  expect(await resumed.snapshot()).toEqual(end);
  resumed.destroy();
});

test('three batches of two, added up, are a batch of six', async () => {
  const options = { per_device_train_batch_size: 6 };
  const whole = await makeTrainer(0, options);
  const expected = await lossesOf(whole, [8]);
  const parts = { per_device_train_batch_size: 2, gradient_accumulation_steps: 3 };
  const inParts = await makeTrainer(0, parts);
  (await lossesOf(inParts, [3, 8])).forEach((loss, step) => {
    expect(Math.abs(loss - expected[step]!)).toBeLessThan(2e-5);
  });
  // The list of dispatches grows by two, the memory by one more arena of gradients.
  const { dispatches, repeated } = inParts.setup.training;
  const single = whole.setup.training;
  expect(dispatches.length).toBe(single.dispatches.length + 2);
  expect(costOf(inParts.setup.training).dispatches).toBe(
    dispatches.length + 2 * (repeated.to - repeated.from),
  );
  const gradientBytes = (trainer: Trainer): number =>
    priceOf([trainer.setup.training.dispatches]).memory.gradients;
  expect(gradientBytes(inParts)).toBe(2 * gradientBytes(whole));
  whole.destroy();
  inParts.destroy();
});

test('the average follows the weights; evaluation uses it or not', async () => {
  const trainer = await makeTrainer(0, { ema_decay: 0.5 });
  const { parameters, average } = trainer.setup.state;
  let expected = trainer.setup.initialWeights;
  for (let step = 0; step < 6; step++) {
    await trainer.train(step + 1, () => {});
    const weights = await context.buffers.readFloats(parameters.weights);
    const decay = Math.min(0.5, (1 + step) / (10 + step));
    expected = expected.map((value, i) => value + (1 - decay) * (weights[i]! - value));
  }
  expectClose(await context.buffers.readFloats(average!), expected, 1e-6);
  const [shown] = await windowLosses(trainer, [0]);
  const snapshot = await trainer.snapshot();
  const plain = await makeTrainer(0, { ema_decay: 0.5, use_ema: false });
  plain.restore(snapshot);
  const [trained] = await windowLosses(plain, [0]);
  expect(trained).not.toBe(shown);
  // With the average in the place of the weights, both say the same.
  plain.restore({ ...snapshot, arenas: [snapshot.arenas.at(-1)!, ...snapshot.arenas.slice(1)] });
  expect((await windowLosses(plain, [0]))[0]).toBe(shown);
  trainer.destroy();
  plain.destroy();
});

const NAME = 'transformer.h.1.mlp.c_fc.weight';

/** A trainer whose weights hold `value` in one element of NAME. */
async function spoilt(value: number, batches: number): Promise<Trainer> {
  const options = { ema_decay: 0.5, gradient_accumulation_steps: batches };
  const trainer = await makeTrainer(0, options);
  const { step, arenas } = await trainer.snapshot();
  arenas[0]![trainer.setup.state.parameters.get(NAME).offset + 3] = value;
  trainer.restore({ step, arenas });
  return trainer;
}

test.each([
  [NaN, 1],
  [-Infinity, 2],
  [3e38, 1],
])(
  '%f in the weights, %i batches a step: skipped, and where is reported',
  async (value, batches) => {
    const trainer = await spoilt(value, batches);
    const before = await trainer.snapshot();
    const trained: TrainedStep[] = [];
    await trainer.train(2, (steps) => trained.push(...steps));
    expect(trained.map(({ skipped }) => skipped)).toEqual([true, true]);
    expect(trainer.setup.state.parameters.has(trained[0]!.nonFinite!)).toBe(true);
    expect((await trainer.snapshot()).arenas).toEqual(before.arenas);
    // A finite weight that is too large overflows where it is first used.
    const found = await trainer.diagnose(0);
    expect(found).toBe(Number.isFinite(value) ? `linear (${NAME})` : NAME);
    trainer.destroy();
  },
);
