/** Rows of JSON lines, CSV and TSV, piece by piece; a piece's unfinished last row waits for the next. */
import Papa from 'papaparse';
import type { RowBatch, RowOrRefusal, TextChunk } from './sources';
import type { Row } from './sourcesColumns';

/** `isWhole`: the last line is whole, also without a line end; else it is the cut head of a file. */
export async function* jsonRows(
  chunks: AsyncIterable<TextChunk>,
  isWhole: boolean,
): AsyncGenerator<RowBatch> {
  let rest = '';
  let bytes = 0;
  for await (const { text, readBytes } of chunks) {
    bytes = readBytes;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield { rows: lines.filter(isFilled).map(jsonRow), readBytes };
  }
  if (isWhole && isFilled(rest)) yield { rows: [jsonRow(rest)], readBytes: bytes };
}

const isFilled = (line: string): boolean => line.trim() !== '';

function jsonRow(line: string): RowOrRefusal {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'string') return { row: { text: value } };
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { code: 'not_an_object', excerpt: line };
    return { row: value as Row };
  } catch {
    return { code: 'bad_json', excerpt: line };
  }
}

interface Piece {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

/** An unclosed quote would otherwise gather the whole file. */
const LONGEST_ROW_CHARS = 1 << 24;

/** The first row names the columns. Without a delimiter given: the one that the header has most. */
export async function* tableRows(
  chunks: AsyncIterable<TextChunk>,
  delimiter: string | null,
  isWhole: boolean,
): AsyncGenerator<RowBatch> {
  let rest = '';
  let bytes = 0;
  let header: readonly string[] | null = null;
  let separator = delimiter;
  const take = (text: string, isLast: boolean): RowOrRefusal[] => {
    separator ??= guessDelimiter(text);
    const parser = new Papa.Parser({ delimiter: separator, newline: '\n' });
    const piece = parser.parse(text, 0, !isLast) as Piece;
    rest = isLast ? '' : text.slice(piece.meta.cursor);
    const open = new Set(piece.errors.map(({ row }) => row));
    const rows: RowOrRefusal[] = [];
    for (const [i, cells] of piece.data.entries()) {
      if (cells.length === 1 && cells[0]?.trim() === '') continue;
      if (header) rows.push(tableRow(header, cells, separator, open.has(i)));
      else header = cells.map((name) => name.trim());
    }
    return rows;
  };
  for await (const { text, readBytes } of chunks) {
    bytes = readBytes;
    const joined = rest + text;
    // Without a line end there is no whole row yet, and no header to guess from.
    if (joined.includes('\n'))
      yield { rows: take(joined, rest.length > LONGEST_ROW_CHARS), readBytes };
    else rest = joined;
  }
  if (isWhole && rest !== '') yield { rows: take(rest, true), readBytes: bytes };
}

function guessDelimiter(text: string): string {
  const line = text.slice(0, text.indexOf('\n') + 1 || undefined);
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, n: line.split(sign).length }));
  return counts.toSorted((a, b) => b.n - a.n)[0]?.sign ?? ',';
}

function tableRow(
  header: readonly string[],
  cells: readonly string[],
  separator: string,
  isOpen: boolean,
): RowOrRefusal {
  if (isOpen) return { code: 'open_quote', excerpt: cells.join(separator) };
  if (cells.length !== header.length)
    return { code: 'field_count', excerpt: cells.join(separator) };
  return { row: Object.fromEntries(header.map((name, i) => [name, cells[i]])) };
}
