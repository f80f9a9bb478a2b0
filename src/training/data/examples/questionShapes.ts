// A row as a question with choices: what is asked, what can be chosen, and what the row says is right. How
// that is meant is decided later, over all rows (questionAnswers.ts).
import type { ChoiceUse } from '../../formats/rows/rowShape';
import { columnNamed, shapeOf } from '../../formats/rowShapes';
import { filledCells, presentColumns, promptAndAnswer } from '../sources/columns';
import { plainText } from '../tables/cellText';
import type { Row } from '../sources/types';

export interface RawQuestion {
  readonly context: string;
  readonly choices: readonly string[];
  /** What an answer may call the choices, beside their letters. */
  readonly labels: readonly string[];
  /** As the row holds it. */
  readonly answer: string | number;
  readonly base: ChoiceUse['base'];
}

export interface RawWritten {
  readonly prompt: string;
  readonly answer: string;
}

const MOST_CHOICES = 26;

/** The columns of a question that no named shape has. */
const QUESTIONS = 'question|prompt|ctx|query|sentence|text|context|instruction|problem|stem';
const CHOICES =
  'choices|options|endings|candidates|answers|answer_options|answer_choices|possible_answers';
const ANSWERS =
  'answer|answerkey|answer_key|answer_idx|answer_index|correct|correct_option|correct option|correct_answer|correct answer|label|gold|target|completion|response|output|solution';
const BEFORE = [
  'passage|context|article|support|premise|input|story|paragraph|background|document|text',
];
/** They say which choice is right, or what class a text has: never what is to be written. */
const INDICES = new Set(
  'answerkey|answer_key|answer_idx|answer_index|correct|correct_option|correct option|label'.split(
    '|',
  ),
);
/** A column a choice: `A`, `choice_1`, `option b`, `ending0`, `answerA`. */
const CHOICE_COLUMN = /^(?:(?:choice|option|ending|answer|sol|opt)[ _]?)?([a-h]|\d)$/i;

export function rawQuestion(given: Row): RawQuestion | RawWritten | null {
  const row = unwrapped(given);
  const columns = Object.keys(row);
  const shape = shapeOf(columns, ({ kind }) => kind === 'choices');
  const shaped = shape?.use.kind === 'choices' ? ofShape(row, columns, shape.use) : null;
  const question = shaped ?? generic(row, columns);
  return question && 'choices' in question && isContradicted(question, row) ? null : question;
}

/** MMLU's own CSV files have no header. */
export const MMLU_COLUMNS = ['question', 'A', 'B', 'C', 'D', 'answer'] as const;

export function isHeaderlessMmlu(row: Row): boolean {
  const columns = Object.keys(row);
  return (
    columns.length === MMLU_COLUMNS.length &&
    columns.every((name, i) => name === String(i)) &&
    /^[A-D]$/.test(plainText(row['5'])?.trim() ?? '')
  );
}

const INDEX_COLUMNS = ['answer_index', 'answer_idx', 'answer_key', 'answerkey'];

/** A column beside the answer names another choice: which of the two is right nobody can say. */
function isContradicted(question: RawQuestion, row: Row): boolean {
  const meant = positionsOf(question.answer, question);
  return INDEX_COLUMNS.some((name) => {
    const column = columnNamed(Object.keys(row), name);
    const other = column === undefined ? undefined : answerOf(row[column]);
    if (other === undefined || meant.size === 0) return false;
    const others = positionsOf(other, question);
    return others.size > 0 && [...others].every((at) => !meant.has(at));
  });
}

/** Every choice that an answer can mean: by its text, label or letter, or counted from 0 or from 1. */
function positionsOf(answer: string | number, { choices, labels }: RawQuestion): Set<number> {
  const text = String(answer).trim();
  const found = new Set<number>();
  choices.forEach((choice, i) => {
    const isLetter = text.toUpperCase() === String.fromCharCode(65 + i);
    if (choice === text || labels[i] === text || isLetter) found.add(i);
  });
  if (/^\d+$/.test(text)) for (const at of [Number(text), Number(text) - 1]) found.add(at);
  return found;
}

/** The first ARC and CommonsenseQA files: `question: {stem, choices: [{text, label}]}`. */
function unwrapped(row: Row): Row {
  if (isHeaderlessMmlu(row))
    return Object.fromEntries(MMLU_COLUMNS.map((name, i) => [name, row[String(i)]]));
  const { question } = row;
  if (typeof question !== 'object' || question === null || Array.isArray(question)) return row;
  const { stem, choices } = question as { stem?: unknown; choices?: unknown };
  return typeof stem === 'string' ? { ...row, question: stem, choices } : row;
}

