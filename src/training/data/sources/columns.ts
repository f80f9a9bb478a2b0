/** From the columns of a row to a document: one text, a conversation, or a prompt with its completion. */
import type { RowShape, ShapeUse } from '../../formats/rows/rowShape';
import { columnNamed, shapeOf } from '../../formats/rowShapes';
import { excerptOf, isBlank, plainText, singleText, textOfCell } from '../tables/cellText';
import { transcript, turnsOf } from '../corpora/conversation';
import { isUnwanted, preferred } from '../examples/preference';
import type { Mapping, Row, RowOrRefusal } from './types';

/** Rows that columns and mappings are guessed from. */
const SAMPLE_ROWS = 100;

export function columnsOfRows(rows: readonly Row[]): string[] {
  return [...new Set(rows.slice(0, SAMPLE_ROWS).flatMap((row) => Object.keys(row)))];
}

/** Columns that are there, of the names in a shape. */
export const presentColumns = (columns: readonly string[], names: readonly string[]): string[] =>
  names.flatMap((name) => columnNamed(columns, name) ?? []);

/** By the shapes of known data sets; else the column with the longest texts. */
export function suggestMapping(columns: readonly string[], rows: readonly Row[]): Mapping | null {
  // A text that is made up already says more than its parts.
  const text = columnNamed(columns, 'text');
  if (text !== undefined && isText(rows, text)) return { kind: 'text', column: text };
  const shape = shapeOf(columns, (use) => isDocument(use) && fitsRows(use, columns, rows));
  const mapping = shape && mappingOf(shape, columns);
  if (mapping) return mapping;
  const longest = longestColumn(columns, rows);
  return longest === undefined ? null : { kind: 'text', column: longest };
}

/** What the rows hold may be another thing than the names of their columns say. */
export function fitsRows(use: ShapeUse, columns: readonly string[], rows: readonly Row[]): boolean {
  if (use.kind === 'answer') return !areIndices(columnNamed(columns, use.answer)!, columns, rows);
  return use.kind !== 'messages' || canConverse(use, columns, rows);
}

const CHOICES = 'choices|options|endings|candidates|answer_choices';
const INDEX = /^\(?(?:[a-z]|\d+(?:\.0)?)\)?$/i;

/** MMLU, RACE: the answer says which of the choices is right, and is no text to be learned. */
const areIndices = (answer: string, columns: readonly string[], rows: readonly Row[]): boolean =>
  columnNamed(columns, CHOICES) !== undefined &&
  rows.length > 0 &&
  rows.every((row) => INDEX.test(plainText(row[answer])?.trim() ?? ''));

/** A dialogue may be one text (SAMSum) instead of a list of messages, or its JSON. */
function canConverse(
  use: Extract<ShapeUse, { kind: 'messages' }>,
  columns: readonly string[],
  rows: readonly Row[],
): boolean {
  const column = columnNamed(columns, use.messages) ?? '';
  return !rows.some((row) => {
    const value = row[column];
    return typeof value === 'string' && value.trim() !== '' && !value.trim().startsWith('[');
  });
}

const isText = (rows: readonly Row[], column: string): boolean =>
  rows.length === 0 || rows.some((row) => typeof row[column] === 'string' && row[column] !== '');

const isDocument = ({ kind }: ShapeUse): boolean =>
  kind === 'text' || kind === 'messages' || kind === 'answer';

function mappingOf({ use }: RowShape, columns: readonly string[]): Mapping | null {
  switch (use.kind) {
    case 'text':
      return { kind: 'text', column: columnNamed(columns, use.text)! };
    case 'messages': {
      const column = columnNamed(columns, use.messages)!;
      const before = presentColumns(columns, use.before ?? []);
      return { kind: 'messages', column, ...(before.length > 0 && { before }) };
    }
    case 'answer':
      return {
        kind: 'pair',
        prompt: presentColumns(columns, use.prompt),
        completion: columnNamed(columns, use.answer)!,
      };
    case 'classes':
    case 'choices':
      return null;
  }
}

/** Indices are no texts. */
export const isIndexColumn = (column: string): boolean =>
  /^(unnamed: \d+(_level_\d+)?|index|idx|id|_id|row_?id|guid|__index_level_\d+__)?$/i.test(
    column.trim(),
  );

