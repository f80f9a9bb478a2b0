// Recovery training: what is pruned stays 0 through every update, of the weights and of their
// average; everything else learns.
import { afterAll, expect, test } from 'vitest';
import { masked, maskArena, packMasks } from '../../src/training/compress/maskArena';
import { inMask, pruneEach, type PruneMask } from '../../src/training/compress/prune';
import { buildModel } from '../../src/training/models/model';
import { modelSchema, trainingSchema } from '../../src/training/run/config';
import { trainingState, type TrainingState } from '../../src/training/run/state';
import { captureRun } from '../../src/training/run/captureRun';
import { nextTokens } from '../../src/training/run/objective';
import { Trainer } from '../../src/training/run/trainer';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const VOCAB = 7;
const tokens = Int32Array.from({ length: 90 }, (_, index) => (index * index) % VOCAB);
const shape = { batch: 2, seqLen: 8 };
const config = trainingSchema.parse({
  per_device_train_batch_size: 2,
  max_steps: 4,
  learning_rate: 1e-2,
  ema_decay: 0.5,
});
const model = buildModel(
  modelSchema.parse({ family: 'gpt', n_layer: 1, n_head: 2, n_embd: 12, n_positions: 8 }),
  VOCAB,
);

function prunedState(): {
  state: TrainingState;
  mask: PruneMask;
  start: Float32Array<ArrayBuffer>;
} {
  const plain = trainingState(model, config);
  const { parameters } = plain;
  const state = { ...plain, mask: maskArena(parameters) };
  const weights = parameters.initialWeights(3);
  const masks = parameters.list
    .filter(({ layout }) => layout)
    .map(({ name, offset, sizeElements }): [string, PruneMask] => [
      name,
      pruneEach([weights.subarray(offset, offset + sizeElements)], 0.3)[0]!,
    ]);
  const mask = packMasks(parameters, new Map(masks));
  return { state, mask, start: masked(weights, mask) };
}

test('pruned weights stay zero, others move', async () => {
  const { state, mask, start } = prunedState();
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
    ...captureRun(run, context.open.limits),
    corpora,
    batchesOf: (step) => Int32Array.of(step, 2 * step),
    initialWeights: start,
  });
  context.buffers.write(state.mask!, mask);
  const losses: number[] = [];
  await trainer.train(config.max_steps, (steps) => losses.push(...steps.map(({ loss }) => loss)));
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
  const { parameters, average } = state;
  for (const arena of [parameters.weights, average!]) {
    const after = await context.buffers.readFloats(arena);
    const moved = { unpruned: 0, pruned: 0 };
    let pruned = 0;
    for (const { offset, sizeElements } of parameters.list.filter(({ layout }) => layout)) {
      for (let i = offset; i < offset + sizeElements; i++) {
        if (!inMask(mask, i)) pruned++;
        if (after[i] !== start[i]) moved[inMask(mask, i) ? 'unpruned' : 'pruned']++;
      }
    }
    expect(pruned).toBeGreaterThan(400);
    expect(moved.pruned).toBe(0);
    expect(moved.unpruned).toBeGreaterThan(pruned);
  }
  trainer.destroy();
});
