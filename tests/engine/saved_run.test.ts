// A run that is stopped, kept and opened again ends with the very bits of one that went on.
import { afterAll, expect, test } from 'vitest';
import { baseOfCheckpoint, baseOfExport } from '../../src/host/lab/bases';
import { Run } from '../../src/host/run/run';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../../src/training/io/checkpoint';
import { joinChunks } from '../../src/training/io/safetensors/safetensorsWriter';
import { runConfigSchema } from '../../src/training/run/config';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const config = runConfigSchema.parse({
  version: 1,
  name: 'run',
  model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 16, n_positions: 8, dropout: 0.1 },
  tokenizer: { kind: 'char' },
  data: { corpus: 'own_file' },
  training: {
    per_device_train_batch_size: 2,
    max_steps: 24,
    learning_rate: 1e-2,
    ema_decay: 0.9,
    eval_steps: 8,
    eval_windows: 1,
  },
  sample: { every_steps: 24, max_new_tokens: 1, prompt: 'the' },
});

async function lastState(from?: Checkpoint, stopAt = Infinity, fresh = config) {
  const states: Checkpoint[] = [];
  const run = new Run({
    runId: 'run',
    config: from?.config ?? fresh,
    text: { name: 'text', text: 'the quick brown fox jumps over the lazy dog. '.repeat(40) },
    autoSize: false,
    from,
    startsPaused: from !== undefined,
    context,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    keep: (state) => void states.push(state),
    emit: (event) => {
      if (event.type === 'state' && event.state === 'paused') setTimeout(() => run.resume());
      if (event.type === 'steps' && event.progress.step >= stopAt) run.stop();
    },
  });
  run.start();
  await run.finished();
  const shown = baseOfExport('run', await run.exported());
  await run.dispose();
  return { ...states.at(-1)!, shown, savedAt: states.map(({ step }) => step) };
}

test('weights, optimizer and average are bit-identical', async () => {
  const whole = await lastState();
  expect(whole.step).toBe(24);
  const stopped = await lastState(undefined, 10);
  expect(stopped.step).toBeGreaterThanOrEqual(10);
  expect(stopped.step).toBeLessThan(24);
  const file = joinChunks(writeCheckpoint(stopped, { columns: new Map(), notes: null }));
  const resumed = await lastState(readCheckpoint(file));
  expect(resumed.step).toBe(24);
  expect(resumed.arenas.length).toBe(4);
  resumed.arenas.forEach((arena, index) => {
    expect(Buffer.from(arena.buffer, arena.byteOffset, arena.byteLength)).toEqual(
      Buffer.from(whole.arenas[index]!.buffer),
    );
  });
});

test('a saved run opens as the model that it showed', async () => {
  const { shown, savedAt: _steps, ...saved } = await lastState();
  const file = joinChunks(writeCheckpoint(saved, { columns: new Map(), notes: null }));
  const base = baseOfCheckpoint('run', readCheckpoint(file));
  expect(base.tokenizer.toJSON()).toEqual(shown.tokenizer.toJSON());
  expect({ ...base, tokenizer: null }).toEqual({ ...shown, tokenizer: null });
  expect(base.weights.get('transformer.wte.weight')!.some((value) => value !== 0)).toBe(true);
});

test('checkpoints at an interval of their own', async () => {
  const saving = { ...config, training: { ...config.training, save_steps: 9 } };
  const { savedAt } = await lastState(undefined, Infinity, saving);
  expect(savedAt).toEqual([9, 18, 24]);
});
