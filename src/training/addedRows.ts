// Rows that a table gets when tokens are added to a model, as `resize_token_embeddings` of transformers
// starts them: drawn about the mean of the old rows with a billionth of their covariance (mean_resizing),
// so that they begin as likely as an average token; an output bias of a tied table goes on with zeros.
import { normalFloats } from './initial';

const COVARIANCE_SHARE = 1e-9;
/** Streams of random numbers apart from those of fresh parameters. */
const FIRST_STREAM = 1_000_000;

/**
 * The table with its old rows as they are and new ones behind them.
 * `old`: [rows, width]; the result [rows + count, width], or [rows + count] for a bias.
 */
export function withAddedRows(
  old: Float32Array,
  { rows, count, isBias }: { rows: number; count: number; isBias: boolean },
  seed: number,
  stream: number,
): Float32Array<ArrayBuffer> {
  const width = old.length / rows;
  const table = new Float32Array((rows + count) * width);
  table.set(old);
  if (isBias) return table;
  const mean = new Float64Array(width);
  for (let i = 0; i < old.length; i++) mean[i % width]! += old[i]! / rows;
  const share = Math.sqrt(COVARIANCE_SHARE / rows);
  const draws = new Float32Array(rows);
  for (let row = rows; row < rows + count; row++) {
    normalFloats(draws, share, seed, FIRST_STREAM + stream * count + row - rows);
    const added = Float64Array.from(mean);
    for (let from = 0; from < rows; from++) {
      const draw = draws[from]!;
      for (let at = 0; at < width; at++) added[at]! += draw * (old[from * width + at]! - mean[at]!);
    }
    table.set(added, row * width);
  }
  return table;
}
