// Copies that move elements: permute (plain and tiled), concat, slice, pad, rows by number.
import { beforeAll, describe, expect, test } from 'vitest';
import { concat } from '../../src/gpu/kernels/layout/concat';
import { gatherRows, scatterAddRows } from '../../src/gpu/kernels/layout/gatherRows';
import { pad } from '../../src/gpu/kernels/layout/pad';
import { permute, permuteVariants, stridedCopy } from '../../src/gpu/kernels/layout/permute';
import { contiguousStrides } from '../../src/gpu/kernels/strides';
import { expectClose, integers, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const sizeOf = (shape: readonly number[]) => shape.reduce((n, extent) => n * extent, 1);

/** Every index of a shape, in row-major order. */
function* indices(shape: readonly number[]): Generator<number[]> {
  for (let i = 0; i < sizeOf(shape); i++) {
    let rest = i;
    const index = shape.map(() => 0);
    for (let d = shape.length - 1; d >= 0; d--) {
      index[d] = rest % shape[d]!;
      rest = Math.floor(rest / shape[d]!);
    }
    yield index;
  }
}

const offsetOf = (index: readonly number[], strides: readonly number[]) =>
  index.reduce((sum, x, d) => sum + x * strides[d]!, 0);

const PERMUTED: [shape: number[], order: number[]][] = [
  [[1], [0]],
  [
    [3, 5],
    [1, 0],
  ],
  [
    [17, 33],
    [1, 0],
  ],
  [
    [2, 15, 16],
    [0, 2, 1],
  ],
  [
    [2, 3, 5, 4],
    [0, 2, 1, 3],
  ],
  [
    [2, 3, 5, 4],
    [3, 1, 0, 2],
  ],
  [
    [2, 3, 35, 20],
    [0, 1, 3, 2],
  ],
  [
    [2, 3, 4, 3, 5],
    [4, 2, 0, 3, 1],
  ],
];

describe('permute', () => {
  test.each(PERMUTED)('%j by %j', async (shape, order) => {
    const inp = normals(sizeOf(shape), 1);
    const strides = contiguousStrides(shape);
    const want = Array.from(
      indices(order.map((d) => shape[d]!)),
      (index) =>
        inp[
          offsetOf(
            index,
            order.map((d) => strides[d]!),
          )
        ]!,
    );
    for (const variant of permuteVariants(gpu.limits, { shape, order })) {
      const got = await gpu.run({ inp, out: garbage(inp.length) }, (sink, views) =>
        permute(sink, { ...views, shape, order, variant }),
      );
      expect([...got.out]).toEqual(want);
    }
  });

  test('a swap of two neighbors is a transposition', () => {
    const variants = (shape: number[], order: number[]) =>
      permuteVariants(gpu.limits, { shape, order });
    expect(variants([6, 7], [1, 0])).toEqual(['plain', 'tiled']);
    expect(variants([2, 3, 6, 7], [0, 1, 3, 2])).toEqual(['plain', 'tiled']);
    expect(variants([2, 3, 5, 4], [0, 2, 1, 3])).toEqual(['plain']);
  });
});

test.each([
  [3, [1, 4, 2], 5],
  [1, [7], 1],
  [130, [3, 65], 7],
] as const)('concat of %i x %j x %i', async (outer, extents, inner) => {
  const parts = extents.map((extent, n) => normals(outer * extent * inner, n));
  const whole = extents.reduce((a, b) => a + b, 0);
  const want: number[] = [];
  for (let o = 0; o < outer; o++) {
    parts.forEach((part, n) => {
      const size = extents[n]! * inner;
      want.push(...part.subarray(o * size, (o + 1) * size));
    });
  }
  const tensors: Record<string, Float32Array> = { out: garbage(outer * whole * inner) };
  parts.forEach((part, n) => (tensors[`part${n}`] = part));
  const got = await gpu.run(tensors, (sink, views) => {
    const inputs = extents.map((extent, n) => ({ inp: views[`part${n}`]!, extent }));
    concat(sink, { inputs, out: views['out']!, outer, inner });
  });
  expect([...got['out']!]).toEqual(want);
});

test('slice and broadcast by strides', async () => {
  const inp = normals(5 * 7, 1);
  const tensors = { inp, slice: garbage(6), wide: garbage(4 * 5) };
  const got = await gpu.run(tensors, (sink, views) => {
    const strides = { inpStrides: [7, 1], outStrides: [2, 1] };
    stridedCopy(sink, {
      inp: views.inp,
      out: views.slice,
      shape: [3, 2],
      inpFirst: 10,
      ...strides,
    });
    const repeat = { inpStrides: [0, 7], outStrides: [5, 1] };
    stridedCopy(sink, { inp: views.inp, out: views.wide, shape: [4, 5], ...repeat });
  });
  expect([...got.slice]).toEqual([10, 11, 17, 18, 24, 25].map((i) => inp[i]));
  const column = [0, 7, 14, 21, 28].map((i) => inp[i]);
  expect([...got.wide]).toEqual([...column, ...column, ...column, ...column]);
});

const PADDED: [shape: number[], before: number[], outShape: number[]][] = [
  [[1], [0], [1]],
  [[3], [2], [6]],
  [
    [3, 5],
    [1, 0],
    [4, 9],
  ],
  [
    [2, 3, 4],
    [0, 2, 0],
    [2, 7, 4],
  ],
  [
    [2, 1, 3, 2, 5],
    [1, 0, 1, 0, 2],
    [4, 2, 4, 3, 8],
  ],
];

describe.each([false, true])('pad, on a base: %s', (onBase) => {
  test.each(PADDED)('%j at %j in %j', async (shape, before, outShape) => {
    const inp = normals(sizeOf(shape), 1);
    const base = normals(sizeOf(outShape), 2);
    const strides = contiguousStrides(shape);
    const want = Array.from(indices(outShape), (index, i) => {
      const inside = index.map((x, d) => x - before[d]!);
      const isIn = inside.every((x, d) => x >= 0 && x < shape[d]!);
      const around = onBase ? base[i]! : -1.5;
      if (!isIn) return around;
      return inp[offsetOf(inside, strides)]! + (onBase ? around : 0);
    });
    const got = await gpu.run({ inp, base, out: garbage(base.length) }, (sink, views) => {
      const how = { shape, outShape, before, value: -1.5 };
      pad(sink, { ...views, base: onBase ? views.base : undefined, ...how });
    });
    expectClose(got.out, want, 1e-6);
  });
});

test.each([
  [1, 1, 1],
  [13, 5, 7],
  [130, 17, 33],
])('rows: %i of %i, width %i', async (rows, tableRows, width) => {
  const table = normals(tableRows * width, 1);
  const ids = integers(rows, tableRows, 2);
  const dout = normals(rows * width, 3);
  const outputs = { out: garbage(rows * width), dtable: garbage(table.length) };
  const tensors = { table, ids, dout, ...outputs };
  const got = await gpu.run(tensors, (sink, views) => {
    gatherRows(sink, { ...views, rows, width, tableRows });
    scatterAddRows(sink, { ...views, rows, width, tableRows });
  });
  const dtable = new Float64Array(table.length);
  for (let i = 0; i < rows * width; i++) {
    const from = ids[Math.floor(i / width)]! * width + (i % width);
    expect(got.out[i]).toBe(table[from]);
    dtable[from]! += dout[i]!;
  }
  expectClose(got.dtable, dtable);
});
