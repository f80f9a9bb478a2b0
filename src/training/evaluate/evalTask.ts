// Questions with one right answer, scored as lm-evaluation-harness does (Gao et al. 2021): a choice by
// the log-likelihood of each continuation, as it is (`acc`) and divided by its bytes (`acc_norm`); what
// is to be written by exact match. Plain data and figures; evalTaskRows.ts and evalTaskScorer.ts do the asking.
import { macroF1 } from './classReport';
import { meanOf, standardErrorOf } from './statistics';

export interface ChoiceQuestion {
  /** Never empty: the first token of a continuation needs something before it. */
  readonly context: string;
  /** With the blank in front, where one belongs there. */
  readonly choices: readonly string[];
  /** Index of the right one. */
  readonly answer: number;
}

export interface WrittenQuestion {
  readonly prompt: string;
  readonly answer: string;
}

export type EvalTaskQuestions =
  | { readonly kind: 'choice'; readonly questions: readonly ChoiceQuestion[] }
  | {
      readonly kind: 'written';
      readonly questions: readonly WrittenQuestion[];
      /** Writing ends before the first of these. */
      readonly stop: readonly string[];
    };

/** An evaluation task's answers by one model; lists are in the order of the questions. */
export interface EvalTaskScore {
  /** Right (1) or wrong (0): by `acc`, or by exact match. */
  readonly right: readonly number[];
  /** By `acc_norm`; null for what is written. */
  readonly rightByByte: readonly number[] | null;
  /** Mean over the classes, where all questions offer the same choices; by `acc`. */
  readonly macroF1: number | null;
}

export interface Share {
  readonly share: number;
  /** Sample standard deviation over √n, as the harness has it. */
  readonly standardError: number;
}

export const shareOf = (right: readonly number[]): Share => ({
  share: meanOf(right),
  standardError: standardErrorOf(right),
});

/** Of two models on the same questions: what both get right or wrong says nothing and drops out. */
export function pairedDifference(own: readonly number[], other: readonly number[]): Share {
  return shareOf(own.map((right, i) => right - other[i]!));
}

/** What guessing reaches on average; null where answers are written. */
export function chanceOf(evalTask: EvalTaskQuestions): number | null {
  return evalTask.kind === 'choice'
    ? meanOf(evalTask.questions.map(({ choices }) => 1 / choices.length))
    : null;
}

/** Whether guessing could have given these answers: its share lies within two standard errors. */
export function isAtChance(right: readonly number[], chance: number | null): boolean {
  if (chance === null || right.length === 0) return false;
  const standardError = Math.sqrt((chance * (1 - chance)) / right.length);
  return Math.abs(meanOf(right) - chance) <= 2 * standardError;
}

/** Log-likelihoods in nats, [questions][choices]. */
export function scoreChoices(
  questions: readonly ChoiceQuestion[],
  logLikelihoods: readonly (readonly number[])[],
): EvalTaskScore {
  const picked = logLikelihoods.map(greatest);
  const byByte = questions.map(({ choices }, i) =>
    greatest(choices.map((choice, k) => logLikelihoods[i]![k]! / bytesOf(choice))),
  );
  const isRight = (chosen: readonly number[]): number[] =>
    questions.map(({ answer }, i) => (chosen[i] === answer ? 1 : 0));
  return {
    right: isRight(picked),
    rightByByte: isRight(byByte),
    macroF1: haveSameChoices(questions) ? f1Of(questions, picked) : null,
  };
}

/** `written[i]`: the model's text for the i-th question, up to a stop string. */
export function scoreWritten(
  questions: readonly WrittenQuestion[],
  written: readonly string[],
): EvalTaskScore {
  const right = questions.map(({ answer }, i) => (plain(written[i]!) === plain(answer) ? 1 : 0));
  return { right, rightByByte: null, macroF1: null };
}

/** Blanks around and between words do not count. */
const plain = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/** The first of equals, as numpy's argmax. */
const greatest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** The blank before the words belongs to the seam, not to the choice. */
const bytesOf = (choice: string): number => new TextEncoder().encode(choice.trimStart()).length;

const haveSameChoices = ([first, ...rest]: readonly ChoiceQuestion[]): boolean =>
  first !== undefined &&
  rest.every(
    ({ choices }) =>
      choices.length === first.choices.length &&
      choices.every((one, k) => one === first.choices[k]),
  );

function f1Of(questions: readonly ChoiceQuestion[], picked: readonly number[]): number {
  const confusion = questions[0]!.choices.map((_, k) =>
    questions[0]!.choices.map(
      (_choice, j) => questions.filter(({ answer }, i) => answer === k && picked[i] === j).length,
    ),
  );
  return macroF1(confusion);
}
