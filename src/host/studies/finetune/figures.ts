// What a study has found as rows of one table: ways of fine-tuning, then what they are held against.
import { setOfTerm } from '../../../training/objectives/termNames';
import type { AnswerScores } from '../../../training/evaluate/answerScores';
import { meanOf, stdOf } from '../../../training/evaluate/statistics';
import { classMetrics, type Metric } from '../../../training/evaluate/benchmarkMetrics';
import type { EvalPoint } from '../../protocol/run';
import type { FinetunedRun, FinetuneResult, SetFigures } from '../../protocol/finetune';

export interface MeanAndSpread {
  readonly mean: number;
  readonly spread: number;
}

/** A way of continued pretraining over its seeds; losses in nats per token. */
export interface TextRowFigures {
  readonly id: string;
  readonly seeds: number;
  /** Held-out loss on the new text. */
  readonly before: number;
  readonly after: MeanAndSpread;
  /** On what the base knows. */
  readonly generalBefore: number | null;
  readonly generalAfter: number | null;
  readonly trained: number;
  readonly frozen: number;
  readonly elapsedMs: number;
}

export interface ResultRow {
  /** An arm, `in_context`, `words`, or `ceiling`. */
  readonly id: string;
  readonly seeds: number;
  /** The accuracy; null of a regression. */
  readonly right: MeanAndSpread | null;
  /** What the benchmark reports beside the accuracy. */
  readonly scores: Partial<Readonly<Record<Metric, MeanAndSpread>>>;
  readonly macroF1: number | null;
  /** Of the answers that were written, where answers are learned. */
  readonly exactMatch: number | null;
  readonly rougeL: number | null;
  readonly tokenF1: number | null;
  /** Weights that are trained, and those beside them. */
  readonly trained: number | null;
  readonly frozen: number | null;
  /** Rise of the loss on text that it knew, in nats. */
  readonly forgotten: number | null;
  readonly elapsedMs: number | null;
}

/** A way of fine-tuning on one of several sets, over its seeds. */
export interface SetRow {
  readonly id: string;
  readonly arm: string;
  readonly set: string;
  readonly seeds: number;
  /** Held-out loss. */
  readonly before: number;
  readonly after: MeanAndSpread;
  readonly right: MeanAndSpread | null;
  /** Held-out examples. */
  readonly examples: number;
  readonly macroF1: number | null;
  readonly exactMatch: number | null;
  readonly rougeL: number | null;
  /** What the bag-of-words baseline gets right. */
  readonly words: number | null;
}

const NONE = {
  scores: {},
  macroF1: null,
  exactMatch: null,
  rougeL: null,
  tokenF1: null,
  trained: null,
  frozen: null,
  forgotten: null,
  elapsedMs: null,
} as const;

/** What benchmarks report of held-out examples, beside the accuracy. */
export const benchmarkScores = ({
  correlation,
  classes,
}: EvalPoint): Partial<Record<Metric, number>> | undefined =>
  correlation ? { ...correlation } : classes && classMetrics(classes.confusion);

/** `spread`: the standard deviation of the sample; 0 where there is only one. */
const meanAndSpread = (values: readonly number[]) => ({
  mean: meanOf(values),
  spread: stdOf(values),
});

const meanOfKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? meanOf(known) : null;
};

/** Of the benchmark's measures those that every run has. */
function scoresOf({ metrics }: FinetuneResult, runs: readonly FinetunedRun[]) {
  const known = metrics.flatMap((metric) => {
    const values = runs.flatMap(({ scores }) => scores?.[metric] ?? []);
    return values.length === runs.length ? [[metric, meanAndSpread(values)] as const] : [];
  });
  return Object.fromEntries(known);
}

function rightOf(runs: readonly FinetunedRun[]): MeanAndSpread | null {
  const known = runs.flatMap(({ accuracy }) => accuracy ?? []);
  return known.length > 0 ? meanAndSpread(known) : null;
}

function armRow(id: string, result: FinetuneResult): ResultRow {
  const runs = result.runs.filter(({ arm }) => arm === id);
  const forgotten = meanOfKnown(
    runs.map(({ forgetting }) => forgetting && forgetting.after - forgetting.before),
  );
  return {
    id,
    seeds: runs.length,
    right: rightOf(runs),
    macroF1: meanOfKnown(runs.map(({ macroF1 }) => macroF1)),
    exactMatch: meanOfKnown(runs.map(({ answers }) => answers?.exactMatch ?? null)),
    rougeL: meanOfKnown(runs.map(({ answers }) => answers?.rougeL ?? null)),
    tokenF1: meanOfKnown(runs.map(({ answers }) => answers?.f1 ?? null)),
    scores: scoresOf(result, runs),
    trained: runs[0]!.trained,
    frozen: runs[0]!.frozen,
    // What never knew the text cannot forget it.
    forgotten: id === 'scratch' ? null : forgotten,
    elapsedMs: runs.reduce((sum, run) => sum + run.elapsedMs, 0),
  };
}

