// The shape rule of a product: which leading dimensions the result has.
import { expect, test } from 'vitest';
import { declareBuffer, wholeView } from '../../src/gpu/recorder';
import { matmul } from '../../src/training/ops/matmul';
import { leaf, sizeOf } from '../../src/training/tensor';

const tensor = (shape: number[]) =>
  leaf('x', shape, 'f32', wholeView(declareBuffer('x', 4 * sizeOf(shape), 'data')));

test.each([
  [
    [4, 3],
    [3, 5],
    [4, 5],
  ],
  [
    [2, 4, 3],
    [3, 5],
    [2, 4, 5],
  ],
  [
    [4, 3],
    [2, 3, 5],
    [2, 4, 5],
  ],
  [
    [4, 3],
    [1, 3, 5],
    [1, 4, 5],
  ],
  [
    [1, 1, 4, 3],
    [1, 3, 5],
    [1, 1, 4, 5],
  ],
])('%j times %j is %j', (a, b, out) => {
  expect(matmul(tensor(a), tensor(b)).shape).toEqual(out);
});
