// src/shaders/copy_ceiling.wgsl: nothing but memory.
import { binding, constant, param } from '../call';

/** A task copies as many vectors as TASK_SIZE says. */
const TASK_SIZE = 0;

export function copy_ceiling(args: usize, task: i32): void {
  const size = constant(args, TASK_SIZE);
  const first = (task * size) << 4;
  const count = min(size, param(args, 0) - task * size) << 4;
  memory.copy(binding(args, 1) + first, binding(args, 0) + first, count);
}
