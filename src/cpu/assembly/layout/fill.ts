// src/shaders/fill.wgsl
import { binding, param } from '../call';
import { endOf, firstOf } from '../lib/tasks';

export function fill(args: usize, task: i32): void {
  const out = binding(args, 0);
  const value = param(args, 1);
  const end = endOf(task, param(args, 0));
  for (let i = firstOf(task); i < end; i++) store<i32>(out + (i << 2), value);
}
