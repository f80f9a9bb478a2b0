// A weight that is read while a run trains: of that moment, and the run is the same as if nobody had looked.
import { afterAll, expect, test } from 'vitest';
import { Run } from '../../src/host/run/run';
import { runConfigSchema } from '../../src/training/run/config';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const NAME = 'transformer.h.0.attn.c_attn.weight';
const config = runConfigSchema.parse({
  version: 1,
  name: 'run',
  model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 16, n_positions: 8 },
  tokenizer: { kind: 'char' },
  data: { corpus: 'own_file' },
  training: { per_device_train_batch_size: 2, max_steps: 6, learning_rate: 1e-2, eval_windows: 1 },
  sample: { every_steps: 100, max_new_tokens: 1, prompt: 'the' },
});

async function trained<Seen>(look: (run: Run) => Promise<Seen>) {
  const run = new Run({
    runId: 'run',
    config,
    text: { name: 'text', text: 'the quick brown fox jumps over the lazy dog. '.repeat(40) },
    autoSize: false,
    context,
    startsPaused: true,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    keep: () => undefined,
    emit: () => undefined,
  });
  run.start();
  while (run.state !== 'paused') await new Promise((resolve) => setTimeout(resolve, 1));
  const before = await look(run);
  run.resume();
  const during = await look(run);
  await run.finished();
  const { step, map } = (await run.weight(NAME))!;
  const exported = new Map((await run.exported()).weights).get(NAME)!;
  await run.dispose();
  return { before, during, step, values: map.values, exported };
}

test('a weight is that of the step, and looking changes nothing', async () => {
  const unseen = await trained(() => Promise.resolve());
  const seen = await trained((run) => run.weight(NAME));
  expect(unseen.values).toEqual(seen.values);
  expect([...seen.values]).toEqual([...seen.exported]);
  expect(seen.step).toBe(6);
  expect(seen.before).toMatchObject({ step: 0 });
  expect(seen.before!.map.values).not.toEqual(seen.values);
});

test('a name that the model does not have is refused by it', async () => {
  await trained((run) =>
    expect(run.weight('lm_head.bias')).rejects.toMatchObject({
      code: 'unknown_parameter',
      fields: { name: 'lm_head.bias' },
    }),
  );
});
