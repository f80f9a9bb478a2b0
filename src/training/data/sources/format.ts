// Which format a file has: by its first bytes, then by its name, and what is no data at all although its
// name says so (a page, a pointer of Git LFS) is refused by name.
import { DataError } from '../errors';
import { errorOf } from '../tables/jsonRows';
import { parseJson } from '../tables/jsonText';
import { KNOWN_COLUMNS } from '../../formats/rowShapes';
import type { Row, Source, SourceFormat } from './types';

/** Enough to guess columns and dialects from. */
export const HEAD_BYTES = 1 << 20;

const PARQUET = [0x50, 0x41, 0x52, 0x31];
const ENDINGS: Readonly<Record<string, SourceFormat>> = {
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  parquet: 'parquet',
};
const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//;
const PAGE = /^\s*(?:<!--|<!doctype html|<html|<head|<body|<\?xml)/i;
const JSON_START = /^\s*(?:\{\s*"|\[\s*[{["])/;
const START_BYTES = 4096;

/** @throws DataError lfs_pointer | web_page | json_in_table */
export async function detectFormat({ name, blob }: Source): Promise<SourceFormat> {
  const bytes = new Uint8Array(await blob.slice(0, START_BYTES).arrayBuffer());
  if (PARQUET.every((byte, i) => bytes[i] === byte)) return 'parquet';
  const start = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  if (LFS_POINTER.test(start)) throw new DataError('lfs_pointer', { file: name });
  const ending = name.toLowerCase().replace(/\.gz$/, '').split('.').at(-1) ?? '';
  const format = ENDINGS[ending] ?? 'text';
  if (format === 'text') return format;
  if (PAGE.test(start)) throw new DataError('web_page', { file: name });
  if (format === 'json' || format === 'jsonl')
    return (await isJsonLines(blob, format)) ? 'jsonl' : 'json';
  // Rows under a wrong name, or what a server answers in place of the table.
  if (JSON_START.test(start)) throw new DataError('json_in_table', { name });
  return format;
}

/** A value on each line, whatever the name says; or one text of JSON over all of them. */
async function isJsonLines(blob: Blob, format: 'json' | 'jsonl'): Promise<boolean> {
  const head = (await blob.slice(0, HEAD_BYTES).text()).replace(/^\uFEFF/, '').trimStart();
  const lines = head.split(/\r\n?|\n/);
  const first = lines[0]!.trimEnd();
  const second = lines.slice(1).find((line) => line.trim() !== '');
  const value = valueOf(first);
  if (value === undefined) {
    // A line that was broken off, with rows behind it; but not the beginning of a longer text.
    return second !== undefined && !/[[{,:]$/.test(first) && valueOf(second) !== undefined;
  }
  if (second !== undefined) return format === 'jsonl' || valueOf(second) !== undefined;
  if (isRow(value) && !Array.isArray(value) && errorOf(value) !== null) return false;
  return format === 'jsonl' && !(Array.isArray(value) && value.some(isRow));
}

/** Rows or a page under a name that says plain text: it is read as what it says, and told. */
export async function lookOfText({ blob }: Source): Promise<'HTML' | 'JSON' | 'CSV' | null> {
  const bytes = new Uint8Array(await blob.slice(0, START_BYTES).arrayBuffer());
  const start = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  if (PAGE.test(start)) return 'HTML';
  const [first = '', second] = start.split(/\r\n?|\n/);
  const isListed = /^\s*\[\s*(?:\{\s*"|$)/.test(first) && /^\s*\[\s*\{\s*"/.test(start);
  if (isListed || isRow(valueOf(first)) || /^\{\s*"[^"]*"\s*:/.test(start)) return 'JSON';
  const isHeader = (sign: string): boolean => {
    const names = first.split(sign).map((name) => name.replaceAll('"', '').trim().toLowerCase());
    return names.length > 1 && names.filter((name) => KNOWN_COLUMNS.has(name)).length > 1;
  };
  const isTable = second !== undefined && [',', ';', '\t', '|'].some(isHeader);
  return isTable ? 'CSV' : null;
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

function valueOf(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}
