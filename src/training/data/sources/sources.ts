/**
 * Documents out of a file of any of the formats, as a stream: text cut at blank lines or line ends, JSON,
 * JSON lines, CSV, TSV, parquet. Rows that give no document are reported with the reason. Memory holds one
 * batch (parquet: one row group; one JSON object: all of it), whatever the size of the file.
 */
import { openedRow, openedRows } from './translations';
import type { Remark } from '../../formats/remark';
import type { ClassNames } from '../examples/classNames';
import { DataError } from '../errors';
import { suggestExampleMapping, type ExampleMapping } from '../examples/exampleColumns';
import { jsonDocument, jsonLines, wellFormedRows } from '../tables/jsonRows';
import { detectFormat, HEAD_BYTES, lookOfText } from './format';
import { columnsOfRows, documentOf, suggestMapping } from './columns';
import { parquetHead, parquetRows } from './parquet';
import { acceptedRows } from '../examples/annotations';
import { cutText } from './text';
import type {
  DocumentBatch,
  DocumentOptions,
  Reading,
  RefusedRow,
  Row,
  RowBatch,
  RowReading,
  Source,
  TextChunk,
} from './types';
import { columnsIn, guessTable } from '../tables/tableDialect';
import type { TableDialect } from '../tables/tableText';
import { tableRows } from '../tables/tableRows';
import { readTextChunks } from '../tables/textFile';

/** A source as it would be read without a word from the user. */
export interface Inspected extends Reading {
  /** Empty where the format has none. */
  readonly columns: readonly string[];
  readonly examples: ExampleMapping | null;
  /** Names of the classes of a column, in the order of their numbers, where the file has them. */
  readonly classNames: ClassNames;
  /** What had to be assumed. */
  readonly remarks: readonly Remark[];
}

/** Sources are streamed, so the limit is patience, not memory. */
export const MAX_SOURCE_BYTES = 2_000_000_000;
const EXCERPT_CHARS = 160;
const SAMPLE_ROWS = 200;

/**
 * The columns that the first rows have, and how they would become documents and examples. `chosen`: the
 * format or dialect, where the user has chosen them.
 * @throws DataError
 */
export async function inspectSource(
  source: Source,
  options: DocumentOptions = {},
  chosen?: RowReading,
): Promise<Inspected> {
  const format = chosen?.format ?? (await detectFormat(source));
  if (format === 'text') {
    const look = chosen ? null : await lookOfText(source);
    const remarks: Remark[] = look
      ? [{ code: 'assumed', fields: { what: 'plain_text', value: look } }]
      : [];
    return inspected({ format, table: null }, [], [], { remarks });
  }
  if (format === 'parquet') {
    const { columns, firstRows, classNames } = await parquetHead(source, options);
    const opened = firstRows.map(openedRow);
    const isNested = opened.some((row, index) => row !== firstRows[index]);
    const names = isNested ? columnsOfRows(opened) : columns;
    return inspected({ format, table: null }, names, opened, { classNames });
  }
  if (format === 'json' || format === 'jsonl') {
    const reading = { format, table: null };
    const { rows, remarks } = await firstRows(source, reading, options);
    return inspected(reading, columnsOfRows(rows), rows, { remarks });
  }
  return inspectTable(source, format, options, chosen?.table);
}

interface Found {
  readonly classNames?: ClassNames;
  readonly remarks?: readonly Remark[];
}

function inspected(
  reading: RowReading,
  columns: readonly string[],
  rows: readonly Row[],
  { classNames = {}, remarks = [] }: Found,
): Inspected {
  return {
    ...reading,
    documentBreak: 'blank_line',
    mapping: columns.length > 0 ? suggestMapping(columns, rows) : null,
    columns,
    examples: suggestExampleMapping(columns, rows),
    classNames,
    remarks,
  };
}

async function inspectTable(
  source: Source,
  format: 'csv' | 'tsv',
  options: DocumentOptions,
  chosen: TableDialect | null | undefined,
): Promise<Inspected> {
  const isWhole = source.blob.size <= HEAD_BYTES;
  let head = '';
  for await (const { text } of textOf(headOf(source), options)) head += text;
  const usual = format === 'tsv' ? '\t' : ',';
  const { dialect, columns, remarks } = chosen
    ? { dialect: chosen, columns: columnsIn(head, isWhole, chosen), remarks: [] }
    : guessTable(head, isWhole, usual);
  const reading = { format, table: dialect };
  const { rows } = await firstRows(source, reading, options);
  return inspected(reading, columns, rows, { remarks });
}

const headOf = ({ name, blob }: Source): Source => ({ name, blob: blob.slice(0, HEAD_BYTES) });

/** Of the head of a file; of all of it where the head holds no row (one large JSON object). */
async function firstRows(
  source: Source,
  reading: RowReading,
  options: DocumentOptions,
): Promise<{ rows: Row[]; remarks: Remark[] }> {
  const isWhole = source.blob.size <= HEAD_BYTES;
  const found = await takeRows(rowsOf(headOf(source), reading, options, isWhole));
  if (found.rows.length > 0 || isWhole) return found;
  return takeRows(rowsOf(source, reading, options));
}

async function takeRows(batches: AsyncIterable<RowBatch>) {
  const taken: Row[] = [];
  const remarks: Remark[] = [];
  for await (const { rows, remarks: reported = [] } of batches) {
    taken.push(...rows.flatMap((row) => ('row' in row ? [row.row] : [])).slice(0, SAMPLE_ROWS));
    remarks.push(...reported);
    if (taken.length >= SAMPLE_ROWS) break;
  }
  return { rows: taken.slice(0, SAMPLE_ROWS), remarks };
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
  for await (const { rows, readBytes } of rowsOf(source, reading, options)) {
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
  reading: RowReading,
  options: DocumentOptions,
): AsyncGenerator<RowBatch> {
  if (reading.format === 'text') throw new DataError('no_rows', { name: source.name });
  return rowsOf(source, reading, options);
}

/** Of all files of the source, one after the other. */
async function* rowsOf(
  { parts = [], ...first }: Source,
  reading: RowReading,
  options: DocumentOptions,
  isWhole = true,
): AsyncGenerator<RowBatch> {
  let before = 0;
  for (const blob of [first.blob, ...parts]) {
    for await (const batch of rowsOfFile({ ...first, blob }, reading, options, isWhole))
      yield { ...batch, readBytes: before + batch.readBytes };
    before += blob.size;
  }
}

function rowsOfFile(
  source: Source,
  { format, table }: RowReading,
  options: DocumentOptions,
  isWhole: boolean,
): AsyncGenerator<RowBatch> {
  switch (format) {
    case 'parquet':
      return openedRows(parquetRows(source, options));
    case 'jsonl':
      return openedRows(wellFormedRows(acceptedRows(jsonLines(textOf(source, options), isWhole))));
    case 'json':
      return openedRows(
        wellFormedRows(acceptedRows(jsonDocument(source.name, textOf(source, options), isWhole))),
      );
    case 'text':
    case 'csv':
    case 'tsv':
      return tableRows(textOf(source, options), table, isWhole, format === 'tsv' ? '\t' : ',');
  }
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
