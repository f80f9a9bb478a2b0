// Runs on objectives other than plain language modelling, as the page sees them.
import { afterAll, expect, test } from 'vitest';
import type { EvalPoint, RunEvent, StepPoint } from '../../src/host/protocol/run';
import { Run } from '../../src/host/run/run';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';
import type { AugmentationConfig, ObjectiveConfig } from '../../src/training/run/objectiveConfig';
import { DOMAIN_LESSONS } from '../../src/experiments/domain';
import { textRows, withTextRows } from '../../src/training/run/texts/textRows';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const size = { n_layer: 1, n_embd: 16, n_positions: 16, initializer_range: 0.1 };
const GPT = { family: 'gpt', ...size, n_head: 2 } as const;
const BERT = { family: 'bert', ...size, n_head: 2, n_inner: 24 } as const;
const T5 = { family: 't5', ...size, n_decoder_layer: 1, n_head: 2, d_kv: 8, n_inner: 24 } as const;

interface Changes extends Partial<Pick<RunConfigInput, 'data'>> {
  readonly model: RunConfigInput['model'];
  readonly objectives?: ObjectiveConfig[];
  readonly training?: Partial<RunConfigInput['training']>;
}

type Trained = Awaited<ReturnType<typeof train>>;

async function train({ training, ...changes }: Changes) {
  const config = runConfigSchema.parse({
    version: 1,
    name: 'run',
    tokenizer: { kind: 'char' },
    data: { corpus: 'own_file' },
    sample: { every_steps: 1000, max_new_tokens: 1, prompt: 't' },
    ...changes,
    training: {
      per_device_train_batch_size: 8,
      max_steps: 30,
      learning_rate: 0.02,
      eval_steps: 30,
      eval_windows: 24,
      ...training,
    },
  });
  const events: RunEvent[] = [];
  const text = 'the quick brown fox jumps. over the lazy dog it goes. what a day it was. '.repeat(
    40,
  );
  const run = new Run({
    runId: 'run',
    config,
    text: { name: 'text', text },
    autoSize: false,
    context,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    emit: (event) => void events.push(event),
  });
  run.start();
  await run.finished();
  await run.dispose();
  const failed = events.find((event) => event.type === 'state' && event.error);
  expect(failed).toBeUndefined();
  const evals = events.flatMap((event) => (event.type === 'eval' ? [event.point] : []));
  const steps = events.flatMap((event) => (event.type === 'steps' ? event.points : []));
  return { evals, steps, first: evals[0]!, last: evals.at(-1)! };
}

const VIEWS: ObjectiveConfig = {
  kind: 'contrastive',
  augmentations: [{ kind: 'token_dropout', probability: 0.2 }],
};

test.each<[string, RunConfigInput['model'], ObjectiveConfig]>([
  ['masked_lm', BERT, { kind: 'masked_lm' }],
  ['contrastive', BERT, VIEWS],
  ['span_corruption', T5, { kind: 'span_corruption' }],
])('%s learns, and held-out loss says so', async (_kind, model, objective) => {
  const { first, last } = await train({ model, objectives: [objective] });
  expect(last.validationLoss).toBeLessThan(first.validationLoss - 2 * last.standardError);
  expect(last.parts).toBeUndefined();
});

test('several objectives: each has its curve, and the loss is their weighted sum', async () => {
  const { steps, last } = await train({
    model: BERT,
    objectives: [{ kind: 'masked_lm', weight: 0.5 }, { kind: 'next_sentence' }, VIEWS],
    training: { max_steps: 4, eval_steps: 4 },
  });
  const sum = (parts: Record<string, number>): number =>
    0.5 * parts.masked_lm! + parts.next_sentence! + parts.contrastive!;
  for (const { loss, parts } of steps) expect(loss).toBeCloseTo(sum(parts!), 4);
  const heldOut = Object.fromEntries(
    Object.entries(last.parts!).map(([name, { loss }]) => [name, loss]),
  );
  expect(last.validationLoss).toBeCloseTo(sum(heldOut), 6);
  expect(last.accuracy).toBeUndefined();
  expect(last.parts!.next_sentence!.accuracy).toBeGreaterThanOrEqual(0);
});

const COPY: ObjectiveConfig = {
  kind: 'algorithm',
  algorithm: { task: 'copy', symbols: 5, length: 7 },
};

test.each<[string, Changes]>([
  ['answers', { model: GPT, data: { corpus: 'task' }, objectives: [COPY] }],
  [
    'words',
    {
      model: BERT,
      objectives: [
        { kind: 'masked_lm', whole_words: true, weight: 0.5 },
        { kind: 'next_sentence' },
      ],
    },
  ],
])('%s of any length: batches that are added up are one large batch', async (_what, changes) => {
  const short = { max_steps: 2, eval_windows: 1 };
  const plain = { optim: 'sgd', learning_rate: 0.5, max_grad_norm: 0, ...short } as const;
  const stepsOf = async (batch: number, times: number) => {
    const training = { per_device_train_batch_size: batch, gradient_accumulation_steps: times };
    const { steps } = await train({ ...changes, training: { ...plain, ...training } });
    return steps;
  };
  const whole = await stepsOf(4, 1);
  const parts = await stepsOf(2, 2);
  expect(parts).toHaveLength(2);
  for (const [step, { loss, gradNorm }] of parts.entries()) {
    expect(Math.abs(loss - whole[step]!.loss)).toBeLessThan(2e-5);
    expect(Math.abs(gradNorm / whole[step]!.gradNorm - 1)).toBeLessThan(2e-5);
  }
});

