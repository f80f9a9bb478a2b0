/** Rows of a parquet file, a slice of a row group at a time; only what is read is decompressed. */
import {
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
} from 'hyparquet';
import { decompressBrotli, decompressGzip, decompressZstd } from 'hyparquet-compressors';
import { DataError } from './errors';
import type { DocumentOptions, RowBatch, Source } from './sources';
import type { Row } from './sourcesColumns';

/** Snappy is hyparquet's own: the faster one is WebAssembly, which the page's policy does not allow. */
const compressors: Compressors = {
  GZIP: decompressGzip,
  ZSTD: (bytes) => decompressZstd(bytes),
  BROTLI: decompressBrotli,
};

const FIRST_ROWS = 100;

interface Parquet {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
}

async function open({ name, blob }: Source): Promise<Parquet> {
  const file: AsyncBuffer = {
    byteLength: blob.size,
    slice: (start, end) => blob.slice(start, end ?? blob.size).arrayBuffer(),
  };
  return checked(name, async () => ({ file, metadata: await parquetMetadataAsync(file) }));
}

async function checked<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError('bad_parquet', { name, reason }, cause);
  }
}

const readRows = (parquet: Parquet, rowStart: number, rowEnd: number): Promise<Row[]> =>
  parquetReadObjects({ ...parquet, compressors, rowStart, rowEnd });

export async function parquetColumns(
  source: Source,
): Promise<{ columns: string[]; firstRows: Row[] }> {
  const parquet = await open(source);
  const columns = parquetSchema(parquet.metadata).children.map(({ element }) => element.name);
  const last = Math.min(FIRST_ROWS, Number(parquet.metadata.num_rows));
  return { columns, firstRows: await checked(source.name, () => readRows(parquet, 0, last)) };
}

export async function* parquetRows(
  source: Source,
  { signal }: DocumentOptions,
): AsyncGenerator<RowBatch> {
  const parquet = await open(source);
  let first = 0;
  let readBytes = 0;
  for (const { num_rows, total_byte_size, total_compressed_size } of parquet.metadata.row_groups) {
    if (signal?.aborted) throw new DataError('aborted', { name: source.name });
    const end = first + Number(num_rows);
    const start = first;
    const rows = await checked(source.name, () => readRows(parquet, start, end));
    readBytes = Math.min(
      source.blob.size,
      readBytes + Number(total_compressed_size ?? total_byte_size),
    );
    yield { rows: rows.map((row) => ({ row })), readBytes };
    first = end;
  }
}
