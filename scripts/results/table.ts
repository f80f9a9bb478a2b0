// The table of trials in docs/results.md: a row from what a run was measured at, and its verdict.
import type { Trial } from '../../src/experiments/trials';
import type { EvalPoint } from '../../src/host/protocol/run';
import type { TrialRun } from './trialRun';

const BEGIN = '<!-- trials: begin -->';
const END = '<!-- trials: end -->';
const HEAD = [
  '| Trial | Objectives | Steps | Unigram | Floor | Held-out loss, nats | Lowest | Way | Right | Mark | Passed | On |',
  '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |',
];
/** Split at the bars, the first part is empty. */
const LOWEST_COLUMN = 7;

/** By trial, as they stand in the file. */
export type Rows = ReadonlyMap<string, string>;

interface Figures {
  readonly loss: number;
  readonly standardError: number;
  readonly accuracy?: number;
}

export interface Outcome {
  readonly steps: number;
  /** Before the first step, and after the last. */
  readonly first: Figures;
  readonly last: Figures;
  /** Of all evaluations. */
  readonly lowest: number;
  /** When all training examples were right, and when nearly all held-out ones. */
  readonly reached: string;
  readonly floor: number | null;
  readonly unigram: number | null;
}

const figuresOf = ({ validationLoss, parts, ...point }: EvalPoint, part?: string): Figures =>
  part === undefined ? { loss: validationLoss, ...point } : parts![part]!;

/** Steps at which accuracy first was there: what grokking is about. */
function reachedAt(evals: readonly EvalPoint[]): string {
  const train = evals.find(({ parts }) => (parts?.train?.accuracy ?? 0) >= 0.999)?.step;
  const heldOut = evals.find(({ accuracy = 0 }) => accuracy >= 0.99)?.step;
  if (train === undefined && heldOut === undefined) return '';
  return ` (training at ${train ?? '–'}, held out at ${heldOut ?? '–'})`;
}

export function outcomeOf(
  { objective: part, config }: Trial,
  { evals, floor }: TrialRun,
  unigram: number | null,
): Outcome {
  const all = evals.map((point) => figuresOf(point, part));
  return {
    steps: config.training.max_steps,
    first: all[0]!,
    last: all.at(-1)!,
    lowest: Math.min(...all.map(({ loss }) => loss)),
    reached: reachedAt(evals),
    floor,
    unigram,
  };
}

/** How far the loss has come from counting alone to the floor, or to nothing where no floor is known. */
const wayOf = ({ last, unigram, floor }: Outcome): number | null =>
  unigram === null ? null : (unigram - last.loss) / (unigram - (floor ?? 0));

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function evaluate({ mark }: Trial, outcome: Outcome, rows: Rows) {
  const { last, lowest } = outcome;
  switch (mark.kind) {
    case 'way':
      return { words: `way ≥ ${percent(mark.least)}`, passed: (wayOf(outcome) ?? 0) >= mark.least };
    case 'accuracy':
      return {
        words: `right ≥ ${percent(mark.least)}`,
        passed: (last.accuracy ?? 0) >= mark.least,
      };
    case 'beats': {
      const control = Number(rows.get(mark.control)!.split('|')[LOWEST_COLUMN]);
      return {
        words: `below ${mark.control}’s lowest, ${control.toFixed(3)}`,
        passed: lowest < control,
      };
    }
  }
}

export function rowOf(trial: Trial, outcome: Outcome, rows: Rows, place: string): string {
  const { steps, first, last, lowest, reached, floor, unigram } = outcome;
  const { words, passed } = evaluate(trial, outcome, rows);
  const objectives = trial.config.objectives?.map(({ kind }) => kind) ?? ['causal_lm'];
  // Held-out text that is easier than its source is noise; more than that is a wrong floor.
  const beaten = floor !== null && last.loss + 4 * last.standardError < floor;
  const way = wayOf(outcome);
  return `| ${[
    trial.id,
    [...new Set(objectives)].join(' + '),
    steps,
    unigram?.toFixed(3) ?? '–',
    floor?.toFixed(3) ?? '–',
    `${last.loss.toFixed(3)} ± ${last.standardError.toFixed(3)}`,
    lowest.toFixed(3),
    way === null ? '–' : percent(way),
    last.accuracy === undefined
      ? '–'
      : `${percent(first.accuracy!)} → ${percent(last.accuracy)}${reached}`,
    words,
    passed && !beaten ? 'yes' : 'no',
    place,
  ].join(' | ')} |`;
}

export function readRows(text: string, trials: readonly Trial[]): Map<string, string> {
  const inside = text.slice(text.indexOf(BEGIN), text.indexOf(END)).split('\n');
  return new Map(
    inside.flatMap((line) => {
      const id = /^\| ([\w-]+) +\|/.exec(line)?.[1];
      return id !== undefined && trials.some((trial) => trial.id === id) ? [[id, line]] : [];
    }),
  );
}

/** The text with these rows in it, in the order of the trials. */
export function withRows(text: string, rows: Rows, trials: readonly Trial[]): string {
  const table = [BEGIN, '', ...HEAD, ...trials.flatMap(({ id }) => rows.get(id) ?? []), '', END];
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END) + END.length;
  const [before, after] = from < 0 ? [`${text}\n`, '\n'] : [text.slice(0, from), text.slice(to)];
  return `${before}${table.join('\n')}${after}`;
}
