// Rows of CSV and TSV, piece by piece; a piece's unfinished last row waits for the next.
import { columnsOf, guessTable } from './tableDialect';
import type { RowBatch, RowOrRefusal, TextChunk } from '../sources/types';
import { cellRows, type CellRow, type TableDialect } from './tableText';

/** An unclosed quote would otherwise gather the whole file. */
const LONGEST_ROW_CHARS = 1 << 24;

/** What pandas.read_csv takes for a missing value (`keep_default_na`). */
const MISSING = new Set(
  ' |#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null'.split(
    '|',
  ),
);
MISSING.delete(' ');
MISSING.add('');

/** Without a dialect it is guessed from the first piece. `isWhole`: this is no cut head of a file. */
export async function* tableRows(
  chunks: AsyncIterable<TextChunk>,
  dialect: TableDialect | null | undefined,
  isWhole: boolean,
  usual: ',' | '\t',
): AsyncGenerator<RowBatch> {
  let rest = '';
  let bytes = 0;
  /** A row that is not whole is looked at again when there is twice as much of it. */
  let waitFor = 0;
  const table = new TableReader(dialect, usual);
  for await (const { text, readBytes } of chunks) {
    bytes = readBytes;
    rest += text;
    if (rest.length < waitFor) continue;
    const { rows, end } = table.take(rest, rest.length > LONGEST_ROW_CHARS);
    rest = rest.slice(end);
    waitFor = end === 0 ? 2 * rest.length : 0;
    yield { rows, readBytes };
  }
  if (isWhole && rest !== '') yield { rows: table.take(rest, true).rows, readBytes: bytes };
}

class TableReader {
  private dialect: TableDialect | null | undefined;
  private readonly usual: ',' | '\t';
  private columns: readonly string[] | null = null;
  /** As it stands in the file. */
  private header: readonly string[] | null = null;

  constructor(dialect: TableDialect | null | undefined, usual: ',' | '\t') {
    this.dialect = dialect;
    this.usual = usual;
  }

  take(text: string, isLast: boolean): { rows: RowOrRefusal[]; end: number } {
    // The header and the row below it are looked at together.
    const least = 3 + (this.dialect?.skippedLines ?? 0);
    if (!isLast && this.columns === null && (text.match(/\n/g)?.length ?? 0) < least) {
      return { rows: [], end: 0 };
    }
    this.dialect ??= guessTable(text, isLast, this.usual).dialect;
    const { dialect } = this;
    const from = this.columns === null ? skipped(text, dialect.skippedLines) : 0;
    const body = from === 0 ? text : text.slice(from);
    const found = cellRows(body, dialect, isLast);
    const rows = this.columns === null ? this.begin(found.rows, dialect) : found.rows;
    const { columns } = this;
    return {
      rows: rows.map((row) =>
        isSame(row.cells, this.header)
          ? { code: 'repeated_header', excerpt: row.cells.join(dialect.delimiter) }
          : rowOf(columns ?? [], row, dialect),
      ),
      end: from + found.end,
    };
  }

  private begin(rows: readonly CellRow[], dialect: TableDialect): readonly CellRow[] {
    this.columns = columnsOf(rows, dialect);
    if (!dialect.hasHeader) return rows;
    this.header = rows[0]?.cells ?? null;
    return rows.slice(1);
  }
}

/** Files that were put one behind the other keep their headers; a single column may hold its own name. */
const isSame = (cells: readonly string[], header: readonly string[] | null): boolean =>
  header !== null &&
  header.length > 1 &&
  header.length === cells.length &&
  header.every((name, i) => name.trim() === cells[i]!.trim());

function skipped(text: string, lines: number): number {
  let from = 0;
  for (let i = 0; i < lines; i++) from = text.indexOf('\n', from) + 1;
  return from;
}

function rowOf(
  columns: readonly string[],
  { cells: all, isOpen }: CellRow,
  { delimiter, hasTrailing }: TableDialect,
): RowOrRefusal {
  const isTrailing = hasTrailing && all.length > columns.length && all.at(-1) === '';
  const cells = isTrailing ? all.slice(0, -1) : all;
  if (isOpen) return { code: 'open_quote', excerpt: cells.join(delimiter) };
  if (delimiter === '|' && isRuler(cells)) return { code: 'empty', excerpt: cells.join(delimiter) };
  if (cells.length !== columns.length) {
    return { code: 'field_count', excerpt: cells.join(delimiter) };
  }
  return { row: Object.fromEntries(columns.map((name, i) => [name, valueOf(cells[i]!)])) };
}

/** The line below the header of a Markdown table. */
const isRuler = (cells: readonly string[]): boolean =>
  cells.every((cell) => /^\s*(?::?-+:?)?\s*$/.test(cell)) &&
  cells.some((cell) => cell.includes('-'));

const valueOf = (cell: string): string | null => (MISSING.has(cell) ? null : cell);
