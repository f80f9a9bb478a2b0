// What a run says last is in the state that is kept last, also what it is asked for once it has ended.
import { afterAll, expect, test } from 'vitest';
import { Run } from '../../src/host/run/run';
import { runConfigSchema } from '../../src/training/run/config';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const config = runConfigSchema.parse({
  version: 1,
  name: 'run',
  model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 16, n_positions: 8 },
  tokenizer: { kind: 'char' },
  data: { corpus: 'own_file' },
  // The last step is evaluated, kept and sampled.
  training: {
    per_device_train_batch_size: 2,
    max_steps: 8,
    learning_rate: 1e-2,
    eval_steps: 8,
    eval_windows: 1,
  },
  sample: { every_steps: 8, max_new_tokens: 1, prompt: 'the' },
});

test('a state is kept behind every last sample', async () => {
  const order: string[] = [];
  const run = new Run({
    runId: 'run',
    config,
    text: { name: 'text', text: 'the quick brown fox jumps over the lazy dog. '.repeat(40) },
    autoSize: false,
    context,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    keep: () => void order.push('keep'),
    emit: (event) => {
      if (event.type === 'sample' && event.done) order.push('sample');
    },
  });
  run.start();
  await run.finished();
  expect(order.slice(-2)).toEqual(['sample', 'keep']);
  await run.generate({ prompt: 'fox', maxNewTokens: 1, temperature: 0, topK: 0, seed: 1 });
  await run.dispose();
  expect(order.slice(-2)).toEqual(['sample', 'keep']);
  expect(order.filter((one) => one === 'sample')).toHaveLength(3);
  expect(run.words()).toBeNull();
});
