// One-sided Jacobi: turns the vectors of a matrix until all are orthogonal; their lengths are then
// its singular values. A fixed number of sweeps in a fixed order, so results repeat to the bit.
import rowReduceLib from '../../shaders/lib/row_reduce.wgsl';
import orderCode from '../../shaders/sort_order.wgsl';
import rotateCode from '../../shaders/svd_rotate.wgsl';
import startCode from '../../shaders/svd_start.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { read, readWrite, requireRoom, write } from './shapes';

export interface SvdRotations {
  /** [rows, columns]. */
  readonly w: BufferView;
  /** [count, length + count], count = min(rows, columns): turned vectors, and how they were turned. */
  readonly vectors: BufferView;
  readonly rows: number;
  readonly columns: number;
}

/** Convergence is quadratic at the end; the start needs about log2(count) sweeps. */
const sweepsFor = (count: number): number => 5 + Math.ceil(Math.log2(count + 1));

export function svdRotations(
  sink: DispatchSink,
  { w, vectors, rows, columns }: SvdRotations,
): void {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const size = count * (length + count);
  requireRoom('svd_rotate', { w: [w, rows * columns], vectors: [vectors, size] });
  sink.dispatch({
    label: 'svd_start',
    shader: { name: 'svd_start', code: startCode },
    constants: { COLUMNS: rows > columns },
    bindings: [read(w), write(vectors)],
    params: [count, length],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 0,
    bytes: 4 * (rows * columns + size),
  });
  const pairs = Math.ceil(count / 2);
  const rounds = Math.max(1, 2 * pairs - 1);
  const lanes = sink.limits.software ? 1 : 128;
  for (let round = 0; round < sweepsFor(count) * rounds; round++) {
    sink.dispatch({
      label: 'svd_rotate',
      shader: { name: 'svd_rotate', code: rotateCode, lib: [rowReduceLib] },
      constants: { LANES: lanes, ROWS: 1 },
      bindings: [readWrite(vectors)],
      params: [count, length, round % rounds],
      grid: [pairs, 1, 1],
      flops: pairs * (6 * length + 6 * (length + count)),
      bytes: 8 * size,
    });
  }
}

export interface SortOrder {
  /** f32 [count]. */
  readonly values: BufferView;
  /** u32 [count]. */
  readonly order: BufferView;
  readonly count: number;
}

export function sortOrder(sink: DispatchSink, { values, order, count }: SortOrder): void {
  requireRoom('sort_order', { values: [values, count], order: [order, count] });
  sink.dispatch({
    label: 'sort_order',
    shader: { name: 'sort_order', code: orderCode },
    bindings: [read(values), write(order)],
    params: [count],
    grid: [Math.ceil(count / 64), 1, 1],
    flops: count * count,
    bytes: 4 * count * count,
  });
}
