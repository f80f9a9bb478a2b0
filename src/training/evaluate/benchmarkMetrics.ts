// The figures that benchmarks are reported in besides accuracy: of classes from the confusion matrix, of
// quantities from what was predicted and what is right. As scikit-learn and SciPy compute them.
import { meanOf } from './statistics';

export type Metric = 'accuracy' | 'f1' | 'matthews' | 'pearson' | 'spearman';

type Confusion = readonly (readonly number[])[];

/** Matthews correlation (Gorodkin 2004 for more than two classes); 0 where one side has a single class. */
export function matthews(confusion: Confusion): number {
  const actual = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const predicted = confusion.map((_, k) => confusion.reduce((sum, row) => sum + row[k]!, 0));
  const right = confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  const all = actual.reduce((sum, count) => sum + count, 0);
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, count, k) => sum + count * b[k]!, 0);
  const spread = (counts: readonly number[]): number => all ** 2 - product(counts, counts);
  const scale = Math.sqrt(spread(actual) * spread(predicted));
  return scale === 0 ? 0 : (right * all - product(actual, predicted)) / scale;
}

/** F1 of one class; 0 where it neither occurs nor was predicted. */
export function f1(confusion: Confusion, positive = 1): number {
  const right = confusion[positive]![positive]!;
  const actual = confusion[positive]!.reduce((sum, count) => sum + count, 0);
  const predicted = confusion.reduce((sum, row) => sum + row[positive]!, 0);
  return actual + predicted === 0 ? 0 : (2 * right) / (actual + predicted);
}

/** NaN where one of them does not vary. */
export function pearson(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [i, value] of x.entries()) {
    const [dx, dy] = [value - meanX, y[i]! - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Pearson of the ranks; equal values share the mean of theirs. */
export const spearman = (x: readonly number[], y: readonly number[]): number =>
  pearson(ranks(x), ranks(y));

function ranks(values: readonly number[]): number[] {
  const order = Array.from(values, (_, i) => i).toSorted((a, b) => values[a]! - values[b]!);
  const result = Array.from(values, () => 0);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let i = from; i < to; i++) result[order[i]!] = (from + to + 1) / 2;
    from = to;
  }
  return result;
}

/** Of a classifier, by the confusion matrix of its held-out examples. F1 is that of the second of two classes. */
export function classMetrics(confusion: Confusion): Partial<Record<Metric, number>> {
  const both = { matthews: matthews(confusion) };
  return confusion.length === 2 ? { ...both, f1: f1(confusion) } : both;
}
