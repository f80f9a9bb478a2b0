// A teacher's greatest logits with their columns: what is kept of it where the vocabulary is large.

export interface TopLogits {
  /** [rows, k], the greatest first. */
  readonly logits: Float32Array<ArrayBuffer>;
  readonly ids: Uint32Array<ArrayBuffer>;
}

/** Of `logits` [rows, vocab], the `k` greatest of each row, written from row `at` of `into` on. */
export function keepGreatest(
  logits: Float32Array,
  { rows, vocab, k }: { readonly rows: number; readonly vocab: number; readonly k: number },
  into: TopLogits,
  at: number,
): void {
  for (let row = 0; row < rows; row++) {
    const values = logits.subarray(row * vocab, (row + 1) * vocab);
    const first = (at + row) * k;
    const best = into.logits.subarray(first, first + k).fill(-Infinity);
    const ids = into.ids.subarray(first, first + k);
    for (let id = 0; id < vocab; id++) {
      const value = values[id]!;
      if (!(value > best[k - 1]!)) continue;
      let position = k - 1;
      for (; position > 0 && value > best[position - 1]!; position--) {
        best[position] = best[position - 1]!;
        ids[position] = ids[position - 1]!;
      }
      best[position] = value;
      ids[position] = id;
    }
  }
}
