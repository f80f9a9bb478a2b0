// The measures of benchmarks against values worked out by hand, those of the manuals of scikit-learn and
// SciPy, and their definitions.
import { describe, expect, test } from 'vitest';
import {
  classMetrics,
  f1,
  matthews,
  pearson,
  spearman,
} from '../../src/training/evaluate/benchmarkMetrics';

function confusionOf(classes: number, pairs: readonly (readonly [number, number])[]): number[][] {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (const [label, predicted] of pairs) counts[label]![predicted]! += 1;
  return counts;
}

describe('Matthews correlation', () => {
  test('of two classes', () => {
    // scikit-learn's manual: [1, 1, 1, -1] predicted as [1, -1, 1, 1].
    const pairs = [[1, 1], [1, 0], [1, 1], [0, 1]] as const; // prettier-ignore
    expect(matthews(confusionOf(2, pairs))).toBeCloseTo(-1 / 3, 12);
    // (tp tn - fp fn) / sqrt(...) with tp 90, tn 3, fp 5, fn 2.
    const by = (90 * 3 - 5 * 2) / Math.sqrt((90 + 5) * (90 + 2) * (3 + 5) * (3 + 2));
    expect(matthews([[3, 5], [2, 90]])).toBeCloseTo(by, 12); // prettier-ignore
  });

  test('is the correlation of labels and predictions', () => {
    const labels = [0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0];
    const predicted = [0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 0];
    const confusion = confusionOf(
      2,
      labels.map((label, i) => [label, predicted[i]!] as const),
    );
    expect(matthews(confusion)).toBeCloseTo(pearson(labels, predicted), 12);
  });

  test('of three classes, by covariances of indicators', () => {
    const pairs = [
      [0, 0], [0, 1], [1, 1], [2, 2], [2, 0], [1, 1], [2, 2], [0, 0], [1, 2], [2, 2],
    ] as const; // prettier-ignore
    const covariance = (a: 0 | 1, b: 0 | 1): number =>
      [0, 1, 2].reduce((sum, k) => {
        const of = (side: 0 | 1) => pairs.map((pair) => Number(pair[side] === k));
        const mean = (list: number[]) => list.reduce((x, y) => x + y, 0) / list.length;
        const [x, y] = [of(a), of(b)];
        return sum + mean(x.map((value, i) => value * y[i]!)) - mean(x) * mean(y);
      }, 0);
    const by = covariance(0, 1) / Math.sqrt(covariance(0, 0) * covariance(1, 1));
    expect(matthews(confusionOf(3, pairs))).toBeCloseTo(by, 12);
  });

  test('is 0 where only one class is predicted or there', () => {
    expect(matthews([[0, 4], [0, 6]])).toBe(0); // prettier-ignore
    expect(matthews([[0, 0], [3, 7]])).toBe(0); // prettier-ignore
  });
});

test('F1 is that of the second of two classes, whatever the first one is like', () => {
  // precision 2/3, recall 1/2.
  expect(f1([[95, 1], [2, 2]])).toBeCloseTo(2 / (3 / 2 + 2), 12); // prettier-ignore
  expect(f1([[10, 0], [0, 0]])).toBe(0); // prettier-ignore
  expect(classMetrics([[1, 0], [0, 1]])).toEqual({ matthews: 1, f1: 1 }); // prettier-ignore
  expect(classMetrics(confusionOf(3, [[0, 0], [1, 1], [2, 2]]))).toEqual({ matthews: 1 }); // prettier-ignore
});

describe('correlation of two quantities', () => {
  test('Pearson', () => {
    // By hand: deviations (-2, -1, 0, 1, 2) and (-1.6, -0.6, 0.4, 1.4, 0.4).
    expect(pearson([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(6 / Math.sqrt(10 * 5.2), 12);
    expect(pearson([1, 2, 3], [6, 4, 2])).toBeCloseTo(-1, 12);
    expect(pearson([1, 2, 3], [5, 5, 5])).toBeNaN();
  });

  test('Spearman, equal values sharing their ranks', () => {
    // SciPy's manual.
    expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
    expect(spearman([1, 10, 100, 1000], [0.1, 0.2, 0.3, 5])).toBeCloseTo(1, 12);
    expect(spearman([2, 2, 2], [1, 2, 3])).toBeNaN();
  });
});
