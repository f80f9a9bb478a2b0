// Several sets of examples at once, without a device: what a study is asked, and what its figures say.
import { expect, test } from 'vitest';
import { planRun } from '../../src/host/run/planRun';
import {
  learnedSets,
  learnedText,
  setFigures,
  setRows,
} from '../../src/host/studies/finetune/figures';
import {
  configOf,
  FINETUNE_DEFAULTS,
  finetuneRequest,
  type FinetuneChoices,
} from '../../src/host/studies/finetune/request';
import type { FinetunedRun, FinetuneResult } from '../../src/host/protocol/finetune';
import type { EvalPoint } from '../../src/host/protocol/run';
import { withOneSet } from '../../src/training/run/texts/textParts';

const choices: FinetuneChoices = {
  ...FINETUNE_DEFAULTS,
  more: [
    { set: 'finance', train: 100, weight: 0.5 },
    { set: 'questions', train: 512, weight: 1 },
  ],
};

test('a study of several sets names the set and the weight of each objective', () => {
  const { pretrain, arms, inContext } = finetuneRequest({ ...choices, runs: 'few' }, 'small');
  const { data, objectives, training, model } = arms[0]!.config;
  expect(objectives).toEqual([
    { kind: 'classify', examples: 'reviews' },
    { kind: 'classify', examples: 'finance', weight: 0.5 },
    { kind: 'answer', examples: 'questions' },
  ]);
  expect(data.examples).toMatchObject({ set: 'reviews', train: 256, validation: 384 });
  expect(data.examples!.per_class).toBeUndefined();
  expect(data.more_examples).toEqual([
    { set: 'finance', train: 100, validation: 384 },
    { set: 'questions', train: 512, validation: 256 },
  ]);
  // The largest set is gone through three times, in batches of eight.
  expect(training.max_steps).toBe((3 * 512) / 8);
  expect(training.eval_windows).toBe(384);
  expect(inContext).toBe(false);
  // The base reads text of every world, and takes their longest examples.
  expect([pretrain!.data.corpus, ...pretrain!.data.more!.map(({ corpus }) => corpus)]).toEqual([
    'reviews',
    'finance_briefs',
    'story',
  ]);
  expect([model.n_positions, pretrain!.model.n_positions]).toEqual([72, 72]);
});

test('a single set, preference pairs and plain text are what they were', () => {
  const one = finetuneRequest(FINETUNE_DEFAULTS, 'small');
  expect(one.arms[0]!.config.objectives).toEqual([{ kind: 'classify' }]);
  expect(one.arms[0]!.config.data).not.toHaveProperty('more_examples');
  expect(one.pretrain!.data).not.toHaveProperty('more');
  for (const set of ['preferences', 'plain_text']) {
    expect(finetuneRequest({ ...choices, set }, 'small')).toEqual(
      finetuneRequest({ ...FINETUNE_DEFAULTS, set }, 'small'),
    );
  }
});

test('an encoder-decoder writes them all', () => {
  const { arms } = finetuneRequest({ ...choices, made: 't5' }, 'small');
  expect(arms[0]!.config.model.family).toBe('t5');
  expect(arms[0]!.config.objectives!.map(({ kind }) => kind)).toEqual([
    'classify',
    'classify',
    'answer',
  ]);
});

test('the plan counts an output layer for each set of classes', () => {
  const limits = { maxBufferBytes: 2 ** 30 } as Parameters<typeof planRun>[2];
  const facts = { vocabSize: 1024, chars: 600_000 } as Parameters<typeof planRun>[1];
  const planned = (more: FinetuneChoices['more']) =>
    planRun(configOf({ ...choices, more }, 'full', 'small'), facts, limits).parameters;
  const width = 96;
  const [finance, questions] = choices.more;
  expect(planned([finance!, questions!]) - planned([questions!])).toBe(3 * width);
});

test('a model of several sets is studied on that of its output layer', () => {
  const { config } = finetuneRequest(
    { ...choices, set: 'questions', more: [choices.more[0]!] },
    'small',
  ).arms[0]!;
  const of = (hasHead: boolean) => withOneSet(config.data, config.objectives, hasHead);
  expect([of(true).examples!.set, of(false).examples!.set]).toEqual(['finance', 'questions']);
  expect(of(true)).not.toHaveProperty('more_examples');
});

const part = (loss: number, accuracy: number) => ({
  loss,
  standardError: 0,
  accuracy,
  accuracyError: 0,
  examples: 40,
});
const pointOf = (losses: readonly [number, number]): EvalPoint => ({
  step: 0,
  validationLoss: 1,
  standardError: 0,
  parts: {
    classify_reviews: part(losses[0], 0.75),
    answer_questions: part(losses[1], 0.5),
    forgetting: part(9, 0),
  },
  answersOf: {
    answer_questions: { exactMatch: 0.25, rougeL: 0.5, f1: 0.5, answered: 40, shown: [] },
  },
});

test('each set has its row', () => {
  const sets = setFigures([pointOf([1, 2]), pointOf([0.5, 1.5])])!;
  expect(sets).toMatchObject([
    { set: 'reviews', lossBefore: 1, loss: 0.5, accuracy: 0.75, examples: 40 },
    { set: 'questions', lossBefore: 2, loss: 1.5, answers: { exactMatch: 0.25 } },
  ]);
  const run = { arm: 'full', accuracy: null, sets } as unknown as FinetunedRun;
  const result = {
    runs: [run, run],
    baseline: [{ seed: 1, accuracy: 0.6, set: 'reviews' }],
  } as unknown as FinetuneResult;
  expect([learnedSets(result), learnedText(result)]).toEqual([true, false]);
  expect(setRows(result)).toMatchObject([
    { arm: 'full', set: 'reviews', seeds: 2, right: { mean: 0.75, spread: 0 }, words: 0.6 },
    { arm: 'full', set: 'questions', exactMatch: 0.25, words: null },
  ]);
});
