// What passes between the readers of the formats, the mappings and their users.
import type { Remark } from '../../formats/remark';
import type { TableDialect } from '../tables/tableText';

/** Where documents of a plain text end. */
export type DocumentBreak = 'blank_line' | 'line' | 'none';

export type SourceFormat = 'text' | 'json' | 'jsonl' | 'csv' | 'tsv' | 'parquet';

export interface Source {
  readonly name: string;
  /** A file, or what was downloaded: a handle, read piece by piece. */
  readonly blob: Blob;
  /** Further files of the same rows, read after it. */
  readonly parts?: readonly Blob[] | undefined;
}

/** Of all of its files. */
export const sourceBytes = ({ blob, parts = [] }: Source): number =>
  [blob, ...parts].reduce((sum, { size }) => sum + size, 0);

export type Mapping =
  | { readonly kind: 'text'; readonly column: string }
  | { readonly kind: 'messages'; readonly column: string; readonly before?: readonly string[] }
  /** `prompt`: columns in the order in which they make up the prompt. */
  | { readonly kind: 'pair'; readonly prompt: readonly string[]; readonly completion: string };

/** How rows are read out of a source. */
export interface RowReading {
  readonly format: SourceFormat;
  /** Of CSV and TSV. */
  readonly table?: TableDialect | null | undefined;
}

/** How a source is to be read; what is not there is found out. */
export interface Reading extends RowReading {
  readonly documentBreak: DocumentBreak;
  /** Null where a row is a text already. */
  readonly mapping: Mapping | null;
}

export type RefusedCode =
  | 'bad_json'
  | 'too_deep'
  | 'not_an_object'
  /** Half of a surrogate pair. */
  | 'half_character'
  | 'field_count'
  | 'repeated_header'
  | 'open_quote'
  | 'missing_column'
  | 'no_value'
  | 'no_answer'
  | 'not_wanted'
  | 'rejected'
  | 'not_text'
  | 'not_only_text'
  | 'bad_messages'
  | 'empty';

export interface RefusedRow {
  /** Counted from 1, without the header. */
  readonly row: number;
  readonly code: RefusedCode;
  readonly excerpt: string;
}

export type Row = Readonly<Record<string, unknown>>;

export type RowOrRefusal =
  | { readonly row: Row }
  | { readonly code: RefusedCode; readonly excerpt: string };

export interface RowBatch {
  readonly rows: readonly RowOrRefusal[];
  /** Bytes of the file read so far. */
  readonly readBytes: number;
  readonly remarks?: readonly Remark[];
}

export interface DocumentBatch {
  readonly documents: readonly string[];
  readonly refused: readonly RefusedRow[];
  /** Bytes of the file read so far. */
  readonly readBytes: number;
}

export interface TextChunk {
  readonly text: string;
  readonly readBytes: number;
}

export interface DocumentOptions {
  readonly signal?: AbortSignal;
  /** A parquet file without progress for so long is given up. */
  readonly stallMs?: number;
}
