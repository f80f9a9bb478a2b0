import { expect, test } from 'vitest';
import { weightMap } from '../../src/training/inspect/weightMap';

test('a small matrix is drawn weight by weight', () => {
  const map = weightMap('w', [2, 3], Float32Array.from([1, -2, 3, 4, 5, -6]));
  expect(map).toMatchObject({ rows: 2, columns: 3, block: [1, 1], largest: 6 });
  expect([...map.values]).toEqual([1, -2, 3, 4, 5, -6]);
  expect(map.mean).toBeCloseTo(5 / 6, 12);
  expect(map.std).toBeCloseTo(Math.sqrt(91 / 6 - (5 / 6) ** 2), 12);
});

test('a larger one in blocks, the last of which may be smaller', () => {
  const weights = Float32Array.from({ length: 15 }, (_, index) => index);
  const map = weightMap('w', [3, 5], weights, 2);
  expect(map).toMatchObject({ rows: 2, columns: 2, block: [2, 3] });
  // Rows 0 and 1 with columns 0 to 2, with 3 and 4; row 2 with the same.
  expect([...map.values]).toEqual([3.5, 6, 11, 13.5]);
});

test('a vector is one row, more axes follow the first', () => {
  expect(weightMap('b', [4], new Float32Array(4))).toMatchObject({ rows: 1, columns: 4 });
  expect(weightMap('c', [2, 3, 4], new Float32Array(24))).toMatchObject({ rows: 2, columns: 12 });
});
