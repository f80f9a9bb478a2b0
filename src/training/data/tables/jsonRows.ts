// Rows of JSON: a list of rows, objects one after another, or one object that holds rows in one of the forms
// in which pandas, datasets and the makers of data sets write them. A list is read element by element, so
// its size does not matter; one object is read whole.
import type { Remark } from '../../formats/remark';
import { DataError } from '../errors';
import { JsonTextError, parseJson } from './jsonText';
import { rowsOfObject } from './jsonShapes';
import { excerptOf } from './cellText';
import { isMessageList } from '../corpora/conversation';
import { KNOWN_COLUMNS } from '../../formats/rowShapes';
import type { Row, RowBatch, RowOrRefusal, TextChunk } from '../sources/types';

/** A single object or row; longer ones are refused before they are gathered. */
const LONGEST_CHARS = 100_000_000;

export async function* jsonLines(
  chunks: AsyncIterable<TextChunk>,
  isWhole: boolean,
): AsyncGenerator<RowBatch> {
  let rest = '';
  let bytes = 0;
  for await (const { text, readBytes } of chunks) {
    bytes = readBytes;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield { rows: lines.filter(isFilled).map(rowOfText), readBytes };
  }
  if (isWhole && isFilled(rest)) yield { rows: [rowOfText(rest)], readBytes: bytes };
}

const isFilled = (line: string): boolean => line.trim() !== '';

function rowOfText(text: string): RowOrRefusal {
  try {
    return rowOfValue(parseJson(text), text);
  } catch (thrown) {
    if (!(thrown instanceof JsonTextError)) throw thrown;
    return { code: thrown.code, excerpt: text };
  }
}

function rowOfValue(value: unknown, text: string): RowOrRefusal {
  if (typeof value === 'string') return { row: { text: value } };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { code: 'not_an_object', excerpt: text };
  }
  return { row: value as Row };
}

/**
 * @throws DataError bad_json_file | json_shape | json_error_page
 */
export async function* jsonDocument(
  name: string,
  chunks: AsyncIterable<TextChunk>,
  isWhole: boolean,
): AsyncGenerator<RowBatch> {
  const scanner = new ValueScanner(name);
  const elements = new Elements();
  let first: string | null = null;
  let bytes = 0;
  for await (const { text, readBytes } of chunks) {
    bytes = readBytes;
    const found = scanner.push(text);
    if (!scanner.isList && first === null && found.length > 0) first = found.shift()!;
    if (found.length === 0) continue;
    // More than one value: rows one after another. The first waited to see whether it is alone.
    const values = first === null ? found : [first, ...found];
    if (first !== null) first = '';
    yield elements.batch(values, readBytes);
  }
  const { rest, isEnded } = scanner.end();
  const last = isFilled(rest) && isWhole ? [rest] : [];
  if (first) {
    if (last.length > 0) yield elements.batch([first, ...last], bytes);
    else if (isWhole) yield objectBatch(name, first, bytes);
    return;
  }
  if (last.length > 0) yield elements.batch(last, bytes);
  else if (isWhole && scanner.isList && !isEnded) {
    yield { rows: [{ code: 'bad_json', excerpt: '' }], readBytes: bytes };
  }
}

/** The elements of a list, or values one after another. */
class Elements {
  /** Of arrays: what the first one says, if it is a header. */
  #names: readonly string[] | null = null;
  #seen = 0;
  #isReported = false;

  batch(values: readonly string[], readBytes: number): RowBatch {
    const rows = values.filter(isFilled).flatMap((text) => this.#rows(text));
    const isNamed = this.#names !== null && !this.#isReported;
    this.#isReported ||= isNamed;
    const fields = { what: 'header', value: (this.#names ?? []).join(', ').slice(0, 120) };
    return { rows, readBytes, ...(isNamed && { remarks: [{ code: 'assumed', fields }] }) };
  }

  /** Articles with questions (SQuAD) are many rows, `/rows` of the hub wraps each. */
  #rows(text: string): RowOrRefusal[] {
    const found = rowOfText(text);
    const rows = 'row' in found ? objectRows(found.row) : (this.#arrayRows(text) ?? [found]);
    this.#seen += rows.length;
    return rows;
  }

  /** A conversation, or `[["a", 1], …]` as pandas' `values`: columns 0, 1, …, or those of a header. */
  #arrayRows(text: string): RowOrRefusal[] | null {
    const cells = text.trimStart()[0] === '[' ? arrayOf(text) : null;
    if (cells === null) return null;
    if (isMessageList(cells)) return [{ row: { messages: cells } }];
    if (this.#seen === 0 && this.#names === null && isHeader(cells)) {
      this.#names = cells;
      return [];
    }
    const names = this.#names ?? cells.map((_, i) => String(i));
    if (names.length !== cells.length) return [{ code: 'field_count', excerpt: text }];
    return [{ row: Object.fromEntries(cells.map((cell, i) => [names[i]!, cell])) }];
  }
}

function objectRows(row: Row): RowOrRefusal[] {
  const inner = rowsOfObject(row, 'element');
  return inner === null ? [{ row }] : inner.rows.map((one) => ({ row: one }));
}

function arrayOf(text: string): unknown[] | null {
  try {
    return parseJson(text) as unknown[];
  } catch {
    return null;
  }
}

/** Names of known columns, each once. */
const isHeader = (cells: readonly unknown[]): cells is readonly string[] =>
  cells.length > 1 &&
  new Set(cells).size === cells.length &&
  cells.every((cell) => typeof cell === 'string') &&
  cells.filter((cell) => KNOWN_COLUMNS.has(cell.trim().toLowerCase())).length > 1;

function objectBatch(name: string, text: string, readBytes: number): RowBatch {
  const found = rowOfText(text);
  if (!('row' in found)) {
    if (found.code === 'not_an_object') throw new DataError('json_shape', { name, keys: '' });
    return { rows: [found], readBytes };
  }
  const error = errorOf(found.row);
  if (error !== null) throw new DataError('json_error_page', { name, message: error });
  const inner = rowsOfObject(found.row, 'file');
  if (inner === null) {
    const values = Object.values(found.row);
    // One row, by the name of a column or by its conversation; other keys may be rows of a dictionary.
    const isNamed = Object.keys(found.row).some((key) => KNOWN_COLUMNS.has(key.toLowerCase()));
    const isRow =
      (isNamed && values.some((value) => typeof value === 'string')) || hasMessages(values);
    if (isRow) return { rows: [found], readBytes };
    const keys = Object.keys(found.row).slice(0, 12).join(', ');
    throw new DataError('json_shape', { name, keys });
  }
  const remarks: readonly Remark[] = inner.remarks;
  return { rows: inner.rows.map((row) => ({ row })), readBytes, remarks };
}

const hasMessages = (values: readonly unknown[]): boolean =>
  values.some(
    (value) =>
      Array.isArray(value) &&
      value.some(
        (one) => typeof one === 'object' && one !== null && ('role' in one || 'from' in one),
      ),
  );

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Half a character, which `\ud83d` alone stands for, cannot be written as UTF-8: pandas and Arrow refuse it. */
export async function* wellFormedRows(batches: AsyncIterable<RowBatch>): AsyncGenerator<RowBatch> {
  const checked = (found: RowOrRefusal): RowOrRefusal =>
    'row' in found && hasHalf(found.row)
      ? { code: 'half_character', excerpt: excerptOf(found.row) }
      : found;
  for await (const batch of batches) yield { ...batch, rows: batch.rows.map(checked) };
}

function hasHalf(value: unknown): boolean {
  if (typeof value === 'string') return LONE_SURROGATE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, one]) => LONE_SURROGATE.test(key) || hasHalf(one));
}