test('a task is memorized: every training answer right, unseen ones apart', async () => {
  const { first, last } = await train({
    model: { ...GPT, n_positions: 4 },
    data: { corpus: 'task' },
    objectives: [
      {
        kind: 'algorithm',
        train_share: 0.5,
        algorithm: { task: 'modular_addition', modulus: 5 },
      },
    ],
    training: { per_device_train_batch_size: 13, max_steps: 60, eval_steps: 60 },
  });
  expect(first.parts!.train!.accuracy).toBeLessThan(0.7);
  expect(last.parts!.train!).toMatchObject({ accuracy: 1 });
  // 12 pairs are left.
  expect((12 * last.accuracy!) % 1).toBeCloseTo(0, 6);
  expect(last.validationLoss).toBeGreaterThan(last.parts!.train!.loss);
});

const dataFrom = (from_step: number) => ({
  corpus: 'letters',
  size_chars: 2000,
  more: [{ corpus: 'story', size_chars: 2000, from_step }],
});

test('a further corpus begins at its step, and what came before is still measured', async () => {
  const training = { max_steps: 20, eval_steps: 10, eval_windows: 8 };
  const late = await train({ model: GPT, data: dataFrom(0.75), training });
  const early = await train({ model: GPT, data: dataFrom(5), training });
  const losses = (steps: readonly StepPoint[]): number[] => steps.map(({ loss }) => loss);
  expect(losses(early.steps).slice(0, 5)).toEqual(losses(late.steps).slice(0, 5));
  expect(early.steps[5]!.loss).not.toBe(late.steps[5]!.loss);
  const seam = ({ parts }: EvalPoint): string[] => Object.keys(parts ?? {});
  expect(early.evals.map(seam)).toEqual([['letters'], ['letters'], ['letters']]);
  // Halfway one run has read stories for five steps and the other has not seen any.
  expect(early.evals[1]!.validationLoss).toBeLessThan(late.evals[1]!.validationLoss);
  expect(late.last.parts!.letters!.loss).toBeLessThan(early.last.parts!.letters!.loss);
});

test('a mixture reads both texts from the start and measures each; a stage changes their shares', async () => {
  const training = { max_steps: 60, eval_steps: 40, eval_windows: 32 };
  const mixed = (share: number) => ({
    corpus: 'letters',
    size_chars: 2000,
    share,
    more: [
      { corpus: 'story', size_chars: 2000, from_step: 0 },
      { corpus: 'letters', size_chars: 2000, from_step: 40, share: 9 },
      { corpus: 'story', size_chars: 2000, from_step: 40 },
    ],
  });
  const runs = [];
  for (const share of [9, 9, 1 / 9]) {
    runs.push(await train({ model: GPT, data: mixed(share), training }));
  }
  const [letters, again, stories] = runs as [Trained, Trained, Trained];
  expect(again.steps).toEqual(letters.steps);
  const heldOut = (run: Trained, at: number): [letters: number, story: number] => [
    run.evals[at]!.parts!.letters!.loss,
    run.evals[at]!.validationLoss,
  ];
  // Each knows better what it has mostly read.
  expect(heldOut(letters, 1)[0]).toBeLessThan(heldOut(stories, 1)[0]);
  expect(heldOut(stories, 1)[1]).toBeLessThan(heldOut(letters, 1)[1]);
});

const CHANGED: AugmentationConfig[] = [
  { kind: 'token_dropout', probability: 0.2 },
  { kind: 'back_off_noise', probability: 0.2 },
];

test.each<[string, RunConfigInput['model'], ObjectiveConfig]>([
  ['causal_lm', GPT, { kind: 'causal_lm' }],
  ['masked_lm', BERT, { kind: 'masked_lm' }],
  ['span_corruption', T5, { kind: 'span_corruption' }],
])(
  '%s over augmented text: other steps, the same evaluation, again and again',
  async (...[, model, objective]) => {
    const few = { max_steps: 4, eval_steps: 4 };
    const plain = await train({ model, objectives: [objective], training: few });
    const augmented = { ...objective, augmentations: CHANGED } as ObjectiveConfig;
    const changed = await train({ model, objectives: [augmented], training: few });
    const again = await train({ model, objectives: [augmented], training: few });
    expect(changed.first.validationLoss).toBeCloseTo(plain.first.validationLoss, 6);
    expect(changed.steps[0]!.loss).not.toBe(plain.steps[0]!.loss);
    expect(again.steps).toEqual(changed.steps);
  },
);

test.each(DOMAIN_LESSONS.map(({ id, config }) => [id, runConfigSchema.parse(config)] as const))(
  'the list of texts gives the figures of the lesson %s',
  async (name, lesson) => {
    const small = { max_steps: 4, eval_steps: 4, eval_windows: 8 };
    // From the settings of another lesson, by its list alone.
    const other = DOMAIN_LESSONS.find(({ id }) => id !== name)!;
    const made = withTextRows(runConfigSchema.parse(other.config), textRows(lesson));
    const runs = [];
    for (const config of [lesson, made])
      runs.push(await train({ ...config, training: { ...config.training, ...small } }));
    expect(runs[1]).toEqual(runs[0]);
  },
);
