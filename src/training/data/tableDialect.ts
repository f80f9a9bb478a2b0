// How a table of text is written: its delimiter, whether its first row names the columns, whether quotes are
// escaped by a backslash. Found by reading the first rows in each way, not by counting signs in one line.
import type { Remark } from '../formats/remark';
import { cellRows, type CellRow, type TableDialect } from './tableText';
import { KNOWN_COLUMNS } from '../formats/rowShapes';

export interface GuessedTable {
  readonly dialect: TableDialect;
  readonly columns: readonly string[];
  /** What had to be assumed, to be shown and changed. */
  readonly remarks: readonly Remark[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_ROWS = 200;
/** Rows that must have as many cells as the first for a delimiter to count. */
const LEAST_SHARE = 0.5;
/** Of one column's rows, for it to be an index and a column. */
const SURE_SHARE = 0.9;

/** The columns of a table whose dialect is chosen. */
export function columnsIn(
  text: string,
  isWhole: boolean,
  dialect: TableDialect,
): readonly string[] {
  const body = text.split('\n').slice(dialect.skippedLines).join('\n');
  return columnsOf(cellRows(body, dialect, isWhole).rows.slice(0, 1), dialect);
}

/** `usual`: what the ending of the name says. */
export function guessTable(text: string, isWhole: boolean, usual: ',' | '\t'): GuessedTable {
  const excel = /^sep=(.)\n/i.exec(text);
  const body = excel ? text.slice(excel[0].length) : text;
  const remarks: Remark[] = [];
  const found = excel?.[1]
    ? sampleOf(body, isWhole, excel[1])
    : bestSample(body, isWhole, usual, remarks);
  const { delimiter, hasEscapes, rows } = found;
  if (hasEscapes) remarks.push(assumed('quote_escapes', '\\"'));
  const hasHeader = namesColumns(rows);
  const first = rows[0]?.cells ?? [];
  if (rows[0]?.isOpen) remarks.push(assumed('open_header', first.join(delimiter)));
  if (!hasHeader) remarks.push(assumed('no_header', first.join(delimiter)));
  else if (!first.some(isKnown)) remarks.push(assumed('header', first.join(delimiter)));
  const isIndexed = hasHeader && found.indexed > found.equal;
  const dialect = { delimiter, hasHeader, isIndexed, hasEscapes, skippedLines: excel ? 1 : 0 };
  const columns = columnsOf(rows, dialect);
  if (isIndexed) remarks.push(assumed('index_column', columns[1] ?? ''));
  return { dialect, columns, remarks };
}

const assumed = (what: string, value: string): Remark => ({
  code: 'assumed',
  fields: { what, value: value.slice(0, 120) },
});

interface Sample {
  readonly delimiter: string;
  readonly hasEscapes: boolean;
  readonly rows: readonly CellRow[];
  /** Of the rows: those with as many cells as the first, or one more (an index without a name). */
  readonly share: number;
  readonly equal: number;
  readonly indexed: number;
  readonly width: number;
}

const ESCAPED_QUOTE = /\\"(?![,;\t|\n"]|$)/;

function sampleOf(text: string, isWhole: boolean, delimiter: string): Sample {
  const plain = sample(text, isWhole, delimiter, false);
  // A closing quote has a delimiter or a line end behind it; behind an escaped one the cell goes on.
  if (!ESCAPED_QUOTE.test(text)) return plain;
  const escaped = sample(text, isWhole, delimiter, true);
  return escaped.share >= plain.share ? escaped : plain;
}

function sample(text: string, isWhole: boolean, delimiter: string, hasEscapes: boolean): Sample {
  const found = cellRows(text, { delimiter, hasEscapes }, isWhole).rows;
  // A head without a whole row is read as far as it goes.
  const all = found.length > 0 ? found : cellRows(text, { delimiter, hasEscapes }, true).rows;
  const rows = all.slice(0, SAMPLE_ROWS);
  const width = rows[0]?.cells.length ?? 0;
  const others = rows.slice(1);
  const count = (cells: number): number =>
    others.filter((row) => !row.isOpen && row.cells.length === cells).length;
  const isOpen = rows[0]?.isOpen === true;
  const shareOf = (cells: number): number =>
    isOpen ? 0 : others.length === 0 ? 1 : count(cells) / others.length;
  const [equal, indexed] = [shareOf(width), others.length === 0 ? 0 : shareOf(width + 1)];
  return { delimiter, hasEscapes, rows, width, share: Math.max(equal, indexed), equal, indexed };
}

