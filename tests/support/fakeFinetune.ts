// A study that is over at once, for looking at its page.
import type {
  LiveRun,
  FinetunedRun,
  FinetuneRequest,
  FinetuneResult,
} from '../../src/host/protocol/finetune';
import type { EvalPoint } from '../../src/host/protocol/run';
import type { StudyUpdate } from '../../src/host/protocol/study';
import { generateExamples } from '../../src/training/data/examples/examples';
import { EXAMPLE_SETS, examplesOfSet } from '../../src/training/data/examples/exampleSets';

const LABELS = ['positive', 'negative'];

const plain = ({ step, validationLoss, standardError, parts }: EvalPoint): EvalPoint => ({
  step,
  validationLoss,
  standardError,
  ...(parts && { parts }),
});

/** Of a text: nothing could be right or wrong. */
const ofText = (run: FinetunedRun): FinetunedRun => ({ ...run, accuracy: null, macroF1: null });

const accuracyOf = (arm: string, seed: number): number =>
  (arm === 'scratch' ? 0.58 : arm === 'lora' ? 0.89 : 0.91) + 0.012 * (seed - 2);

const learnsAnswers = ({ arms }: FinetuneRequest): boolean =>
  arms[0]!.config.objectives?.[0]?.kind === 'answer';

function finetunedRun(arm: string, seed: number, isAnswer: boolean): FinetunedRun {
  const accuracy = accuracyOf(arm, seed);
  const scores = { exactMatch: accuracy - 0.02, rougeL: accuracy + 0.04, f1: accuracy + 0.02 };
  return {
    arm,
    seed,
    loss: 0.34,
    lossBefore: 0.71,
    curve: [0, 24, 48, 72, 96].map((step) => ({
      step,
      loss: 0.34 + 0.37 * Math.exp(-step / (arm === 'lora' ? 20 : 26)) + 0.02 * (seed - 2),
    })),
    accuracy,
    macroF1: isAnswer ? null : accuracy - 0.004,
    answers: isAnswer ? { ...scores, answered: 64 } : undefined,
    forgetting: { before: 0.96, after: arm === 'lora' ? 1.03 : 1.52 },
    trained: arm === 'lora' ? 12_480 : 286_176,
    frozen: arm === 'lora' ? 285_984 : 0,
    steps: 96,
    elapsedMs: 41_000,
  };
}

/** The first is not what is due. */
const shown = (set: string | undefined) =>
  examplesOfSet(
    EXAMPLE_SETS.find(({ id }) => id === set)!,
    { set: set! },
    1,
  )
    .validation.slice(0, 6)
    .map(({ text, second = '' }, index) => ({
      prompt: text,
      due: second,
      written: index === 0 ? 'a small cat' : second,
    }));

function live(arm: string, seed: number, set?: string): LiveRun {
  const mistaken = generateExamples(EXAMPLE_SETS[0]!, { train: 1, validation: 5, seed }).validation;
  const mistakes = mistaken.map(({ label }, index) => ({
    index,
    label,
    predicted: 1 - label,
    probability: 0.98 - index * 0.07,
  }));
  const confusion = [
    [172, 17],
    [20, 175],
  ];
  const classes = { labels: LABELS, confusion, macroF1: 0.903, mistakes };
  const point = (step: number, accuracy: number) => ({
    step,
    validationLoss: 0.72 - 0.42 * (accuracy - 0.48),
    standardError: 0.02,
    accuracy,
    ...(set === undefined
      ? { classes, mistaken: [...mistaken] }
      : {
          answers: { exactMatch: 0.88, rougeL: 0.94, f1: 0.91, answered: 64, shown: shown(set) },
        }),
    parts: { forgetting: { loss: 0.96 + step / 170, standardError: 0.02 } },
  });
  const prompt = 'The acting was far from';
  return {
    arm,
    seed,
    runId: 'fake',
    maxSteps: 96,
    plan: null,
    progress: null,
    log: Array.from({ length: 10 }, (_, i) => ({
      step: Math.min(96, 10 * (i + 1)),
      loss: 0.7 * Math.exp(-i / 4) + 0.1 * Math.cos(i) ** 2,
      learningRate: 1e-3,
    })),
    evals: [point(0, 0.48), point(32, 0.74), point(64, 0.86), point(96, 0.9)],
    floor: null,
    before: {
      step: 0,
      prompt,
      text: ' dull. Worth every penny.\nWe saw this film in spring. The camera was warm. Five stars.',
    },
    after: {
      step: 96,
      prompt,
      text: ' cold. Five stars.\nThe music The felt was, but seemed warm the the stars.',
    },
    warnings: [],
  };
}

export function fakeFinetune(
  request: FinetuneRequest,
  onUpdate: (update: StudyUpdate<'finetune'>) => void,
): FinetuneResult {
  const { arms, seeds, inContext: isPrompted, text } = request;
  const isAnswer = learnsAnswers(request);
  const done = seeds.flatMap((seed) => arms.map(({ id }) => finetunedRun(id, seed, isAnswer)));
  const runs = text ? done.map(ofText) : done;
  const baseline = (text ? [] : seeds).map((seed) => ({ seed, accuracy: 0.58 + 0.015 * seed }));
  const prompted = (seed: number) => ({
    seed,
    accuracy: 0.47 + 0.02 * seed,
    macroF1: 0.42,
    shown: 4,
    offered: 16,
  });
  const inContext = isPrompted ? seeds.map(prompted) : [];
  const set = isAnswer ? arms[0]!.config.data.examples!.set : undefined;
  const whole = live(arms.at(-1)!.id, seeds.at(-1)!, set);
  const last = text ? { ...whole, floor: 0.31, evals: whole.evals.map(plain) } : whole;
  const found = { baseline, heldOut: text ? null : 384, metrics: [] };
  const result = { ...found, runs, inContext, noInContext: null, live: last };
  const progress = {
    phase: 'done',
    piece: null,
    share: 1,
    elapsedMs: 90_000,
    remainingMs: 0,
  } as const;
  onUpdate({ progress, result });
  return result;
}
