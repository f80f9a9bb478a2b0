// Sums, means and maxima over any dimensions, both variants, against float64.
import { beforeAll, describe, expect, test } from 'vitest';
import { reduce, reduceVariants, type ReduceKind } from '../../src/gpu/kernels/reduce';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

function reference(kind: ReduceKind, data: Float32Array, shape: number[], axes: number[]) {
  const remaining = shape.map((extent, d) => (axes.includes(d) ? 1 : extent));
  const size = remaining.reduce((n, extent) => n * extent, 1);
  const out = new Float64Array(size).fill(kind === 'max' ? -Infinity : 0);
  data.forEach((value, index) => {
    let rest = index;
    let offset = 0;
    let stride = 1;
    for (let d = shape.length - 1; d >= 0; d--) {
      const x = rest % shape[d]!;
      rest = Math.floor(rest / shape[d]!);
      if (!axes.includes(d)) offset += x * stride;
      stride *= remaining[d]!;
    }
    out[offset] = kind === 'max' ? Math.max(out[offset]!, value) : out[offset]! + value;
  });
  return kind === 'mean' ? out.map((value) => value / (data.length / size)) : out;
}

const CASES: [shape: number[], axes: number[]][] = [
  [[1], [0]],
  [[7], [0]],
  [[3, 5], [0]],
  [[3, 5], [1]],
  [
    [3, 5],
    [0, 1],
  ],
  [[2, 3, 5], [1]],
  [
    [2, 3, 5, 4],
    [0, 2],
  ],
  [
    [2, 3, 4, 3, 5],
    [1, 3],
  ],
  [[2, 1, 3], [1]],
  [[33, 127], [1]],
  [[33, 257], [1]],
  [[2, 9001], [1]],
  [[9001, 3], [0]],
  [[301, 331], [0]],
  [
    [17, 3, 19, 31],
    [0, 2],
  ],
  [[70_001], [0]],
];

describe.each(['sum', 'mean', 'max'] as const)('reduce %s', (kind) => {
  test.each(CASES)('%j over %j', async (shape, axes) => {
    const inp = normals(
      shape.reduce((n, extent) => n * extent, 1),
      1,
      1,
      0.3,
    );
    const want = reference(kind, inp, shape, axes);
    for (const variant of reduceVariants({ shape, axes })) {
      const got = await gpu.run({ inp, out: garbage(want.length) }, (sink, views) =>
        reduce(sink, { kind, ...views, shape, axes, variant }),
      );
      expectClose(got.out, want, 2e-6);
    }
  });
});

test('max lets NaN and -Infinity through', async () => {
  const inp = new Float32Array([1, NaN, 3, -Infinity, -Infinity, -Infinity]);
  for (const variant of ['plain', 'rows'] as const) {
    const got = await gpu.run({ inp, out: garbage(2) }, (sink, views) =>
      reduce(sink, { kind: 'max', ...views, shape: [2, 3], axes: [1], variant }),
    );
    expect([...got.out]).toEqual([NaN, -Infinity]);
  }
});
