import type { Trainer } from './trainer';

/** Mean loss of each held-out window that starts at one of `starts`. */
export async function windowLosses(
  trainer: Trainer,
  starts: ArrayLike<number>,
): Promise<Float64Array> {
  const { batch } = trainer.setup.evaluationShape;
  const means = new Float64Array(starts.length);
  for (let from = 0; from < starts.length; from += batch) {
    // The last batch repeats its first window rather than needing a program of its own.
    const offsets = Int32Array.from(
      { length: batch },
      (_, index) => starts[from + index] ?? starts[from]!,
    );
    const { losses } = (await trainer.score(offsets)).get('loss')!;
    const positions = losses.length / batch;
    for (let row = 0; row < batch && from + row < starts.length; row++) {
      const window = losses.subarray(row * positions, (row + 1) * positions);
      means[from + row] = window.reduce((sum, loss) => sum + loss, 0) / positions;
    }
  }
  return means;
}
