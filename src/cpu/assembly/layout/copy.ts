// src/shaders/copy.wgsl
import { binding, param } from '../call';
import { endOf, firstOf } from '../lib/tasks';

export function copy(args: usize, task: i32): void {
  const first = firstOf(task);
  const count = endOf(task, param(args, 0)) - first;
  memory.copy(binding(args, 1) + (first << 2), binding(args, 0) + (first << 2), count << 2);
}
