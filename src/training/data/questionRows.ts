// A task suite out of the visitor's own file: a question, its choices and which is right (as a number
// from 0, a letter, a label, or the choice itself), or a prompt and the answer that is to be written.
import { BenchtopError } from '../../gpu/errors';
import type { ChoiceQuestion, SuiteQuestions, WrittenQuestion } from '../evaluate/suite';
import { detectFormat, readRows, type Source } from './sources';
import type { Row } from './sourcesColumns';

export interface FoundQuestions {
  readonly suite: SuiteQuestions;
  /** Rows that hold no question of this kind. */
  readonly left: number;
}

/** Each is asked of every variant. */
const MOST_QUESTIONS = 1000;
const MOST_CHOICES = 26;

const QUESTIONS = ['question', 'context', 'prompt', 'ctx', 'query', 'sentence', 'text'];
const CHOICES = ['choices', 'options', 'endings', 'candidates'];
const ANSWERS = ['answer', 'answerkey', 'answer_idx', 'label', 'gold', 'target', 'completion'];
/** A column a choice: `A`, `choice_1`, `option b`, `ending0`. */
const CHOICE_COLUMN = /^(?:(?:choice|option|ending|sol)[ _]?)?([a-h]|\d)$/i;

/** @throws BenchtopError no_questions, DataError */
export async function readQuestions(source: Source): Promise<FoundQuestions> {
  const chosen: ChoiceQuestion[] = [];
  const written: WrittenQuestion[] = [];
  let rowCount = 0;
  for await (const { rows } of readRows(source, await detectFormat(source), {})) {
    for (const found of rows) {
      rowCount += 1;
      const question = 'row' in found ? questionOf(found.row) : null;
      if (question && 'choices' in question) chosen.push(question);
      else if (question) written.push(question);
    }
    if (Math.max(chosen.length, written.length) >= MOST_QUESTIONS) break;
  }
  const isChoice = chosen.length >= written.length;
  const questions = (isChoice ? chosen : written).slice(0, MOST_QUESTIONS);
  if (questions.length === 0) {
    throw new BenchtopError(
      'no_questions',
      'No row has a question with choices and the right one, or a prompt with its answer.',
      { name: source.name, rows: rowCount },
    );
  }
  const left = rowCount - questions.length;
  return isChoice
    ? { suite: { kind: 'choice', questions: chosen.slice(0, MOST_QUESTIONS) }, left }
    : {
        suite: { kind: 'written', questions: written.slice(0, MOST_QUESTIONS), stop: ['\n'] },
        left,
      };
}

function questionOf(row: Row): ChoiceQuestion | WrittenQuestion | null {
  const question = textOf(named(row, QUESTIONS));
  const answer = textOf(named(row, ANSWERS));
  if (question === '' || answer === '') return null;
  const { choices, labels } = choicesOf(row);
  if (choices.length === 0) return { prompt: behind(question), answer };
  const right = rightOf(answer, choices, labels);
  if (choices.length < 2 || choices.length > MOST_CHOICES || right < 0) return null;
  return {
    context: question,
    choices: choices.map((choice) => seamOf(question, choice) + choice),
    answer: right,
  };
}

const named = (row: Row, names: readonly string[]): unknown => {
  const keys = Object.keys(row);
  const key = names.flatMap((name) => keys.filter((one) => one.toLowerCase() === name))[0];
  return key === undefined ? undefined : row[key];
};

function textOf(value: unknown): string {
  const isSaid =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  return isSaid ? String(value).trim() : '';
}

interface Choices {
  readonly choices: readonly string[];
  /** What an answer may call them, beside their letters. */
  readonly labels: readonly string[];
}

/** A list, a list with labels (as ARC has it), a cell cut at |, or a column each. */
function choicesOf(row: Row): Choices {
  const listed = named(row, CHOICES);
  if (Array.isArray(listed)) return { choices: listed.map(textOf), labels: [] };
  if (typeof listed === 'string') return { choices: listed.split('|').map(textOf), labels: [] };
  if (typeof listed === 'object' && listed !== null) {
    const { text, label } = listed as { text?: unknown; label?: unknown };
    if (Array.isArray(text)) {
      return { choices: text.map(textOf), labels: Array.isArray(label) ? label.map(textOf) : [] };
    }
  }
  const columns = Object.keys(row).filter((key) => CHOICE_COLUMN.test(key) && textOf(row[key]));
  return {
    choices: columns.map((key) => textOf(row[key])),
    labels: columns.map((key) => CHOICE_COLUMN.exec(key)![1]!),
  };
}

/** Index of the right choice; below 0 where the answer names none. */
function rightOf(answer: string, choices: readonly string[], labels: readonly string[]): number {
  const same = (one: string): boolean => one.toLowerCase() === answer.toLowerCase();
  const named = [choices.indexOf(answer), labels.findIndex(same)].find((at) => at >= 0);
  if (named !== undefined) return named;
  const index = /^\d+$/.test(answer)
    ? Number(answer)
    : /^[a-z]$/i.test(answer)
      ? answer.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0)
      : -1;
  return index < choices.length ? index : -1;
}

/** Between two words a blank, as the harness has it; Chinese needs none. */
const HAN = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
const seamOf = (before: string, after: string): string =>
  HAN.test(before.at(-1) ?? '') || HAN.test(after[0] ?? '') ? '' : ' ';

/** An answer is written on a line of its own, as in the examples that models are tuned on. */
const behind = (prompt: string): string => `${prompt}\n`;
