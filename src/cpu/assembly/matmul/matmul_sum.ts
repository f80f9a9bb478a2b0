// src/shaders/matmul_sum.wgsl: adds the slices of a product in their order, then does what follows it.
import { binding, constant, param, scratch } from '../call';
import { copyLine } from '../lib/lines';
import { addRows } from '../lib/rows';
import { A, A_BATCH, K, M, N, TASK_COLS } from './arguments';
import { storeRow } from './store';

/** K: slices, A_BATCH: elements of one. */
export function matmul_sum(args: usize, task: i32): void {
  const m = param(args, M);
  const n = param(args, N);
  const taskCols = constant(args, TASK_COLS);
  const blocks = (n + taskCols - 1) / taskCols;
  const row = (task / blocks) % m;
  const batch = task / (blocks * m);
  const col = (task % blocks) * taskCols;
  const cols = min(taskCols, n - col);
  const slices = param(args, K);
  const slice = (param(args, A_BATCH) as usize) << 2;
  const first = binding(args, A) + batch * slices * slice + ((row * n + col) << 2);
  const sums = scratch();
  copyLine(first, 4, sums, 4, cols);
  addRows(first + slice, slice, slices - 1, cols, sums);
  storeRow(args, batch, row, col, sums, cols);
}
