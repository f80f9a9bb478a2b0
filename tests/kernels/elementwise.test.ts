// unary and binary kernels, plain and vec4, against float64.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  binary,
  binaryVariants,
  unaryBackward,
  unaryForward,
  type BinaryKind,
  type UnaryKind,
} from '../../src/gpu/kernels/elementwise';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const UNARY: Record<UnaryKind, [f: (x: number) => number, d: (x: number) => number]> = {
  affine: [(x) => x * 0.75 - 2, () => 0.75],
  exp: [Math.exp, Math.exp],
  log: [Math.log, (x) => 1 / x],
  sqrt: [Math.sqrt, (x) => 0.5 / Math.sqrt(x)],
  square: [(x) => x * x, (x) => 2 * x],
  abs: [Math.abs, Math.sign],
  reciprocal: [(x) => 1 / x, (x) => -1 / (x * x)],
};

describe.each(Object.keys(UNARY) as UnaryKind[])('unary %s', (kind) => {
  test.each([1, 7, 63, 65, 1031])('%i elements', async (size) => {
    const positive = ['log', 'sqrt', 'reciprocal'].includes(kind);
    const inp = normals(size, 1).map((x) => (positive ? Math.abs(x) + 0.2 : x));
    const dout = normals(size, 2);
    const tensors = { inp, dout, out: garbage(size), dinp: garbage(size) };
    const got = await gpu.run(tensors, (sink, views) => {
      unaryForward(sink, { kind, ...views, size, factor: 0.75, shift: -2 });
      unaryBackward(sink, { kind, ...views, size, factor: 0.75 });
    });
    const [f, d] = UNARY[kind];
    expectClose(got.out, Array.from(inp, f));
    expectClose(
      got.dinp,
      Array.from(inp, (x, i) => d(x) * dout[i]!),
    );
  });
});

const BINARY: Record<BinaryKind, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
  greater: (a, b) => (a > b ? 1 : a === b ? 0.5 : 0),
  equal: (a, b) => (a === b ? 1 : 0),
};

const sizeOf = (shape: readonly number[]) => shape.reduce((n, extent) => n * extent, 1);

/** Reads a tensor of `shape` at place `index` of the broadcast shape `out`. */
function at(data: Float32Array, shape: readonly number[], out: readonly number[], index: number) {
  let rest = index;
  let offset = 0;
  let stride = 1;
  for (let d = out.length - 1; d >= 0; d--) {
    const x = rest % out[d]!;
    rest = Math.floor(rest / out[d]!);
    const own = d - (out.length - shape.length);
    if (own < 0) continue;
    if (shape[own] !== 1) offset += x * stride;
    stride *= shape[own]!;
  }
  return data[offset]!;
}

const SHAPES: [a: number[], b: number[]][] = [
  [[1], [1]],
  [[7], [7]],
  [[3, 5], [5]],
  [
    [3, 5],
    [3, 1],
  ],
  [
    [1, 5],
    [3, 1],
  ],
  [[64], []],
  [
    [2, 3, 4],
    [2, 3, 4],
  ],
  [
    [5, 1, 8],
    [3, 8],
  ],
  [
    [2, 3, 1, 5, 4],
    [2, 1, 7, 1, 4],
  ],
  [
    [2, 3, 1, 5, 1],
    [1, 3, 7, 1, 3],
  ],
  [
    [67, 129],
    [67, 129],
  ],
  [[33, 132], [132]],
];

describe.each(Object.keys(BINARY) as BinaryKind[])('binary %s', (kind) => {
  test.each(SHAPES)('%j with %j', async (shapeA, shapeB) => {
    const rank = Math.max(shapeA.length, shapeB.length);
    const extent = (shape: number[], d: number) => shape[d - (rank - shape.length)] ?? 1;
    const shapeOut = Array.from({ length: rank }, (_, d) =>
      Math.max(extent(shapeA, d), extent(shapeB, d)),
    );
    const a = normals(sizeOf(shapeA), 3).map((x, i) => (i % 5 === 0 ? 1 : x));
    const b = normals(sizeOf(shapeB), 4).map((x, i) =>
      i % 3 === 0 ? 1 : kind === 'div' ? Math.abs(x) + 0.3 : x,
    );
    const size = sizeOf(shapeOut);
    const want = Array.from({ length: size }, (_, i) =>
      BINARY[kind](at(a, shapeA, shapeOut, i), at(b, shapeB, shapeOut, i)),
    );
    const tensors = { a, b, out: garbage(size) };
    const shapes = { kind, shapeA, shapeB, shapeOut };
    expect(binaryVariants(shapes)[0]).toBe('plain');
    for (const variant of ['plain', undefined] as const) {
      const got = await gpu.run(tensors, (sink, views) =>
        binary(sink, { ...shapes, ...views, variant }),
      );
      expectClose(got.out, want);
    }
  });
});

test('max and min let NaN through', async () => {
  const a = new Float32Array([NaN, 1, 2, 3]);
  const b = new Float32Array([1, NaN, 3, 2]);
  const tensors = { a, b, greatest: garbage(4), least: garbage(4) };
  const shape = { shapeA: [4], shapeB: [4], shapeOut: [4] };
  const got = await gpu.run(tensors, (sink, { a: left, b: right, greatest, least }) => {
    binary(sink, { kind: 'max', a: left, b: right, out: greatest, ...shape });
    binary(sink, { kind: 'min', a: left, b: right, out: least, ...shape });
  });
  expect([...got.greatest]).toEqual([NaN, NaN, 3, 3]);
  expect([...got.least]).toEqual([NaN, NaN, 2, 2]);
});

test('what fits four at a time', () => {
  const fits = (shapeA: number[], shapeB: number[], shapeOut: number[]) =>
    binaryVariants({ shapeA, shapeB, shapeOut }).length;
  expect(fits([3, 8], [3, 8], [3, 8])).toBe(2);
  expect(fits([3, 8], [8], [3, 8])).toBe(2);
  expect(fits([3, 7], [3, 7], [3, 7])).toBe(1);
  expect(fits([3, 8], [3, 1], [3, 8])).toBe(1);
  expect(fits([4, 6], [6], [4, 6])).toBe(1);
});
