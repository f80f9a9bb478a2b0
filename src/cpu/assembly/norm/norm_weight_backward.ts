// src/shaders/norm_weight_backward.wgsl; a task makes COLUMNS columns.
import { binding, constant, param, scratch } from '../call';
import { addRow, addRows } from '../lib/rows';

const PARTS = 0;
const DWEIGHT = 1;
const DBIAS = 2;
const ACCUMULATE = 3;

/** As in src/cpu/families/norm.ts. */
const COLUMNS: i32 = 64;

export function norm_weight_backward(args: usize, task: i32): void {
  const width = param(args, 1);
  const first = task * COLUMNS;
  const columns = min(COLUMNS, width - first);
  const partials = binding(args, 0) + (first << 2);
  if (constant(args, DWEIGHT)) sumInto(args, partials, binding(args, 1) + (first << 2), columns);
  if (constant(args, DBIAS)) {
    sumInto(args, partials + (width << 2), binding(args, 2) + (first << 2), columns);
  }
}

function sumInto(args: usize, partials: usize, out: usize, columns: i32): void {
  const sums = scratch();
  const step = (constant(args, PARTS) * param(args, 1)) << 2;
  memory.fill(sums, 0, COLUMNS << 2);
  addRows(partials, step, param(args, 0), columns, sums);
  if (constant(args, ACCUMULATE)) addRow(sums, out, out, columns);
  else memory.copy(out, sums, (columns as usize) << 2);
}
