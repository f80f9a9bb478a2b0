// src/shaders/matmul_sum.wgsl: adds the slices of a product, in their order; a task is a row.
import { binding, param, scratch } from '../call';
import { A, A_BATCH, A_ROW, K, N } from './arguments';
import { storeRow } from './store';

/** Columns at a time. */
const STRETCH = 4096;

export function matmul_sum(args: usize, row: i32): void {
  const n = param(args, N);
  const slice = (param(args, A_BATCH) as usize) << 2;
  for (let col = 0; col < n; col += STRETCH) {
    const cols = min(STRETCH, n - col);
    for (let j = 0; j < cols; j++) {
      let from = binding(args, A) + ((row * param(args, A_ROW) + col + j) << 2);
      let sum: f32 = 0;
      for (let i = 0; i < param(args, K); i++) {
        sum += load<f32>(from);
        from += slice;
      }
      store<f32>(scratch() + (j << 2), sum);
    }
    storeRow(args, 0, row, col, scratch(), cols);
  }
}
