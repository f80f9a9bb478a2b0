// Parallel sentences as `datasets` nests them: {"translation": {"de": "…", "en": "…"}} (WMT, OPUS). A column
// for each language stands in its place.
import type { Row, RowBatch } from './types';

const NESTED = 'translation';

/** The row itself where nothing is nested so. */
export function openedRow(row: Row): Row {
  const { [NESTED]: nested, ...others } = row;
  if (typeof nested !== 'object' || nested === null || Array.isArray(nested)) return row;
  const sentences = Object.entries(nested);
  const isParallel = sentences.length > 1 && sentences.every(([, one]) => typeof one === 'string');
  return isParallel ? { ...others, ...Object.fromEntries(sentences) } : row;
}

export async function* openedRows(batches: AsyncGenerator<RowBatch>): AsyncGenerator<RowBatch> {
  for await (const { rows, ...batch } of batches)
    yield {
      ...batch,
      rows: rows.map((found) => ('row' in found ? { ...found, row: openedRow(found.row) } : found)),
    };
}
