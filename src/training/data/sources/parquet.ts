/** Rows of a parquet file, a row group at a time, read in a thread that can be ended. */
import { classNamesOf, type ClassNames } from '../examples/classNames';
import { DataError } from '../errors';
import { ParquetThread } from './parquetThread';
import type { DocumentOptions, Row, RowBatch, Source } from './types';

const FIRST_ROWS = 100;
/** Rows that are handed over at once. */
const PIECE_ROWS = 2000;

export async function parquetHead(
  source: Source,
  options: DocumentOptions,
): Promise<{ columns: readonly string[]; firstRows: readonly Row[]; classNames: ClassNames }> {
  const thread = new ParquetThread(source, options);
  try {
    const facts = await thread.call('open', { byteLength: source.blob.size });
    const to = Math.min(FIRST_ROWS, facts.groups[0]?.rows ?? 0);
    await thread.call('load', { from: 0, to });
    const firstRows = await thread.call('take', { from: 0, to });
    return { columns: facts.columns, firstRows, classNames: classNamesOf(facts.keyValues) };
  } finally {
    thread.end();
  }
}

/** @throws DataError bad_parquet | parquet_stalled | aborted */
export async function* parquetRows(
  source: Source,
  options: DocumentOptions,
): AsyncGenerator<RowBatch> {
  const thread = new ParquetThread(source, options);
  try {
    const { groups } = await thread.call('open', { byteLength: source.blob.size });
    let first = 0;
    let before = 0;
    for (const { rows: count, sizeBytes } of groups) {
      const loaded = await thread.call('load', { from: first, to: first + count });
      for (let from = 0; from < loaded; from += PIECE_ROWS) {
        if (options.signal?.aborted) throw new DataError('aborted', { name: source.name });
        const rows = await thread.call('take', { from, to: from + PIECE_ROWS });
        const share = Math.min(1, (from + rows.length) / loaded);
        const readBytes = Math.min(source.blob.size, Math.round(before + share * sizeBytes));
        yield { rows: rows.map((row) => ({ row })), readBytes };
      }
      first += count;
      before += sizeBytes;
    }
  } finally {
    thread.end();
  }
}