export function longestColumn(
  columns: readonly string[],
  rows: readonly Row[],
): string | undefined {
  const lengthOf = (column: string) =>
    rows.slice(0, SAMPLE_ROWS).reduce((sum, row) => sum + lengthOfText(row[column]), 0);
  const texts = columns.filter((column) => !isIndexColumn(column));
  return (texts.length > 0 ? texts : columns).toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
}

const lengthOfText = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

/** Columns that a mapping does not read; indices need no word. */
export function unusedColumns(columns: readonly string[], mapping: Mapping | null): string[] {
  if (!mapping) return [];
  const used =
    mapping.kind === 'pair'
      ? [...mapping.prompt, mapping.completion]
      : [mapping.column, ...(mapping.kind === 'messages' ? (mapping.before ?? []) : [])];
  return columns.filter((column) => !used.includes(column) && !isIndexColumn(column));
}

type Refusal = Exclude<RowOrRefusal, { row: Row }>;

export function documentOf(row: Row, mapping: Mapping | null): string | Refusal {
  const refuse = (code: Refusal['code']): Refusal => ({ code, excerpt: excerptOf(row) });
  if (!mapping) return refuse('missing_column');
  if (mapping.kind !== 'text' && isUnwanted(row)) return refuse('not_wanted');
  if (mapping.kind === 'pair') {
    const made = promptAndAnswer(row, mapping.prompt, mapping.completion);
    return typeof made === 'string' ? refuse(made) : joined(made.prompt, made.answer);
  }
  const value = row[mapping.column];
  if (value === undefined) return refuse('missing_column');
  if (value === null) return refuse('no_value');
  if (mapping.kind === 'messages') {
    const turns = turnsOf(value);
    if (typeof turns === 'string') return refuse(turns);
    const before = filledCells(row, mapping.before ?? []);
    return before ? [...before, transcript(turns)].join('\n\n') : refuse('not_text');
  }
  if (typeof value !== 'string') return refuse('not_text');
  return value.trim() === '' ? refuse('empty') : value;
}

/** The parts that say something, in their order; null where one of them is no text and would be dropped. */
export function filledCells(row: Row, columns: readonly string[]): string[] | null {
  const filled = columns.map((column) => row[column]).filter((value) => !isBlank(value));
  const texts = filled.map(singleText);
  return texts.includes(undefined) ? null : texts.flatMap((text) => (text?.trim() ? [text] : []));
}

/** Columns whose lists are answers of equal right (SQuAD, Natural Questions): the first is learned. */
const ACCEPTED = /^(?:(?:final|correct)_)?answers?$|^targets?$/i;

/** A prompt out of its parts, with an empty line between two; and the answer, which alone is learned. */
export function promptAndAnswer(
  row: Row,
  prompt: readonly string[],
  answer: string,
): { readonly prompt: string; readonly answer: string } | Refusal['code'] {
  const value = row[answer];
  if (value === undefined) return 'missing_column';
  if (value === null) return 'no_value';
  const missing = prompt.every((column) => row[column] === undefined);
  if (missing && prompt.length > 0) return 'missing_column';
  const cells = filledCells(row, prompt);
  if (cells === null) return 'not_text';
  const before = cells.join('\n\n');
  const chosen = preferred(row, answer, before);
  if (chosen) return chosen;
  const text = ACCEPTED.test(answer.trim()) ? textOfCell(value) : singleText(value);
  if (text === undefined) return isNothing(value) ? 'no_answer' : 'not_text';
  if (text.trim() === '') return 'empty';
  return { prompt: before, answer: text };
}

/** SQuAD's question without an answer: its lists are empty. */
function isNothing(value: unknown): boolean {
  const list = Array.isArray(value) ? value : ((value as { text?: unknown } | null)?.text ?? null);
  return Array.isArray(list) && list.length === 0;
}

/** A prompt that ends in white space says itself how the completion follows. */
const joined = (prompt: string, completion: string): string =>
  prompt === '' || /\s$/.test(prompt) || /^\s/.test(completion)
    ? prompt + completion
    : `${prompt}\n${completion}`;
