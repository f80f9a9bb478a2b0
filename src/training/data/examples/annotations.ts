// Prodigy writes every annotation that was seen, with the annotator's answer: accept, reject or ignore
// (https://prodi.gy/docs/api-interfaces, "answer"). What was not accepted is no example.
import type { RowBatch, RowOrRefusal } from '../sources/types';

const EXCERPT_CHARS = 160;

function accepted(found: RowOrRefusal): RowOrRefusal {
  if (!('row' in found)) return found;
  const { _task_hash: hash, answer } = found.row;
  const isOut = typeof hash === 'number' && (answer === 'reject' || answer === 'ignore');
  if (!isOut) return found;
  return { code: 'rejected', excerpt: JSON.stringify(found.row).slice(0, EXCERPT_CHARS) };
}

export async function* acceptedRows(batches: AsyncIterable<RowBatch>): AsyncGenerator<RowBatch> {
  for await (const batch of batches) yield { ...batch, rows: batch.rows.map(accepted) };
}
