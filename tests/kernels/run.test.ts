// A run as the page sees it: its events.
import { afterAll, expect, test } from 'vitest';
import type { RunEvent } from '../../src/host/protocol/run';
import { Run } from '../../src/host/run/run';
import { runConfigSchema } from '../../src/training/run/config';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const config = (training: object) =>
  runConfigSchema.parse({
    version: 1,
    name: 'run',
    model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 16, n_positions: 8 },
    tokenizer: { kind: 'char' },
    data: { corpus: 'own_file' },
    training: {
      per_device_train_batch_size: 2,
      max_steps: 40,
      learning_rate: 1e-3,
      eval_steps: 40,
      eval_windows: 1,
      ...training,
    },
    sample: { every_steps: 40, max_new_tokens: 1, prompt: 'the' },
  });

async function eventsOf(training: object): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const run = new Run({
    runId: 'run',
    config: config(training),
    text: { name: 'text', text: 'the quick brown fox jumps over the lazy dog. '.repeat(40) },
    autoSize: false,
    context,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    emit: (event) => void events.push(event),
  });
  run.start();
  await run.finished();
  await run.dispose();
  return events;
}

test('steps that blow up are skipped, and the warning names the tensor', async () => {
  const events = await eventsOf({
    optim: 'sgd',
    learning_rate: 10,
    lr_scheduler_type: 'constant',
    max_grad_norm: 0,
    weight_decay: 100,
  });
  const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.error] : []));
  const skipped = warnings.filter(({ code }) => code === 'gradient_not_finite');
  expect(skipped.length).toBeGreaterThan(0);
  for (const { fields } of skipped) expect(fields.tensor).toMatch(/transformer|grad_norm/);
  // A diverged model has no text to show, and that is said too.
  const others = warnings.filter((warning) => !skipped.includes(warning));
  for (const { code } of others) expect(code).toBe('generation_not_finite');
  expect(events.at(-1)).toMatchObject({ type: 'state', state: 'finished' });
});

test('batches that are added up count as tokens of a step', async () => {
  const events = await eventsOf({ max_steps: 2, gradient_accumulation_steps: 3 });
  const ready = events.find((event) => event.type === 'ready');
  expect(ready?.type === 'ready' && ready.plan.tokensPerStep).toBe(2 * 8 * 3);
  expect(events.filter((event) => event.type === 'warning')).toEqual([]);
});
