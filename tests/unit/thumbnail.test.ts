import { expect, test } from 'vitest';
import { thumbnailOf } from '../../src/training/inspect/thumbnail';

test('a thumbnail has at most 48 points, each the mean of as many losses', () => {
  expect(thumbnailOf([])).toEqual([]);
  expect(thumbnailOf([3, 2, 1])).toEqual([3, 2, 1]);
  const losses = Float64Array.from({ length: 96 }, (_, step) => step);
  const curve = thumbnailOf(losses);
  expect(curve).toHaveLength(48);
  expect(curve[0]).toBe(0.5);
  expect(curve.at(-1)).toBe(94.5);
  // No step is left out where they do not divide evenly.
  const uneven = thumbnailOf(new Float64Array(1001).fill(2));
  expect(new Set(uneven)).toEqual(new Set([2]));
});