function bestSample(text: string, isWhole: boolean, usual: string, remarks: Remark[]): Sample {
  const samples = [...new Set([usual, ...DELIMITERS])].map((sign) => sampleOf(text, isWhole, sign));
  // The usual one first, so that it wins among equals.
  const byShare = (a: Sample, b: Sample): number => b.share - a.share;
  const wide = samples.filter(({ width, share }) => width > 1 && share >= LEAST_SHARE);
  const indexed = samples.filter(
    ({ width, indexed: share, rows }) => width === 1 && share >= SURE_SHARE && rows.length > 2,
  );
  const [best] = [...wide.toSorted(byShare), ...indexed.toSorted(byShare)];
  if (!best) {
    // Nothing cuts the rows alike: either one column of texts, or a broken table whose rows are refused.
    const [first] = samples;
    const [single] = samples
      .filter(({ width, equal }) => width === 1 && equal >= LEAST_SHARE)
      .toSorted((a, b) => b.equal - a.equal);
    const isCut = samples.some(({ width, indexed }) => width > 1 || indexed > 0);
    if (single && isCut) remarks.push(assumed('one_column', single.rows[0]?.cells[0] ?? ''));
    return single ?? first!;
  }
  if (best.delimiter !== usual) remarks.push(assumed('delimiter', best.delimiter));
  return best;
}

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));
const isKnown = (cell: string): boolean => KNOWN_COLUMNS.has(cell.trim().toLowerCase());

/** Whether the first row names the columns: what it says must not look like what stands below it. */
function namesColumns(rows: readonly CellRow[]): boolean {
  const [first, ...others] = rows.map(({ cells }) => cells);
  if (!first || first.some(isKnown)) return true;
  if (first.every((cell) => cell.trim() === '')) return true;
  return !first.some((cell, column) =>
    looksLikeValue(
      cell,
      others.map((row) => row[column] ?? ''),
    ),
  );
}

const LONG_NAME_WORDS = 5;

function looksLikeValue(cell: string, below: readonly string[]): boolean {
  if (cell.trim() === '') return false;
  // pandas writes columns without names as 0, 1, …: then numbers do not stand below all of them.
  if (isNumber(cell)) return below.length > 0 && below.every((one) => one === '' || isNumber(one));
  // A class that comes again.
  if (below.filter((one) => one === cell).length > 0) return true;
  const words = cell.trim().split(/\s+/).length;
  const isQuestion = cell.trim().endsWith('?');
  return words >= LONG_NAME_WORDS && !isQuestion && below.every((one) => !isNumber(one));
}

/** Names as pandas gives them. */
export function columnsOf(
  rows: readonly CellRow[],
  { hasHeader, isIndexed }: Pick<TableDialect, 'hasHeader' | 'isIndexed'>,
): string[] {
  const header = rows[0]?.cells ?? [];
  if (!hasHeader) return header.map((_, i) => String(i));
  const names = distinct(header.map((name, i) => (name === '' ? `Unnamed: ${i}` : name)));
  return isIndexed ? ['index', ...names] : names;
}

/** `a`, `a.1`, `a.2`, as pandas numbers them: never a name that stands somewhere in the header. */
function distinct(names: readonly string[]): string[] {
  const header = [...names];
  const counts = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    let unique = name;
    let count = counts.get(name) ?? 0;
    while (count > 0) {
      counts.set(name, count + 1);
      unique = `${name}.${count}`;
      count = header.includes(unique) ? count + 1 : (counts.get(unique) ?? 0);
    }
    header[i] = unique;
    counts.set(unique, count + 1);
  }
  return header;
}
