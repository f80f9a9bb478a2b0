// What a mask weighs, and counting.
import { beforeAll, expect, test } from 'vitest';
import { iota, maskWeights } from '../../src/gpu/kernels/pool';
import { expectClose, integers } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

test.each([
  [1, 1],
  [3, 7],
  [65, 12],
  [130, 5],
])('mask_weights of %i rows of %i', async (rows, length) => {
  const mask = integers(rows * length, 2, 1);
  const size = rows * length;
  const outputs = { keep: garbage(size), mean: garbage(size), last: garbage(size) };
  const got = await gpu.run({ mask, ...outputs }, (sink, views) => {
    for (const kind of ['keep', 'mean', 'last'] as const) {
      maskWeights(sink, { mask: views.mask, out: views[kind], rows, length, kind });
    }
  });
  const want = { keep: [...mask], mean: [] as number[], last: [] as number[] };
  for (let r = 0; r < rows; r++) {
    const row = [...mask.subarray(r * length, (r + 1) * length)];
    const count = row.reduce((a, b) => a + b, 0);
    want.mean.push(...row.map((x) => (x ? 1 / count : 0)));
    want.last.push(...row.map((x, t) => (x && t === row.lastIndexOf(1) ? 1 : 0)));
  }
  expect([...got.keep]).toEqual(want.keep);
  expectClose(got.mean, want.mean, 1e-6);
  expect([...got.last]).toEqual(want.last);
});

test.each([
  [1, 0, 1],
  [7, 3, 5],
  [200, 100, 200],
])('iota of %i from %i modulo %i', async (size, start, modulus) => {
  const tensors = { ints: new Int32Array(size).fill(-1), floats: garbage(size) };
  const got = await gpu.run(tensors, (sink, { ints, floats }) => {
    iota(sink, { out: ints, size, start, modulus, float: false });
    iota(sink, { out: floats, size, start, modulus, float: true });
  });
  const want = Array.from({ length: size }, (_, i) => (start + i) % modulus);
  expect([...got.ints]).toEqual(want);
  expect([...got.floats]).toEqual(want);
});