function ofShape(row: Row, columns: readonly string[], use: ChoiceUse): RawQuestion | null {
  const answer = answerOf(row[columnNamed(columns, use.answer) ?? '']);
  const cells = filledCells(row, presentColumns(columns, use.context));
  if (cells === null) return null;
  const { base } = use;
  switch (use.join) {
    case 'copa':
      return copa(row, columns, use, cells);
    case 'blank':
      return blank(row, columns, use, cells);
    case 'boolq':
      return boolq(cells, row[columnNamed(columns, use.answer) ?? '']);
    case 'sciq': {
      const choices = presentColumns(columns, use.choices).flatMap((name) => {
        const value = row[name];
        return Array.isArray(value) ? textsOf(value) : (filledCells(row, [name]) ?? ['']);
      });
      const right = choices.length - 1;
      const context = [...cells.slice(0, -1), questionPrompt(cells.at(-1) ?? '')].join('\n');
      return right < 1 || !isEnough(choices)
        ? null
        : { context, choices, labels: [], answer: right, base: 'zero' };
    }
    case undefined: {
      const { choices, labels } = choicesOf(row, presentColumns(columns, use.choices));
      const right = answer ?? rightOfTargets(row, columns, use);
      if (right === undefined || !isEnough(choices) || cells.length === 0) return null;
      return { context: cells.join('\n\n'), choices, labels, answer: right, base };
    }
  }
}

const isEnough = (choices: readonly string[]): boolean =>
  choices.length >= 2 && choices.length <= MOST_CHOICES && choices.every((one) => one !== '');

const questionPrompt = (question: string): string => `Question: ${question}\nAnswer:`;

/** What a cell says of the right choice; undefined where it says nothing. */
function answerOf(value: unknown): string | number | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return String(value);
  const text = plainText(value)?.trim();
  return text === '' ? undefined : text;
}

/** Who did it, or what came of it: the premise goes on with "because" or "so". */
function copa(
  row: Row,
  columns: readonly string[],
  use: ChoiceUse,
  [premise = '', kind = '']: readonly string[],
): RawQuestion | null {
  const answer = answerOf(row[columnNamed(columns, use.answer)!]);
  const { choices } = choicesOf(row, presentColumns(columns, use.choices));
  const word = { cause: 'because', effect: 'so' }[kind.trim().toLowerCase()];
  if (answer === undefined || !isEnough(choices)) return null;
  const context = word
    ? `${premise.trim().replace(/\.$/, '')} ${word}`
    : `${premise} ${kind}`.trim();
  return { context, choices, labels: [], answer, base: use.base };
}

/** The sentence up to its blank; each choice goes on with the rest of it. */
function blank(
  row: Row,
  columns: readonly string[],
  use: ChoiceUse,
  [sentence = '']: readonly string[],
): RawQuestion | null {
  const answer = answerOf(row[columnNamed(columns, use.answer)!]);
  const { choices } = choicesOf(row, presentColumns(columns, use.choices));
  const at = sentence.indexOf('_');
  if (answer === undefined || !isEnough(choices)) return null;
  if (at < 0) return { context: sentence, choices, labels: [], answer, base: use.base };
  const rest = sentence.slice(at).replace(/^_+/, '');
  return {
    context: sentence.slice(0, at).trimEnd(),
    choices: choices.map((one) => one + rest),
    labels: [],
    answer,
    base: use.base,
  };
}

const YES_NO = ['no', 'yes'];

function boolq(
  [passage = '', question = '']: readonly string[],
  value: unknown,
): RawQuestion | null {
  const text = plainText(value)?.trim().toLowerCase() ?? '';
  const answer = /^(?:true|yes|1|1\.0)$/.test(text)
    ? 1
    : /^(?:false|no|0|0\.0)$/.test(text)
      ? 0
      : null;
  if (answer === null || question === '') return null;
  const context = `${passage}\n${questionPrompt(question.replace(/\??$/, '?'))}`;
  return { context, choices: YES_NO, labels: [], answer, base: 'zero' };
}

/** TruthfulQA: 1 stands beside the one that is right. */
function rightOfTargets(row: Row, columns: readonly string[], use: ChoiceUse): number | undefined {
  const value = row[columnNamed(columns, use.answer) ?? ''];
  if (typeof value !== 'object' || value === null) return undefined;
  const { labels } = value as { labels?: unknown };
  if (!Array.isArray(labels)) return undefined;
  const right = labels.flatMap((one, i) => (Number(one) === 1 ? [i] : []));
  return right.length === 1 ? right[0]! + 1 : undefined;
}

interface Choices {
  readonly choices: readonly string[];
  readonly labels: readonly string[];
}

const textsOf = (list: readonly unknown[]): string[] =>
  list.map((one) => plainText(one)?.trim() ?? '');

/** A column each, or one with a list, with labels beside it, or with a text that holds a list. */
function choicesOf(row: Row, columns: readonly string[]): Choices {
  if (columns.length > 1) return { choices: textsOf(columns.map((name) => row[name])), labels: [] };
  return listedChoices(row[columns[0] ?? '']);
}

