// A cell of a row as text, by what it holds.
import { isMessageList, turnsOf } from '../corpora/conversation';

/** What a number, a truth value or a date is called in text; undefined for everything else. */
export function plainText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return value instanceof Date ? value.toISOString() : undefined;
  }
}

/**
 * Also of a list of messages (their contents), of a history of questions with their answers, of SQuAD's
 * answers and of a list of accepted answers (the first). Undefined where there is no text: nothing, an empty
 * list, numbers in vectors, images.
 */
export function textOfCell(value: unknown): string | undefined {
  const plain = plainText(value);
  if (plain !== undefined || value === null || value === undefined) return plain;
  if (isMessageList(value)) {
    const turns = turnsOf(value);
    if (typeof turns === 'string') return undefined;
    return turns.map(({ content }) => content).join('\n\n');
  }
  if (isHistory(value)) return value.flat().join('\n\n');
  const list = Array.isArray(value) ? value : (value as { text?: unknown }).text;
  const first: unknown = Array.isArray(list) ? list[0] : list;
  if (typeof first === 'string') return first;
  const { text } = (first ?? {}) as { text?: unknown };
  return typeof text === 'string' ? text : undefined;
}

/** Of a cell that has one text: of several texts none is the right one. */
export function singleText(value: unknown): string | undefined {
  const isChoice = Array.isArray(value) && value.length > 1 && !isHistory(value);
  return isChoice && !isMessageList(value) ? undefined : textOfCell(value);
}

/** A cell that says nothing: not there, or an empty list. */
export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

const isHistory = (value: unknown): value is readonly (readonly string[])[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (pair) =>
      Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === 'string'),
  );

const SHOWN_DEPTH = 4;

/** Of a row, for showing: parquet has integers of 64 bits, and nesting may be deep. */
export function excerptOf(row: unknown): string {
  return JSON.stringify(shallow(row, 0)) ?? '';
}

function shallow(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= SHOWN_DEPTH) return '…';
  if (Array.isArray(value)) return value.slice(0, 20).map((one) => shallow(one, depth + 1));
  const entries = Object.entries(value).slice(0, 50);
  return Object.fromEntries(entries.map(([key, one]) => [key, shallow(one, depth + 1)]));
}
