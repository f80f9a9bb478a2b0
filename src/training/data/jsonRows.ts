// Rows of JSON: a list of rows, objects one after another, or one object that holds rows in one of the forms
// in which pandas, datasets and the makers of data sets write them. A list is read element by element, so
// its size does not matter; one object is read whole.
import type { Remark } from '../formats/remark';
import { DataError } from './errors';
import { JsonTextError, parseJson } from './jsonText';
import { rowsOfObject } from './jsonShapes';
import type { Row, RowBatch, RowOrRefusal, TextChunk } from './sourcesTypes';

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
    yield { rows: values.filter(isFilled).flatMap(elementRows), readBytes };
  }
  const { rest, isEnded } = scanner.end();
  const last = isFilled(rest) && isWhole ? [rest] : [];
  if (first) {
    if (last.length > 0) yield { rows: [first, ...last].flatMap(elementRows), readBytes: bytes };
    else if (isWhole) yield objectBatch(name, first, bytes);
    return;
  }
  if (last.length > 0) yield { rows: last.flatMap(elementRows), readBytes: bytes };
  else if (isWhole && scanner.isList && !isEnded) {
    yield { rows: [{ code: 'bad_json', excerpt: '' }], readBytes: bytes };
  }
}

/** A row of a list; articles with questions (SQuAD) are many rows, `/rows` of the hub wraps each. */
function elementRows(text: string): RowOrRefusal[] {
  const found = rowOfText(text);
  if (!('row' in found)) return arrayRow(text) ?? [found];
  const inner = rowsOfObject(found.row, 'element');
  return inner === null ? [found] : inner.rows.map((row) => ({ row }));
}

/** `[["a", 1], …]`, as pandas' `values`: columns 0, 1, … */
function arrayRow(text: string): RowOrRefusal[] | null {
  if (text.trimStart()[0] !== '[') return null;
  try {
    const cells = parseJson(text) as unknown[];
    return [{ row: Object.fromEntries(cells.map((cell, i) => [String(i), cell])) }];
  } catch {
    return null;
  }
}

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
    // One row of plain values, or a conversation.
    const isRow = values.some((value) => typeof value === 'string') || hasMessages(values);
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

/** What a server answers in place of a file. */
function errorOf(row: Row): string | null {
  const entries = Object.entries(row);
  if (entries.some(([, value]) => Array.isArray(value) && value.length > 0)) return null;
  const said = entries.find(
    ([key, value]) => /^(error|errors|detail)$/i.test(key) && value !== null,
  );
  if (!said) return null;
  const [, value] = said;
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
    if (isStray && this.state === 'list') found.push(`… ${sign}`);
    this.before = 'comma';
  }

  private closeString(found: string[]): void {
    this.inString = false;
    if (this.depth === 0) this.take(this.at + 1, found);
  }

  private take(to: number, found: string[]): void {
    found.push(this.rest.slice(this.from, to));
    this.from = -1;
    this.before = 'value';
  }
}
