// src/shaders/reduce_rows.wgsl
import { binding, constant, param, paramF32 } from '../call';
import { maxRow, sumRow } from '../lib/rows';
import { rowsATask } from '../lib/tasks';

export function reduce_rows(args: usize, task: i32): void {
  const inp = binding(args, 0);
  const out = binding(args, 1);
  const width = param(args, 1);
  const perSplit = param(args, 2);
  const splits = param(args, 3);
  const factor = paramF32(args, 4);
  const isMax = constant(args, 0) != 0;
  const first = task * rowsATask(perSplit);
  const end = min(param(args, 0) * splits, first + rowsATask(perSplit));
  let row = first / splits;
  let start = (first % splits) * perSplit;
  for (let piece = first; piece < end; piece++) {
    const at = inp + ((row * width + start) << 2);
    const count = min(perSplit, width - start);
    const value = isMax ? maxRow(at, count) : sumRow(at, count);
    store<f32>(out + (piece << 2), value * factor);
    start += perSplit;
    if (start >= width) {
      start = 0;
      row++;
    }
  }
}
