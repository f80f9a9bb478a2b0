// Cells of CSV and TSV text by the rules of pandas.read_csv (its C tokenizer, version 2): a quote opens only
// at the beginning of a cell, a doubled quote is one quote, text behind a closing quote belongs to the cell,
// lines of white space alone are skipped. Two things are refused instead of read: a quote that never closes,
// and a quoted cell that spans lines and has text behind its closing quote (two stray quotes).

export interface TableDialect {
  readonly delimiter: string;
  /** The first row names the columns. */
  readonly hasHeader: boolean;
  /** Each row has one cell more than the header has names: an index in front, as R writes it. */
  readonly isIndexed: boolean;
  /** A backslash before a quote is part of the quoted cell (MySQL, Spark), instead of closing it. */
  readonly hasEscapes: boolean;
  /** Blanks behind a delimiter are no part of the cell, so that a quote may follow them: `a, "b, c"`. */
  readonly skipsBlanks: boolean;
  /** Each row ends in a delimiter that the header lacks. */
  readonly hasTrailing: boolean;
  /** Lines before the table: Excel's `sep=;`, a title, remarks. */
  readonly skippedLines: number;
}

/** How lines are cut into cells. */
export type Cutting = Pick<TableDialect, 'delimiter' | 'hasEscapes' | 'skipsBlanks'>;

export interface CellRow {
  readonly cells: readonly string[];
  /** The quote that this row opens never closes: only its first line is taken. */
  readonly isOpen: boolean;
}

export interface CellRows {
  readonly rows: readonly CellRow[];
  /** Where the first row begins that is not whole yet. */
  readonly end: number;
}

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;

/** Whole rows of `text`; `isLast`: nothing follows, so that the last row is whole too. */
export function cellRows(text: string, cutting: Cutting, isLast: boolean): CellRows {
  const rows: CellRow[] = [];
  const { delimiter } = cutting;
  const reader = new RowReader(text, cutting);
  let at = 0;
  while (at < text.length) {
    const blank = blankLineEnd(text, at, delimiter);
    if (blank !== null) {
      if (blank > text.length && !isLast) break;
      at = blank;
      continue;
    }
    const row = reader.read(at);
    if (row === null || (reader.end > text.length && !row.isOpen)) {
      if (!isLast) break;
      rows.push(row ?? reader.firstLine(at));
      at = reader.end;
      continue;
    }
    rows.push(row);
    at = reader.end;
  }
  return { rows, end: Math.min(at, text.length) };
}

/** Behind a line that holds white space alone; null for every other line. */
function blankLineEnd(text: string, from: number, delimiter: string): number | null {
  for (let at = from; ; at++) {
    const sign = text[at];
    if (sign === undefined || sign === '\n') return at + 1;
    if ((sign !== ' ' && sign !== '\t') || sign === delimiter) return null;
  }
}

class RowReader {
  private readonly text: string;
  private readonly delimiter: string;
  private readonly hasEscapes: boolean;
  private readonly skipsBlanks: boolean;
  /** Behind the row that was read last; beyond the text where it has no line end. */
  end = 0;

  constructor(text: string, { delimiter, hasEscapes, skipsBlanks }: Cutting) {
    this.text = text;
    this.delimiter = delimiter;
    this.hasEscapes = hasEscapes;
    this.skipsBlanks = skipsBlanks;
  }

  /** Null where a quote is still open at the end of the text. */
  read(from: number): CellRow | null {
    const { text } = this;
    const cells: string[] = [];
    let lineEnd = text.indexOf('\n', from);
    for (let at = from; ;) {
      if (this.skipsBlanks) while (text[at] === ' ') at += 1;
      if (text.charCodeAt(at) === QUOTE) {
        const quoted = this.quoted(at);
        if (quoted === null) return null;
        if (quoted.isSuspicious) return this.firstLine(from);
        cells.push(quoted.cell);
        at = quoted.end;
        if (lineEnd >= 0 && lineEnd < at) lineEnd = text.indexOf('\n', at);
      } else {
        const next = this.cellEnd(at, lineEnd);
        cells.push(text.slice(at, next));
        at = next;
      }
      if (at >= text.length || text.charCodeAt(at) === NEWLINE) {
        this.end = at + 1;
        return { cells, isOpen: false };
      }
      at += 1;
    }
  }

  /** The row as far as its first line goes, marked as open. */
  firstLine(from: number): CellRow {
    const lineEnd = this.text.indexOf('\n', from);
    const to = lineEnd < 0 ? this.text.length : lineEnd;
    this.end = to + 1;
    return { cells: this.text.slice(from, to).split(this.delimiter), isOpen: true };
  }

  private cellEnd(from: number, lineEnd: number): number {
    const { text, delimiter } = this;
    const stop = lineEnd < 0 ? text.length : lineEnd;
    const code = delimiter.charCodeAt(0);
    for (let at = from; at < stop; at++) if (text.charCodeAt(at) === code) return at;
    return stop;
  }

  private quoted(from: number): { cell: string; end: number; isSuspicious: boolean } | null {
    const { text, hasEscapes } = this;
    let cell = '';
    let start = from + 1;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (hasEscapes && code === BACKSLASH && at + 1 < text.length) {
        cell += text.slice(start, at);
        start = at + 1;
        at += 1;
      } else if (code === QUOTE) {
        cell += text.slice(start, at);
        start = at + 1;
        if (text.charCodeAt(start) === QUOTE) {
          // The second of two stays in the cell.
          at += 1;
          continue;
        }
        const end = this.cellEnd(start, text.indexOf('\n', start));
        const behind = text.slice(start, end);
        return { cell: cell + behind, end, isSuspicious: behind !== '' && cell.includes('\n') };
      }
    }
    return null;
  }
}
