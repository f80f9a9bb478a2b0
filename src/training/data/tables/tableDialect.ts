// How a table of text is written: its delimiter, whether its first row names the columns, whether quotes are
// escaped by a backslash. Found by reading the first rows in each way, not by counting signs in one line.
import type { Remark } from '../../formats/remark';
import { cellRows, type CellRow, type Cutting, type TableDialect } from './tableText';
import { KNOWN_COLUMNS } from '../../formats/rowShapes';

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
  const preamble = excel ? [] : linesBefore(text, isWhole);
  const skippedLines = excel ? 1 : preamble.length;
  const body = skippedLines === 0 ? text : text.split('\n').slice(skippedLines).join('\n');
  const remarks: Remark[] = [];
  const found = excel?.[1]
    ? sampleOf(body, isWhole, excel[1])
    : bestSample(body, isWhole, usual, remarks);
  const { delimiter, hasEscapes, skipsBlanks, rows } = found;
  if (preamble.length > 0) remarks.push(assumed('skipped_lines', preamble.join(' / ')));
  if (hasEscapes) remarks.push(assumed('quote_escapes', '\\"'));
  if (skipsBlanks) remarks.push(assumed('skipped_blanks', delimiter));
  const hasHeader = namesColumns(rows);
  const first = rows[0]?.cells ?? [];
  if (rows[0]?.isOpen) remarks.push(assumed('open_header', first.join(delimiter)));
  if (!hasHeader) remarks.push(assumed('no_header', first.join(delimiter)));
  else if (!first.some(isKnown)) remarks.push(assumed('header', first.join(delimiter)));
  const isLonger = hasHeader && found.indexed > found.equal;
  const hasTrailing = isLonger && endInNothing(rows);
  const isIndexed = isLonger && !hasTrailing;
  const cutting = { delimiter, hasEscapes, skipsBlanks };
  const dialect = { ...cutting, hasHeader, isIndexed, hasTrailing, skippedLines };
  const columns = columnsOf(rows, dialect);
  if (hasTrailing) remarks.push(assumed('trailing_delimiter', delimiter));
  if (isIndexed) remarks.push(assumed('index_column', columns[1] ?? ''));
  return { dialect, columns, remarks };
}

const assumed = (what: string, value: string): Remark => ({
  code: 'assumed',
  fields: { what, value: value.slice(0, 120) },
});

/** As pandas' manual has it: a malformed file with delimiters at the end of each line. */
const endInNothing = ([header, ...rows]: readonly CellRow[]): boolean =>
  rows.every(({ cells }) => cells.length <= header!.cells.length || cells.at(-1) === '');

const MOST_LINES_BEFORE = 20;

/** A title or remarks, with other numbers of cells or names that nobody knows, above a header of known columns that the rows below it fit. */
function linesBefore(text: string, isWhole: boolean): string[] {
  const lines = text.split('\n', MOST_LINES_BEFORE + 1);
  const namesIn = (line: string, sign: string): string[] =>
    line.split(sign).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  for (const sign of DELIMITERS) {
    const cells = lines.map((line) => namesIn(line, sign));
    const at = cells.findIndex((names) => names.length > 1 && names.some(isKnown));
    const before = lines.slice(0, Math.max(0, at));
    const isRows =
      !cells[at]?.every(isKnown) &&
      cells.slice(0, at).some(({ length }) => length === cells[at]?.length);
    const isPlain = before.some((line) => line.trim() !== '') && !before.some(isTable);
    if (!isPlain || isRows) continue;
    const below = sampleOf(text.split('\n').slice(at).join('\n'), isWhole, sign);
    if (below.width > 1 && below.rows.length > 1 && below.share >= SURE_SHARE) return before;
  }
  return [];
}

/** The header of a single column, or a line with quotes, which may go on below it. */
const isTable = (line: string): boolean => isKnown(line) || line.includes('"');

interface Sample extends Cutting {
  readonly rows: readonly CellRow[];
  /** Of the rows: those with as many cells as the first, or one more (an index without a name). */
  readonly share: number;
  readonly equal: number;
  readonly indexed: number;
  readonly width: number;
}

const ESCAPED_QUOTE = /\\"(?![,;\t|\n"]|$)/;

function sampleOf(text: string, isWhole: boolean, delimiter: string): Sample {
  const plain = sample(text, isWhole, { delimiter, hasEscapes: false, skipsBlanks: false });
  const spaced = [delimiter, '\n'].some((sign) => text.includes(`${sign} "`))
    ? sample(text, isWhole, { ...plain, skipsBlanks: true })
    : plain;
  // Quotes behind blanks that close at the end of their cells, or that hold delimiters.
  const isSpaced = spaced.equal > plain.equal || (spaced !== plain && areClosed(plain));
  const best = isSpaced ? spaced : plain;
  // A closing quote has a delimiter or a line end behind it; behind an escaped one the cell goes on.
  if (!ESCAPED_QUOTE.test(text)) return best;
  const escaped = sample(text, isWhole, { ...best, hasEscapes: true });
  return escaped.share >= best.share ? escaped : best;
}