function listedChoices(value: unknown): Choices {
  if (Array.isArray(value)) {
    const isLabeled = value.every(
      (one) => typeof one === 'object' && one !== null && 'text' in one,
    );
    if (!isLabeled) return { choices: textsOf(value), labels: [] };
    const list = value as readonly { text: unknown; label?: unknown }[];
    const labels = textsOf(list.map(({ label }) => label));
    return { choices: textsOf(list.map(({ text }) => text)), labels };
  }
  if (typeof value === 'string') return { choices: cut(value), labels: [] };
  if (typeof value !== 'object' || value === null) return { choices: [], labels: [] };
  const { text, choices, label } = value as { text?: unknown; choices?: unknown; label?: unknown };
  if (Array.isArray(text)) {
    return { choices: textsOf(text), labels: Array.isArray(label) ? textsOf(label) : [] };
  }
  if (Array.isArray(choices)) {
    const indices = choices.map((_, i) => String(i + 1));
    return { choices: textsOf(choices), labels: indices };
  }
  const entries = Object.entries(value);
  return { choices: textsOf(entries.map(([, one]) => one)), labels: entries.map(([key]) => key) };
}

/** A cell of a table: JSON, Python's or numpy's way of writing a list, or texts between bars. */
function cut(cell: string): string[] {
  const inner = /^\s*\[([\s\S]*)\]\s*$/.exec(cell)?.[1];
  if (inner === undefined) return textsOf(cell.split('|'));
  const quoted = [...inner.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)];
  const texts = quoted.map(([, single, double]) =>
    (single ?? double ?? '').replaceAll(/\\(.)/g, '$1'),
  );
  return textsOf(texts.length > 0 ? texts : inner.split(','));
}

function generic(row: Row, columns: readonly string[]): RawQuestion | RawWritten | null {
  const questionColumn = columnNamed(columns, QUESTIONS);
  const answerColumn = columnNamed(columns, ANSWERS);
  const answer = answerOf(row[answerColumn ?? '']);
  const question =
    questionColumn === undefined ? '' : (plainText(row[questionColumn])?.trim() ?? '');
  if (question === '') return null;
  // SQuAD: its answers are accepted ones, not choices.
  if (answerColumn === undefined) return accepted(row, columns);
  const before = presentColumns(columns, BEFORE).filter((name) => name !== questionColumn);
  const cells = filledCells(row, before);
  if (answer === undefined || cells === null) return null;
  const context = [...cells, question].join('\n\n');
  const choiceColumn = columnNamed(columns, CHOICES);
  const listed = listedChoices(row[choiceColumn ?? '']);
  const found = listed.choices.length > 0 ? listed : columnChoices(row, columns);
  if (found === null) return null;
  if (found.choices.length === 0) {
    // Its choices are missing: the answer alone is none that could be written.
    if (choiceColumn !== undefined && choiceColumn !== answerColumn) return null;
    // Beside a label the answer may be a wrong one (WikiQA, MultiRC).
    const isIndex = columns.some((name) => name.trim().toLowerCase() === 'label');
    if (isIndex || INDICES.has(answerColumn?.trim().toLowerCase() ?? '')) return null;
    return written(row, columns) ?? { prompt: context, answer: String(answer) };
  }
  if (!isEnough(found.choices)) return null;
  return { context, ...found, answer: withoutWord(answer, columns), base: 'file' };
}

/** `Option C` of a column with that name is C. */
function withoutWord(answer: string | number, columns: readonly string[]): string | number {
  const text = String(answer).toLowerCase();
  const letter = /[a-h]$/.exec(text)?.[0];
  const isColumn = columns.some((name) => name.trim().toLowerCase() === text);
  return letter !== undefined && isColumn && CHOICE_COLUMN.test(text) ? letter : answer;
}

function accepted(row: Row, columns: readonly string[]): RawWritten | null {
  const use = shapeOf(columns, ({ kind }) => kind === 'answer')?.use;
  return use?.kind === 'answer' && use.answer === 'answers' ? written(row, columns) : null;
}

/** Instruction before input, context before question: as the shapes of prompts have it. */
function written(row: Row, columns: readonly string[]): RawWritten | null {
  const use = shapeOf(columns, ({ kind }) => kind === 'answer')?.use;
  if (use?.kind !== 'answer') return null;
  const prompt = presentColumns(columns, use.prompt);
  const made = promptAndAnswer(row, prompt, columnNamed(columns, use.answer)!);
  return typeof made === 'string' || made.prompt === ''
    ? null
    : { prompt: made.prompt.trim(), answer: made.answer.trim() };
}

/**
 * `A`, `B`, … or `option1`, …: letters are labels, numbers a way of counting. A question may have fewer
 * choices than columns; null where one is missing in front of others, whose places are then unknown.
 */
function columnChoices(row: Row, columns: readonly string[]): Choices | null {
  const all = columns.flatMap((column) => {
    const label = CHOICE_COLUMN.exec(column.trim())?.[1];
    const text = plainText(row[column])?.trim() ?? '';
    return label === undefined ? [] : [{ column, label, text }];
  });
  const found = all.slice(0, all.findLastIndex(({ text }) => text !== '') + 1);
  if (found.some(({ text }) => text === '')) return null;
  const areLetters = found.every(({ label }) => /[a-h]/i.test(label));
  const choices = found.map(({ text }) => text);
  // `option3` names its column; a bare 3 may count from 0 or from 1.
  const labels = found.map(({ column, label }) => (areLetters ? label : column.trim()));
  return { choices, labels: labels.map((label) => (/^\d+$/.test(label) ? '' : label)) };
}
