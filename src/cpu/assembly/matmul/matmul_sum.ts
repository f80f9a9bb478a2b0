// src/shaders/matmul_sum.wgsl: adds the slices of a product in their order, then does what follows it.
import { binding, constant, param, scratch } from '../call';
import { addLine, copyLine } from '../lib/lines';
import { A, A_BATCH, K, N, TASK_COLS } from './arguments';
import { storeRow } from './store';

export function matmul_sum(args: usize, task: i32): void {
  const n = param(args, N);
  const taskCols = constant(args, TASK_COLS);
  const blocks = (n + taskCols - 1) / taskCols;
  const row = task / blocks;
  const col = (task % blocks) * taskCols;
  const cols = min(taskCols, n - col);
  const slice = (param(args, A_BATCH) as usize) << 2;
  const first = binding(args, A) + ((row * n + col) << 2);
  const sums = scratch();
  copyLine(first, 4, sums, 4, cols);
  for (let i = 1; i < param(args, K); i++) addLine(sums, first + i * slice, cols);
  storeRow(args, 0, row, col, sums, cols);
}
