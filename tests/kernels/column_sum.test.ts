// column_sum against float64: blocks of rows and of columns ± 1, and rows that one binding cannot hold.
import { beforeAll, expect, test } from 'vitest';
import { columnSum } from '../../src/gpu/kernels/columnSum';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu, withBindingLimit } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const sums = (inp: Float32Array, width: number): Float64Array => {
  const out = new Float64Array(width);
  inp.forEach((value, i) => (out[i % width]! += value));
  return out;
};

test.each([
  [1, 1],
  [3, 7],
  [127, 65],
  [257, 63],
  [1031, 5],
  [300, 1029],
])('column_sum of %i rows of %i', async (rows, width) => {
  const inp = normals(rows * width, 1, 1, 0.3);
  const got = await gpu.run({ inp, out: garbage(width) }, (sink, views) =>
    columnSum(sink, { ...views, rows, width }),
  );
  expectClose(got.out, sums(inp, width), 2e-6);
});

test('column_sum in ranges of rows', async () => {
  const [rows, width] = [1000, 8];
  const inp = normals(rows * width, 2, 1, 0.3);
  const got = await gpu.run({ inp, out: garbage(width) }, (sink, views) =>
    columnSum(withBindingLimit(sink, 320 * width * 4), { ...views, rows, width }),
  );
  expectClose(got.out, sums(inp, width), 2e-6);
  expect(got.inp).toEqual(inp);
});