/** `hasCeiling`: who knows the rules gets all of them right. */
export function resultRows(result: FinetuneResult, hasCeiling: boolean): ResultRow[] {
  const { baseline, inContext, runs } = result;
  const figures = (id: string, values: readonly { accuracy: number }[]): ResultRow[] =>
    values.length === 0
      ? []
      : [
          {
            ...NONE,
            id,
            seeds: values.length,
            right: meanAndSpread(values.map(({ accuracy }) => accuracy)),
          },
        ];
  const prompted = figures('in_context', inContext).map((row) => ({
    ...row,
    macroF1: meanOfKnown(inContext.map(({ macroF1 }) => macroF1)),
    trained: 0,
    frozen: 0,
  }));
  const ceiling = { ...NONE, id: 'ceiling', seeds: 0, right: { mean: 1, spread: 0 } };
  return [
    ...[...new Set(runs.map(({ arm }) => arm))].map((arm) => armRow(arm, result)),
    ...prompted,
    ...figures('words', baseline),
    ...(hasCeiling ? [ceiling] : []),
  ];
}

/** A text is learned: there is nothing that could be right or wrong. */
export const learnedText = ({ runs }: FinetuneResult): boolean =>
  runs.length > 0 && runs.every(({ accuracy, sets }) => accuracy === null && !sets);

/** Several sets are learned at once. */
export const learnedSets = ({ runs }: FinetuneResult): boolean => runs.some(({ sets }) => sets);

export const answerFigures = ({
  exactMatch,
  rougeL,
  f1,
  answered,
}: AnswerScores): AnswerScores => ({ exactMatch, rougeL, f1, answered });

/** What an evaluation says of each of several sets; undefined where there is one. */
export function setFigures(evals: readonly EvalPoint[]): SetFigures[] | undefined {
  const last = evals.at(-1);
  const found = Object.entries(last?.parts ?? {}).flatMap(([name, part]): SetFigures[] => {
    const set = setOfTerm(name);
    if (set === null) return [];
    const answers = last?.answersOf?.[name];
    return [
      {
        set,
        loss: part.loss,
        lossBefore: evals[0]!.parts?.[name]?.loss ?? part.loss,
        accuracy: part.accuracy ?? null,
        examples: part.examples ?? 0,
        macroF1: part.classes?.macroF1 ?? null,
        ...(answers && { answers: answerFigures(answers) }),
      },
    ];
  });
  return found.length > 0 ? found : undefined;
}

/** A row for each way and set. */
export function setRows({ runs, baseline }: FinetuneResult): SetRow[] {
  const arms = [...new Set(runs.map(({ arm }) => arm))];
  return arms.flatMap((arm) => {
    const own = runs.filter((run) => run.arm === arm);
    const names = (own[0]!.sets ?? []).map(({ set }) => set);
    return names.map((set): SetRow => {
      const all = own.flatMap(({ sets = [] }) => sets.filter((one) => one.set === set));
      const right = all.flatMap(({ accuracy }) => accuracy ?? []);
      const words = baseline.filter((one) => one.set === set);
      const meanOfAnswers = (of: (answers: AnswerScores) => number): number | null =>
        meanOfKnown(all.map(({ answers }) => (answers ? of(answers) : null)));
      return {
        id: `${arm} ${set}`,
        arm,
        set,
        seeds: all.length,
        before: meanOf(all.map(({ lossBefore }) => lossBefore)),
        after: meanAndSpread(all.map(({ loss }) => loss)),
        right: right.length > 0 ? meanAndSpread(right) : null,
        examples: all[0]!.examples,
        macroF1: meanOfKnown(all.map(({ macroF1 }) => macroF1)),
        exactMatch: meanOfAnswers((answers) => answers.exactMatch),
        rougeL: meanOfAnswers((answers) => answers.rougeL),
        words: words.length > 0 ? meanOf(words.map(({ accuracy }) => accuracy)) : null,
      };
    });
  });
}

export function textResultRows({ runs }: FinetuneResult): TextRowFigures[] {
  return [...new Set(runs.map(({ arm }) => arm))].map((id) => {
    const own = runs.filter(({ arm }) => arm === id);
    const { trained, frozen } = own[0]!;
    // What never knew the text cannot forget it.
    const knew = id === 'scratch' ? [] : own;
    return {
      id,
      seeds: own.length,
      before: meanOf(own.map(({ lossBefore }) => lossBefore)),
      after: meanAndSpread(own.map(({ loss }) => loss)),
      generalBefore: meanOfKnown(knew.map(({ forgetting }) => forgetting?.before ?? null)),
      generalAfter: meanOfKnown(knew.map(({ forgetting }) => forgetting?.after ?? null)),
      trained,
      frozen,
      elapsedMs: own.reduce((sum, run) => sum + run.elapsedMs, 0),
    };
  });
}
