// Masks of pruning and what pruned tensors take. Masks of magnitude against PyTorch: tests/fixtures/quant.
import { describe, expect, test } from 'vitest';
import {
  inMask,
  countInMask,
  prunedShareAt,
  pruneEach,
  pruneNOfM,
  pruneTogether,
} from '../../src/training/compress/prune';
import {
  fromSparse,
  sparseBytes,
  toBitmask,
  toTwoOfFour,
} from '../../src/training/compress/sparse';

const bits = (mask: Uint32Array<ArrayBuffer>, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Number(inMask(mask, i)));

const odd = Float32Array.from({ length: 67 }, (_, i) => Math.sin(i * i + 1) * (1 + (i % 5)));

describe('magnitude', () => {
  test('of equal weights the first ones go', () => {
    const [mask] = pruneEach([Float32Array.of(1, -1, 1, 2, -1)], 0.4);
    expect(bits(mask!, 5)).toEqual([0, 0, 1, 1, 1]);
  });

  test.each([
    [0.5, 5, 2],
    [0.5, 7, 4],
    [0, 5, 0],
    [1, 5, 5],
  ])('%d of %i weights: %i go', (amount, count, gone) => {
    const [mask] = pruneEach([odd.subarray(0, count)], amount);
    expect(countInMask(mask!, count)).toBe(count - gone);
  });

  test('together: one bound for all tensors', () => {
    const [small, large] = pruneTogether(
      [Float32Array.of(0.1, -0.2), Float32Array.of(3, 0.15)],
      0.5,
    );
    expect([...bits(small!, 2), ...bits(large!, 2)]).toEqual([0, 1, 1, 0]);
  });
});

describe('two of four', () => {
  test('runs along the inputs, whatever way the weight lies', () => {
    const rows = 3;
    const cols = 10;
    const weight = odd.subarray(0, rows * cols);
    const mask = pruneNOfM(weight, { rows, cols }, { row: 1, col: rows });
    for (let row = 0; row < rows; row++) {
      for (let first = 0; first < cols; first += 4) {
        const indices = [0, 1, 2, 3]
          .filter((j) => first + j < cols)
          .map((j) => row + (first + j) * rows);
        const stay = indices.filter((i) => inMask(mask, i)).map((i) => Math.abs(weight[i]!));
        const go = indices.filter((i) => !inMask(mask, i)).map((i) => Math.abs(weight[i]!));
        expect(stay).toHaveLength(2);
        expect(Math.max(0, ...go)).toBeLessThanOrEqual(Math.min(...stay));
      }
    }
  });
});

describe('gradual schedule', () => {
  const plan = { amount: 0.8, begin: 100, end: 200, every: 10 };
  test('rises along a cubic, in steps, and ends at the amount', () => {
    expect(prunedShareAt(99, plan)).toBe(0);
    expect(prunedShareAt(109, plan)).toBe(0);
    expect(prunedShareAt(155, plan)).toBeCloseTo(0.8 * (1 - 0.5 ** 3), 12);
    expect(prunedShareAt(200, plan)).toBe(0.8);
    const shares = Array.from({ length: 120 }, (_, i) => prunedShareAt(90 + i, plan));
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  });
});

describe('storage', () => {
  test('bitmask and kept values come back', () => {
    const [mask] = pruneEach([odd], 0.2);
    const sparse = toBitmask(odd, mask!);
    expect(sparseBytes(sparse)).toBe(9 + 4 * (67 - 13));
    expect([...fromSparse(sparse)]).toEqual([...odd].map((w, i) => (inMask(mask!, i) ? w : 0)));
  });

  test('two of four: 9 of 16 bytes', () => {
    const mask = pruneNOfM(odd, { rows: 1, cols: 67 }, { row: 67, col: 1 });
    const pruned = odd.map((w, i) => (inMask(mask, i) ? w : 0));
    const sparse = toTwoOfFour(pruned);
    expect(sparseBytes(sparse)).toBe(9 + 4 * 2 * 17);
    expect([...fromSparse(sparse)]).toEqual([...pruned]);
    expect(() => toTwoOfFour(odd)).toThrow(expect.objectContaining({ code: 'not_two_of_four' }));
  });
});
