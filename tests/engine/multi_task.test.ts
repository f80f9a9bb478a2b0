// Several sets of examples at once: an output layer for each that has classes, answers beside them.
import { afterAll, expect, test } from 'vitest';
import { baseOfCheckpoint, baseOfExport } from '../../src/host/lab/bases';
import { openNodeContext } from '../../src/host/node/context';
import type { OwnExamples } from '../../src/host/protocol/examples';
import type { RunEvent } from '../../src/host/protocol/run';
import { Run } from '../../src/host/run/run';
import type { Checkpoint } from '../../src/training/io/checkpoint';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';

const context = await openNodeContext();
afterAll(() => context.destroy());

const reviews = { set: 'reviews', train: 6, validation: 9 };
const finance = { set: 'finance', train: 12, validation: 21 };
const questions = { set: 'questions', train: 5, validation: 7 };

const common: RunConfigInput = {
  version: 1,
  name: 'run',
  model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 16, n_positions: 48 },
  tokenizer: { kind: 'byte' },
  data: { corpus: 'task', examples: reviews },
  objectives: [{ kind: 'classify' }],
  training: {
    per_device_train_batch_size: 4,
    max_steps: 4,
    learning_rate: 0.01,
    eval_windows: 21,
    eval_steps: 100,
  },
  sample: { every_steps: 1000, max_new_tokens: 1, prompt: 'The ' },
};

async function train(changes: Partial<RunConfigInput>, own?: OwnExamples) {
  const events: RunEvent[] = [];
  const saved: Checkpoint[] = [];
  const run = new Run({
    runId: 'run',
    config: runConfigSchema.parse({ ...common, ...changes }),
    autoSize: false,
    examples: own,
    context,
    keep: (checkpoint) => void saved.push(checkpoint),
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    emit: (event) => void events.push(event),
  });
  run.start();
  await run.finished();
  const error = events.flatMap((event) => (event.type === 'state' && event.error) || [])[0];
  if (error) {
    await run.dispose();
    return { error };
  }
  const model = baseOfExport('model', await run.exported());
  const compared = await run.compared();
  await run.dispose();
  const points = events.flatMap((event) => (event.type === 'eval' ? [event.point] : []));
  const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.error] : []));
  const steps = events.flatMap((event) => (event.type === 'steps' ? event.points : []));
  return { model, compared, last: points.at(-1)!, warnings, steps, saved: saved.at(-1)! };
}

const trained = async (...given: Parameters<typeof train>) => {
  const run = await train(...given);
  if ('error' in run) throw new Error(run.error!.message);
  return run;
};

const SETS: Partial<RunConfigInput> = {
  data: { corpus: 'task', examples: reviews, more_examples: [finance, questions] },
  objectives: [
    { kind: 'classify', examples: 'reviews' },
    { kind: 'classify', examples: 'finance', weight: 0.5 },
    { kind: 'answer', examples: 'questions', weight: 2 },
  ],
  training: { ...common.training, num_train_epochs: 2 },
};

