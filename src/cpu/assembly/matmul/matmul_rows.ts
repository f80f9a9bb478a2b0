// A product with few rows (decoding): every element of B is read once, in the order in which it lies,
// for all rows.
import { binding, constant, param, scratch } from '../call';
import {
  A,
  A_BATCH,
  A_COL,
  A_ROW,
  B,
  B_BATCH,
  B_COL,
  B_ROW,
  K,
  M,
  N,
  OUT,
  TASK_COLS,
  TASK_LINES,
} from './arguments';
import { addLines } from './addLines';
import { multiplyLines } from './multiplyLines';
import { storeRow } from './store';

/** B[n, k]: a task makes TASK_COLS columns. */
export function matmul_rows(args: usize, task: i32): void {
  const m = param(args, M);
  const n = param(args, N);
  const k = param(args, K);
  const taskCols = constant(args, TASK_COLS);
  const blocks = (n + taskCols - 1) / taskCols;
  const batch = task / blocks;
  const col = (task % blocks) * taskCols;
  const cols = min(taskCols, n - col);
  const step = (param(args, B_COL) as usize) << 2;
  const b = binding(args, B) + ((batch * param(args, B_BATCH)) << 2) + col * step;
  const sums = scratch();
  const rows = sums + m * taskCols * 4;
  for (let row = 0; row < m; row++) copyRow(args, batch, row, rows + row * k * 4);
  multiplyLines(m, rows, k << 2, b, k, cols, step, sums, taskCols << 2);
  for (let row = 0; row < m; row++) {
    storeRow(args, batch, row, col, sums + row * taskCols * 4, cols);
  }
}

/** A's rows side by side, whatever their strides. */
function copyRow(args: usize, batch: i32, row: i32, into: usize): void {
  const k = param(args, K);
  const step = (param(args, A_COL) as usize) << 2;
  let from = binding(args, A) + ((batch * param(args, A_BATCH) + row * param(args, A_ROW)) << 2);
  if (step == 4) {
    memory.copy(into, from, (k as usize) << 2);
    return;
  }
  for (let i = 0; i < k; i++) {
    store<f32>(into + (i << 2), load<f32>(from));
    from += step;
  }
}

/** B[k, n]: a task multiplies TASK_LINES lines. Out is [batch][slice of k][m, n], for matmul_sum. */
export function matmul_slice(args: usize, task: i32): void {
  const m = param(args, M);
  const n = param(args, N);
  const k = param(args, K);
  const taskLines = constant(args, TASK_LINES);
  const slices = (k + taskLines - 1) / taskLines;
  const batch = task / slices;
  const first = (task % slices) * taskLines;
  const line = param(args, B_ROW) as usize;
  addLines(
    m,
    binding(args, A) + ((batch * param(args, A_BATCH) + first * param(args, A_COL)) << 2),
    (param(args, A_ROW) as usize) << 2,
    (param(args, A_COL) as usize) << 2,
    binding(args, B) + ((batch * param(args, B_BATCH)) << 2) + ((first * line) << 2),
    min(taskLines, k - first),
    n,
    line << 2,
    binding(args, OUT) + (task as usize) * ((m * n) << 2),
    n << 2,
  );
}
