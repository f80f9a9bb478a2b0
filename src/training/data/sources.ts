/**
 * Documents out of a file of any of the formats, as a stream: text cut at blank lines or line ends, JSON
 * lines, CSV, TSV, parquet. Rows that give no document are told with the reason. Memory holds one
 * batch (parquet: one row group), whatever the size of the file.
 */
import { DataError } from './errors';
import {
  columnsOfRows,
  documentOf,
  suggestMapping,
  type Mapping,
  type Row,
} from './sourcesColumns';
import { parquetColumns, parquetRows } from './sourcesParquet';
import { jsonRows, tableRows } from './sourcesRows';
import { cutText, type DocumentBreak } from './sourcesText';
import { readTextChunks } from './textFile';

export type SourceFormat = 'text' | 'jsonl' | 'csv' | 'tsv' | 'parquet';

export interface Source {
  readonly name: string;
  /** A file, or what was downloaded: a handle, read piece by piece. */
  readonly blob: Blob;
}

/** How a source is to be read; what is not there is found out. */
export interface Reading {
  readonly format: SourceFormat;
  readonly documentBreak: DocumentBreak;
  /** Null where a row is a text already. */
  readonly mapping: Mapping | null;
}

export type RefusedCode =
  | 'bad_json'
  | 'not_an_object'
  | 'field_count'
  | 'open_quote'
  | 'missing_column'
  | 'not_text'
  | 'bad_messages'
  | 'empty';

export interface RefusedRow {
  /** Counted from 1, without the header. */
  readonly row: number;
  readonly code: RefusedCode;
  readonly excerpt: string;
}

export interface DocumentBatch {
  readonly documents: readonly string[];
  readonly refused: readonly RefusedRow[];
  /** Bytes of the file read so far. */
  readonly readBytes: number;
}

export interface DocumentOptions {
  readonly signal?: AbortSignal;
}

/** Sources are streamed, so the limit is patience, not memory. */
export const MAX_SOURCE_BYTES = 2_000_000_000;
const EXCERPT_CHARS = 160;

const PARQUET = [0x50, 0x41, 0x52, 0x31];
const ENDINGS: Readonly<Record<string, SourceFormat>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
  parquet: 'parquet',
};

/** By the first bytes, then by the name. */
export async function detectFormat({ name, blob }: Source): Promise<SourceFormat> {
  const start = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  if (PARQUET.every((byte, i) => start[i] === byte)) return 'parquet';
  const ending = name.toLowerCase().replace(/\.gz$/, '').split('.').at(-1) ?? '';
  return ENDINGS[ending] ?? 'text';
}

/** The columns that the first rows have, and how they would become documents. */
export async function inspectSource(source: Source): Promise<Reading & { columns: string[] }> {
  const format = await detectFormat(source);
  const documentBreak = 'blank_line';
  if (format === 'text') return { format, documentBreak, mapping: null, columns: [] };
  if (format === 'parquet') {
    const { columns, firstRows } = await parquetColumns(source);
    return { format, documentBreak, mapping: suggestMapping(columns, firstRows), columns };
  }
  const head = { ...source, blob: source.blob.slice(0, HEAD_BYTES) };
  const isWhole = source.blob.size <= HEAD_BYTES;
  for await (const { rows } of rowsOf(head, format, {}, isWhole)) {
    const good = rows.flatMap((row) => ('row' in row ? [row.row] : []));
    if (good.length === 0) continue;
    const columns = columnsOfRows(good);
    return { format, documentBreak, mapping: suggestMapping(columns, good), columns };
  }
  return { format, documentBreak, mapping: null, columns: [] };
}

const HEAD_BYTES = 1 << 20;

export type RowOrRefusal = { readonly row: Row } | { readonly code: RefusedCode; excerpt: string };

export interface RowBatch {
  readonly rows: readonly RowOrRefusal[];
  readonly readBytes: number;
}

/** @throws DataError */
export async function* readDocuments(
  source: Source,
  reading: Reading,
  options: DocumentOptions = {},
): AsyncGenerator<DocumentBatch> {
  if (reading.format === 'text') {
    yield* cutText(textOf(source, options), reading.documentBreak);
    return;
  }
  const { mapping } = reading;
  let row = 0;
  for await (const { rows, readBytes } of rowsOf(source, reading.format, options)) {
    const documents: string[] = [];
    const refused: RefusedRow[] = [];
    for (const found of rows) {
      row += 1;
      const made = 'row' in found ? documentOf(found.row, mapping) : found;
      if (typeof made === 'string') documents.push(made);
      else refused.push({ row, code: made.code, excerpt: made.excerpt.slice(0, EXCERPT_CHARS) });
    }
    yield { documents, refused, readBytes };
  }
}

/**
 * Rows as they stand, of a format that has them.
 * @throws DataError
 */
export function readRows(
  source: Source,
  format: SourceFormat,
  options: DocumentOptions,
): AsyncGenerator<RowBatch> {
  if (format === 'text') throw new DataError('no_documents', { name: source.name });
  return rowsOf(source, format, options);
}

function rowsOf(
  source: Source,
  format: Exclude<SourceFormat, 'text'>,
  options: DocumentOptions,
  isWhole = true,
): AsyncGenerator<RowBatch> {
  if (format === 'parquet') return parquetRows(source, options);
  const chunks = textOf(source, options);
  return format === 'jsonl'
    ? jsonRows(chunks, isWhole)
    : tableRows(chunks, format === 'tsv' ? '\t' : null, isWhole);
}

export interface TextChunk {
  readonly text: string;
  readonly readBytes: number;
}

/** A cut head may end inside a character, which a checked stream would refuse: it is dropped. */
async function* textOf(
  { name, blob }: Source,
  { signal }: DocumentOptions,
): AsyncGenerator<TextChunk> {
  let readBytes = 0;
  const chunks = readTextChunks(
    { name, size: blob.size, stream: () => blob.stream() },
    {
      maxBytes: MAX_SOURCE_BYTES,
      onProgress: (bytes) => (readBytes = bytes),
      ...(signal && { signal }),
    },
  );
  for await (const text of chunks) yield { text, readBytes };
}