test('each of several sets has its output layer, its weight and its figures', async () => {
  const run = await trained(SETS);
  // The largest set is gone through twice, in batches of four.
  expect(run.last.step).toBe(6);
  const { parts } = run.last;
  const names = ['classify_reviews', 'classify_finance', 'answer_questions'];
  expect(Object.keys(parts!)).toEqual(names);
  const [first, second, third] = names.map((name) => parts![name]!);
  expect(run.last.validationLoss).toBeCloseTo(
    first!.loss + 0.5 * second!.loss + 2 * third!.loss,
    5,
  );
  // Each on all that is held out of it.
  expect([first, second, third].map((one) => one!.examples)).toEqual([9, 21, 7]);
  const classes = second!.classes!;
  expect(classes.labels).toEqual(['positive', 'negative', 'neutral']);
  expect(classes.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(21);
  expect(Object.keys(run.last.answersOf!)).toEqual(['answer_questions']);
  expect(run.last.answersOf!.answer_questions!.answered).toBe(7);
  for (const { loss, parts: losses } of run.steps) {
    const [a, b, c] = names.map((name) => losses![name]!);
    expect(loss).toBeCloseTo(a! + 0.5 * b! + 2 * c!, 4);
  }
  // One output layer leaves with the model, and the run says so.
  const left = run.warnings.find(({ code }) => code === 'output_layers_left_out');
  expect(left!.fields).toEqual({ own: 'classify_reviews', others: 'classify_finance' });
  expect(run.model.classifier!.labels).toEqual(['positive', 'negative']);
  const trainedNames = run.saved.layout!.trained.map(({ name }) => name);
  expect(trainedNames).toContain('classify_finance.score.weight');
  // A saved state is read as the model that was exported.
  const restored = baseOfCheckpoint('model', run.saved);
  expect(restored.classifier).toEqual(run.model.classifier);
  expect([...restored.weights]).toEqual([...run.model.weights]);
  if (run.compared.kind !== 'objective') throw new Error('not compared by its objective');
  expect(run.compared.source.config.objectives).toEqual([SETS.objectives![0]]);
});

test('the same seed gives the same weights', async () => {
  const [a, b] = [await trained(SETS), await trained(SETS)];
  expect(a.saved.arenas[0]).toEqual(b.saved.arenas[0]);
  expect(a.steps.map(({ loss }) => loss)).toEqual(b.steps.map(({ loss }) => loss));
});

test('a set that is named is the same run as the only set', async () => {
  const [plain, named] = [
    await trained({}),
    await trained({ objectives: [{ kind: 'classify', examples: 'reviews' }] }),
  ];
  expect(named.saved.arenas[0]).toEqual(plain.saved.arenas[0]);
  expect(named.saved.layout).toEqual(plain.saved.layout);
  expect(plain.saved.layout!.trained.map(({ name }) => name)).toContain('score.weight');
  expect(named.last.accuracy).toBe(plain.last.accuracy);
});

test("the user's own set may be one of them, and is read again from a saved state", async () => {
  const own: OwnExamples = {
    name: 'own.csv',
    labels: ['a', 'b', 'c', 'd'],
    examples: Array.from({ length: 16 }, (_, n) => ({ text: `text ${n}`, label: n % 4 })),
  };
  const run = await trained(
    {
      data: { corpus: 'task', examples: reviews, more_examples: [{ set: 'own_examples' }] },
      objectives: [{ kind: 'classify' }, { kind: 'classify', examples: 'own_examples' }],
    },
    own,
  );
  expect(run.last.parts!.classify_own_examples!.classes!.labels).toEqual(own.labels);
  expect(run.saved.config.data.more_examples![0]!.content!.name).toBe('own.csv');
  expect(run.saved.config.data.examples!.content).toBeUndefined();
  const restored = baseOfCheckpoint('model', run.saved);
  expect(restored.classifier!.labels).toEqual(['positive', 'negative']);
});

test('an encoder-decoder writes the answers of every set', async () => {
  const run = await trained({
    ...SETS,
    model: {
      family: 't5',
      n_layer: 1,
      n_decoder_layer: 1,
      n_head: 2,
      n_embd: 16,
      d_kv: 8,
      n_inner: 32,
      n_positions: 48,
    },
  });
  expect(Object.keys(run.last.answersOf!)).toEqual([
    'classify_reviews',
    'classify_finance',
    'answer_questions',
  ]);
  expect(run.model.classifier).toBeUndefined();
});

test('sets that are not there, or twice, are refused by name', async () => {
  const unknown = await train({ objectives: [{ kind: 'classify', examples: 'finance' }] });
  expect(unknown.error).toMatchObject({
    code: 'objective_unknown_examples',
    fields: { set: 'finance' },
  });
  const twice = await train({ data: { ...SETS.data!, more_examples: [reviews] } });
  expect(twice.error).toMatchObject({ code: 'examples_listed_twice', fields: { set: 'reviews' } });
});
