// Files of rows against pandas: each is read alike, or refused (in part) in words, or read by an assumption
// that is stated. None may be silently different.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BenchtopError } from '../../src/gpu/errors';
import { plainText } from '../../src/training/data/tables/cellText';
import { DataError } from '../../src/training/data/errors';
import { createRandomStream } from '../../src/training/data/random';
import { inspectSource, readRows } from '../../src/training/data/sources/sources';
import type { Row } from '../../src/training/data/sources/types';
import { emptyResult, type FormatCheck } from './check';
import { tableFile, type TableFile } from './tableFiles';

/** What the readers make of a file, besides something that differs in silence. */
type Verdict =
  | 'agree'
  /** Refused as a whole. */
  | 'refused'
  /** Rows that were refused are counted for the user; the others agree. */
  | 'refusedRows'
  /** Read by an assumption that the page shows. */
  | 'assumed'
  /** A quote that never closes: pandas puts the lines below it into one cell, here that line is refused. */
  | 'openQuotes'
  /** pandas refuses the file; it was read here, or in part. */
  | 'onlyHere';

const NOTES: Partial<Record<Verdict, string>> = {
  refused: 'the file',
  refusedRows: 'rows, counted; the others agree',
  openQuotes: 'the line of an open quote',
};

interface Read {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

type Theirs = Read | { readonly error: string };
type Ours =
  | (Read & { readonly left: number; readonly open: number; readonly isAssumed: boolean })
  | { readonly code: string };

export const tables: FormatCheck = async ({ seed, count = 2000, python }) => {
  const random = createRandomStream(seed, 0);
  const files = Array.from({ length: count }, (_, index) => tableFile(random, index));
  const theirs = readByPandas(files, python);
  const result = emptyResult();
  for (const [i, file] of files.entries()) {
    const verdict = checked(await readHere(file), theirs[i]!);
    if (typeof verdict !== 'string') {
      const { name, dialect, text } = file;
      result.differences.push(`${name} (${dialect}): ${verdict.why}\n${text.slice(0, 600)}`);
      continue;
    }
    const note = NOTES[verdict];
    if (note === undefined) result.agreed += 1;
    else {
      result.refused += 1;
      result.reasons.set(note, (result.reasons.get(note) ?? 0) + 1);
    }
  }
  return result;
};

function readByPandas(files: readonly TableFile[], python: string): Theirs[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'tables-'));
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of files) writeFileSync(path.join(folder, name), text);
    const manifest = files.map(({ name, kind, options }) => ({ file: name, kind, options }));
    writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
    const script = path.join(import.meta.dirname, 'tables.py');
    const out = execFileSync(python, [script, folder], { encoding: 'utf8', maxBuffer: 1 << 30 });
    return out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Theirs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function readHere({ name, text }: TableFile): Promise<Ours> {
  const source = { name, blob: new Blob([text]) };
  try {
    const reading = await inspectSource(source);
    const rows: Row[] = [];
    let left = 0;
    let open = 0;
    for await (const batch of readRows(source, reading, {})) {
      for (const found of batch.rows) {
        if ('row' in found) rows.push(found.row);
        else {
          left += 1;
          if (found.code === 'open_quote') open += 1;
        }
      }
    }
    const { columns, remarks } = reading;
    const isAssumed = remarks.length > 0;
    return {
      columns,
      rows: rows.map((row) => columns.map((one) => cell(row[one]))),
      left,
      open,
      isAssumed,
    };
  } catch (error) {
    if (error instanceof DataError || error instanceof BenchtopError) return { code: error.code };
    throw error;
  }
}

function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return plainText(value) ?? JSON.stringify(sorted(value));
}

/** As the Python side writes it: keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}

function checked(ours: Ours, theirs: Theirs): Verdict | { readonly why: string } {
  if ('code' in ours) return 'refused';
  if ('error' in theirs) {
    if (ours.left > 0) return 'refusedRows';
    return ours.isAssumed ? 'assumed' : 'onlyHere';
  }
  const wanted = theirs.rows.map((row) => JSON.stringify(row.map(plainLines)));
  const got = ours.rows.map((row) => JSON.stringify(row));
  const hasColumns = JSON.stringify(ours.columns) === JSON.stringify(theirs.columns);
  if (hasColumns && JSON.stringify(got) === JSON.stringify(wanted)) return 'agree';
  if (hasColumns && ours.left > 0 && isPart(got, wanted)) return 'refusedRows';
  // pandas makes an index of what its first row has too much; here that row is refused.
  const [first, ...others] = theirs.columns;
  const isIndexed = first === 'index' && JSON.stringify(others) === JSON.stringify(ours.columns);
  if (isIndexed && ours.left > 0) return 'refusedRows';
  if (ours.open > 0) return 'openQuotes';
  if (ours.isAssumed) return 'assumed';
  const columns = hasColumns
    ? ''
    : `columns ${JSON.stringify(ours.columns)}, pandas ${JSON.stringify(theirs.columns)}; `;
  return { why: `${columns}rows ${got.join(' ')}, pandas ${wanted.join(' ')}` };
}

/** Line ends become \n everywhere, also inside of cells, and the page says so. */
const plainLines = (text: string | null): string | null => text?.replaceAll(/\r\n?/g, '\n') ?? null;

/** Whether the rows here are those of pandas in their order, some left out. */
function isPart(got: readonly string[], wanted: readonly string[]): boolean {
  let at = 0;
  return got.every((row) => {
    while (at < wanted.length && wanted[at] !== row) at += 1;
    at += 1;
    return at <= wanted.length;
  });
}