const areClosed = ({ rows }: Sample): boolean => {
  const opened = rows.flatMap(({ cells }) => cells.filter((cell) => /^ +"/.test(cell)));
  return opened.length > 1 && opened.every((cell) => /^ +"[^"]*"\s*$/.test(cell));
};

function sample(
  text: string,
  isWhole: boolean,
  { delimiter, hasEscapes, skipsBlanks }: Cutting,
): Sample {
  const cutting = { delimiter, hasEscapes, skipsBlanks };
  const found = cellRows(text, cutting, isWhole).rows;
  // A head without a whole row is read as far as it goes.
  const all = found.length > 0 ? found : cellRows(text, cutting, true).rows;
  const rows = all.slice(0, SAMPLE_ROWS);
  const width = rows[0]?.cells.length ?? 0;
  const others = rows.slice(1);
  const count = (cells: number): number =>
    others.filter((row) => !row.isOpen && row.cells.length === cells).length;
  const isOpen = rows[0]?.isOpen === true;
  const shareOf = (cells: number): number =>
    isOpen ? 0 : others.length === 0 ? 1 : count(cells) / others.length;
  const [equal, indexed] = [shareOf(width), others.length === 0 ? 0 : shareOf(width + 1)];
  return { ...cutting, rows, width, share: Math.max(equal, indexed), equal, indexed };
}

function bestSample(text: string, isWhole: boolean, usual: string, remarks: Remark[]): Sample {
  const samples = [...new Set([usual, ...DELIMITERS])].map((sign) => sampleOf(text, isWhole, sign));
  // The usual one first, so that it wins among equals.
  const byShare = (a: Sample, b: Sample): number => b.share - a.share;
  const wide = samples.filter(({ width, share }) => width > 1 && share >= LEAST_SHARE);
  const indexed = samples.filter(
    ({ delimiter, width, indexed: share, rows }) =>
      width === 1 &&
      share >= SURE_SHARE &&
      rows.length > 2 &&
      // Behind an index nobody sets a blank: that is a sign within a sentence.
      (delimiter === usual || !rows.some(({ cells }) => /^\s/.test(cells[1] ?? ''))),
  );
  const [best] = [...wide.toSorted(byShare), ...indexed.toSorted(byShare)];
  if (!best) {
    // Nothing cuts the rows alike: either one column of texts, or a broken table whose rows are refused.
    const [first] = samples;
    const [single] = samples
      .filter(({ width, equal }) => width === 1 && equal >= LEAST_SHARE)
      .toSorted((a, b) => b.equal - a.equal);
    // The header is cut, and the rows are shorter or longer: they are refused, not read as one column.
    if ((first?.rows[0]?.cells.filter(isKnown).length ?? 0) > 1) return first!;
    const isCut =
      samples.some(({ width, indexed: share }) => width > 1 || share > 0) || isCutElse(first!.rows);
    if (single && isCut) remarks.push(assumed('one_column', single.rows[0]?.cells[0] ?? ''));
    return single ?? first!;
  }
  if (best.delimiter !== usual) remarks.push(assumed('delimiter', best.delimiter));
  return best;
}

/** Signs that other programs cut with (Hive, MovieLens, columns of one width): they are not read, but told. */
const OTHER_SIGNS = [/\p{Cc}/gu, /\^/g, /~/g, /:/g, / {2,}/g, / /g];

function isCutElse(rows: readonly CellRow[]): boolean {
  const lines = rows.map(({ cells }) => cells.join(','));
  return OTHER_SIGNS.some((sign) => {
    const [count = 0, ...others] = lines.map((line) => line.match(sign)?.length ?? 0);
    return count > 0 && others.length > 1 && others.every((other) => other === count);
  });
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
const MOMENT = /^\d{4}-\d\d-\d\d|^\d{1,2}[:/.]\d{1,2}[:/.]\d/;
const SENTENCE = /\S\s+\S+\s.*[.!…。！]$/s;

function looksLikeValue(cell: string, below: readonly string[]): boolean {
  if (cell.trim() === '') return false;
  // pandas writes columns without names as 0, 1, …: then numbers do not stand below all of them.
  if (isNumber(cell)) return below.length > 0 && below.every((one) => one === '' || isNumber(one));
  if (MOMENT.test(cell)) return below.length > 0 && below.every((one) => MOMENT.test(one));
  // A class that comes again.
  if (below.filter((one) => one === cell).length > 0) return true;
  const words = cell.trim().split(/\s+/).length;
  const isQuestion = cell.trim().endsWith('?');
  const isSentence = words >= LONG_NAME_WORDS || SENTENCE.test(cell.trim());
  return isSentence && !isQuestion && below.every((one) => !isNumber(one));
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
