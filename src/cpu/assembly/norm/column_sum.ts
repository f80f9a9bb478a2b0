// src/shaders/column_sum.wgsl; a task sums COLUMNS columns of a split.
import { binding, param } from '../call';
import { addRows } from '../lib/rows';

/** As in src/cpu/families/norm.ts. */
const COLUMNS: i32 = 1024;

export function column_sum(args: usize, task: i32): void {
  const width = param(args, 1);
  const blocks = (width + COLUMNS - 1) / COLUMNS;
  const split = task / blocks;
  const column = (task % blocks) * COLUMNS;
  const columns = min(COLUMNS, width - column);
  const first = split * param(args, 2);
  const rows = min(param(args, 2), param(args, 0) - first);
  const from = binding(args, 0) + ((first * width + column) << 2);
  const out = binding(args, 1) + (((param(args, 3) + split) * width + column) << 2);
  memory.fill(out, 0, (columns as usize) << 2);
  addRows(from, width << 2, rows, columns, out);
}
