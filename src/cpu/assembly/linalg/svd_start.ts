// src/shaders/svd_start.wgsl; a task is some of the vectors.
import { binding, constant, param } from '../call';
import { rowsATask } from '../lib/tasks';

export function svd_start(args: usize, task: i32): void {
  const w = binding(args, 0);
  const count = param(args, 0);
  const length = param(args, 1);
  const width = length + count;
  const isColumns = constant(args, 0) != 0;
  const first = task * rowsATask(width);
  const end = min(count, first + rowsATask(width));
  for (let row = first; row < end; row++) {
    const vector = binding(args, 1) + ((row * width) << 2);
    const identity = vector + (length << 2);
    if (isColumns) {
      const step = count << 2;
      let from = w + (row << 2);
      for (let at = vector; at < identity; at += 4) {
        store<f32>(at, load<f32>(from));
        from += step;
      }
    } else memory.copy(vector, w + ((row * length) << 2), (length as usize) << 2);
    memory.fill(identity, 0, (count as usize) << 2);
    store<f32>(identity + (row << 2), 1);
  }
}
