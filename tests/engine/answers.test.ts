// Runs that learn answers: what they write to held-out prompts is measured, by a decoder and by an encoder
// with a decoder, and the latter reads, writes and forgets as any model of the lab.
import { afterAll, expect, test } from 'vitest';
import { openNodeContext } from '../../src/host/node/context';
import type { RunEvent } from '../../src/host/protocol/run';
import { Run } from '../../src/host/run/run';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';

const context = await openNodeContext();
afterAll(() => context.destroy());

const size = { n_layer: 1, n_embd: 32, n_positions: 24, n_head: 2 };
const T5 = { family: 't5', ...size, n_decoder_layer: 1, d_kv: 16, n_inner: 48 } as const;
const GPT = { family: 'gpt', ...size, initializer_range: 0.08 } as const;

const BPE = { kind: 'bpe', vocab_size: 300 } as const;
const WORDS = { kind: 'wordpiece', vocab_size: 300 } as const;

const ANIMALS = ['cat', 'frog', 'owl', 'lamb'];
const OPENINGS = 'a,the,one,my,your,that,this,an old,a big,her,his,our'.split(',');
const EXAMPLES = OPENINGS.flatMap((opening) =>
  ANIMALS.map((animal) => ({ text: `${opening} ${animal}`, second: animal, label: 0 })),
);

async function train(
  model: RunConfigInput['model'],
  { labels = [] as string[], steps = 120, tokenizer = BPE as RunConfigInput['tokenizer'] } = {},
) {
  const config = runConfigSchema.parse({
    version: 1,
    name: 'answers',
    model,
    tokenizer,
    objectives: [{ kind: labels.length > 0 ? 'classify' : 'answer' }],
    data: {
      corpus: 'story',
      size_chars: 4000,
      validation_share: 0.3,
      examples: { set: 'own_examples' },
    },
    sample: { every_steps: 1000, max_new_tokens: 6, temperature: 0, prompt: 'my cat' },
    training: {
      per_device_train_batch_size: 8,
      max_steps: steps,
      learning_rate: 0.006,
      eval_steps: steps,
      eval_windows: 16,
    },
  });
  const events: RunEvent[] = [];
  const examples = EXAMPLES.map((example) =>
    labels.length > 0 ? { text: example.text, label: labels.indexOf(example.second) } : example,
  );
  const run = new Run({
    runId: 'run',
    config,
    examples: { name: 'own', labels, examples },
    autoSize: false,
    context,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    emit: (event) => void events.push(event),
  });
  const before = [...context.buffers.bytes.values()].reduce((sum, bytes) => sum + bytes, 0);
  run.start();
  await run.finished();
  await run.dispose();
  expect(events.find((event) => event.type === 'state' && event.error)).toBeUndefined();
  // Neither the writers of the answers nor the samplers leave anything on the device.
  expect([...context.buffers.bytes.values()].reduce((sum, bytes) => sum + bytes, 0)).toBe(before);
  const evals = events.flatMap((event) => (event.type === 'eval' ? [event.point] : []));
  const samples = events.flatMap((event) =>
    event.type === 'sample' && event.done ? [event.point] : [],
  );
  return { first: evals[0]!, last: evals.at(-1)!, samples };
}

test.each([
  ['gpt', GPT],
  ['t5', T5],
] as const)('%s learns answers, and those that it writes are measured', async (_name, model) => {
  const { first, last, samples } = await train(model);
  expect(last.validationLoss).toBeLessThan(first.validationLoss / 2);
  expect(first.answers).toBeUndefined();
  const { answered, exactMatch, shown } = last.answers!;
  expect(answered).toBe(last.examples);
  expect(exactMatch).toBeGreaterThan(0.5);
  for (const { prompt, due } of shown) expect(prompt.endsWith(due)).toBe(true);
  expect(last.parts!.forgetting!.loss).not.toBe(first.parts!.forgetting!.loss);
  // Greedy answers that are right are those whose every token is the likeliest.
  expect(exactMatch).toBeGreaterThanOrEqual(last.accuracy!);
  expect(samples.length).toBe(2);
});

test.each([BPE, WORDS])('samples of a T5 end with their answer, by $kind', async (tokenizer) => {
  const { last, samples } = await train(T5, { tokenizer });
  expect(last.answers!.exactMatch).toBeGreaterThan(0.5);
  expect(samples.at(-1)!.text).toMatch(/^ ?\w+$/);
});

test('an encoder with a decoder classifies by writing the name of the class', async () => {
  const { last } = await train(T5, { labels: ANIMALS });
  expect(last.answers!.exactMatch).toBeGreaterThan(0.5);
  expect(last.classes).toBeUndefined();
  expect(ANIMALS).toContain(last.answers!.shown[0]!.due);
});