/** What a server answers in place of a file. */
export function errorOf(row: Row): string | null {
  const entries = Object.entries(row);
  if (entries.some(([, value]) => Array.isArray(value) && value.length > 0)) return null;
  const entry = entries.find(
    ([key, value]) => /^(error|errors|detail)$/i.test(key) && value !== null,
  );
  if (!entry) return null;
  const [, value] = entry;
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200);
}

/** Cuts a text into its outermost values; of one outermost list, into its elements. */
class ValueScanner {
  private readonly name: string;
  private rest = '';
  private at = 0;
  private depth = 0;
  private from = -1;
  private inString = false;
  private isReported = false;
  private before: 'nothing' | 'value' | 'comma' = 'nothing';
  private state: 'begin' | 'list' | 'values' | 'ended' = 'begin';

  constructor(name: string) {
    this.name = name;
  }

  get isList(): boolean {
    return this.state === 'list' || this.state === 'ended';
  }

  push(text: string): string[] {
    this.rest += text;
    const found: string[] = [];
    for (; this.at < this.rest.length; this.at++) this.step(this.rest[this.at]!, found);
    const keep = this.from < 0 ? this.at : this.from;
    this.rest = this.rest.slice(keep);
    this.at -= keep;
    this.from = this.from < 0 ? -1 : 0;
    if (this.rest.length > LONGEST_CHARS) {
      const fields = { name: this.name, sizeBytes: this.rest.length, limitBytes: LONGEST_CHARS };
      throw new DataError('too_large', fields);
    }
    return found;
  }

  /** A value without brackets ends with the text. */
  end(): { rest: string; isEnded: boolean } {
    return {
      rest: this.from < 0 ? '' : this.rest.slice(this.from),
      isEnded: this.state === 'ended',
    };
  }

  private step(sign: string, found: string[]): void {
    if (this.inString) {
      if (sign === '\\') this.at += 1;
      else if (sign === '"') this.closeString(found);
      return;
    }
    if (this.state === 'begin' && sign === '[') {
      this.state = 'list';
      return;
    }
    const isOuter = this.depth === 0;
    if (isOuter && (/[\s,]/.test(sign) || (sign === ']' && this.state === 'list'))) {
      if (this.from >= 0) this.take(this.at, found);
      if (sign === ',' || sign === ']') this.separate(sign, found);
      if (sign === ']') this.state = 'ended';
      return;
    }
    if (this.state === 'begin') this.state = 'values';
    if (this.from < 0) {
      if (this.state === 'list' && this.before === 'value') found.push(`… ${sign}`);
      this.from = this.at;
    }
    if (sign === '"') this.inString = true;
    else if (sign === '{' || sign === '[') this.depth += 1;
    else if (sign === '}' || sign === ']') {
      this.depth = Math.max(0, this.depth - 1);
      if (this.depth === 0) this.take(this.at + 1, found);
    }
  }

  /** JSON has one comma between two elements and none at the end: others become refused rows. */
  private separate(sign: ',' | ']', found: string[]): void {
    const isStray = sign === ',' ? this.before !== 'value' : this.before === 'comma';
    // A million commas in a row are one fault.
    if (isStray && this.state === 'list' && !this.isReported) found.push(`… ${sign}`);
    this.isReported = isStray;
    this.before = 'comma';
  }

  private closeString(found: string[]): void {
    this.inString = false;
    if (this.depth === 0) this.take(this.at + 1, found);
  }

  private take(to: number, found: string[]): void {
    found.push(this.rest.slice(this.from, to));
    this.from = -1;
    this.isReported = false;
    this.before = 'value';
  }
}
