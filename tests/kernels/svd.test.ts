// svd_rotate and sort_order: what the rotations leave must be orthogonal, its lengths the singular
// values that float64 finds, and turning back must give the matrix again.
import { beforeAll, expect, test } from 'vitest';
import { sortOrder, svdRotations } from '../../src/gpu/kernels/svd';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

type Matrix = number[][];
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Singular values, falling: one-sided Jacobi in float64 until nothing moves. */
function singularValues(vectors: Matrix): number[] {
  const v = vectors.map((row) => [...row]);
  for (let moved = true; moved;) {
    moved = false;
    for (let p = 0; p < v.length; p++) {
      for (let q = p + 1; q < v.length; q++) {
        const [a, b, g] = [dot(v[p]!, v[p]!), dot(v[q]!, v[q]!), dot(v[p]!, v[q]!)];
        if (Math.abs(g) <= 1e-13 * Math.sqrt(a * b)) continue;
        moved = true;
        const zeta = (b - a) / (2 * g);
        const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const c = 1 / Math.hypot(1, t);
        const [x, y] = [v[p]!, v[q]!];
        v[p] = x.map((value, i) => c * value - c * t * y[i]!);
        v[q] = x.map((value, i) => c * t * value + c * y[i]!);
      }
    }
  }
  return v.map((row) => Math.sqrt(dot(row, row))).sort((a, b) => b - a);
}

function rowsOf(data: ArrayLike<number>, rows: number, columns: number): Matrix {
  const all = Array.from(data);
  return Array.from({ length: rows }, (_, r) => all.slice(r * columns, (r + 1) * columns));
}
const transposed = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));

/** A product of two thin matrices: the rest of its singular values are 0. */
function ofRank(rank: number, rows: number, columns: number): Float32Array {
  const [a, b] = [rowsOf(normals(rows * rank, 1), rows, rank), normals(rank * columns, 2)];
  const right = transposed(rowsOf(b, rank, columns));
  return Float32Array.from(a.flatMap((row) => right.map((column) => dot(row, column))));
}

const same = (rows: number, columns: number) =>
  Float32Array.from({ length: rows * columns }, (_, i) => (i % (columns + 1) === 0 ? 3 : 0));

test.each([
  ['random', 1, 1, normals(1, 3)],
  ['random', 1, 7, normals(7, 3)],
  ['random', 7, 1, normals(7, 3)],
  ['random', 13, 5, normals(65, 3)],
  ['random', 21, 37, normals(21 * 37, 3)],
  ['of rank 2', 17, 11, ofRank(2, 17, 11)],
  ['with equal values', 8, 9, same(8, 9)],
  ['of zeros', 3, 4, new Float32Array(12)],
])('svd_rotate of a matrix %s, %i x %i', async (_what, rows, columns, w) => {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const inputs = { w, vectors: garbage(count * (length + count)) };
  const got = await gpu.run(inputs, (sink, views) =>
    svdRotations(sink, { ...views, rows, columns }),
  );
  const all = rowsOf(got.vectors, count, length + count);
  const turned = all.map((row) => row.slice(0, length));
  const turns = all.map((row) => row.slice(length));
  const given = rowsOf(w, rows, columns);
  const vectors = rows > columns ? transposed(given) : given;
  const expected = singularValues(vectors);
  const scale = Math.max(1, expected[0]!);
  const found = turned.map((row) => Math.sqrt(dot(row, row))).sort((a, b) => b - a);
  expectClose(found, expected, 3e-6);
  for (let p = 0; p < count; p++) {
    for (let q = 0; q < count; q++) {
      expect(Math.abs(dot(turns[p]!, turns[q]!) - (p === q ? 1 : 0))).toBeLessThan(5e-6);
      if (p !== q) {
        expect(Math.abs(dot(turned[p]!, turned[q]!))).toBeLessThan(1e-5 * scale * scale);
      }
    }
  }
  const back = transposed(turns).map((weights) =>
    transposed(turned).map((column) => dot(weights, column)),
  );
  expectClose(back.flat(), vectors.flat(), 5e-6);
});

test('sort_order: falling, equal values in their order', async () => {
  const values = Float32Array.from([2, 5, 0, 5, -1, 7, 2]);
  const got = await gpu.run({ values, order: garbage(7) }, (sink, views) =>
    sortOrder(sink, { ...views, count: 7 }),
  );
  expect([...new Uint32Array(got.order.buffer, got.order.byteOffset, 7)]).toEqual([
    5, 1, 3, 0, 6, 2, 4,
  ]);
});
