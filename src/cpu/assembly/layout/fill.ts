// src/shaders/fill.wgsl
import { binding, param } from '../call';
import { fillLine } from '../lib/lines';
import { endOf, firstOf } from '../lib/tasks';

export function fill(args: usize, task: i32): void {
  const first = firstOf(task);
  const count = endOf(task, param(args, 0)) - first;
  fillLine(binding(args, 0) + (first << 2), param(args, 1), count);
}
