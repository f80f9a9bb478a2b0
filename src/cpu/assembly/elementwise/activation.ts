// src/shaders/activation_forward.wgsl and activation_backward.wgsl
import { binding, constant, param } from '../call';
import { activate, activateGradient } from '../lib/activation';
import { endOf, firstOf } from '../lib/tasks';

export function activation_forward(args: usize, task: i32): void {
  const inp = binding(args, 0);
  const out = binding(args, 1);
  const kind = constant(args, 0);
  const end = endOf(task, param(args, 0));
  let i = firstOf(task);
  for (; i + 4 <= end; i += 4) {
    v128.store(out + (i << 2), activate(kind, v128.load(inp + (i << 2))));
  }
  for (; i < end; i++) {
    const made = activate(kind, v128.load32_splat(inp + (i << 2)));
    v128.store32_lane(out + (i << 2), made, 0);
  }
}

export function activation_backward(args: usize, task: i32): void {
  const dout = binding(args, 0);
  const inp = binding(args, 1);
  const dinp = binding(args, 2);
  const kind = constant(args, 0);
  const end = endOf(task, param(args, 0));
  let i = firstOf(task);
  for (; i + 4 <= end; i += 4) {
    const at = i << 2;
    const slope = activateGradient(kind, v128.load(inp + at));
    v128.store(dinp + at, f32x4.mul(v128.load(dout + at), slope));
  }
  for (; i < end; i++) {
    const at = i << 2;
    const slope = activateGradient(kind, v128.load32_splat(inp + at));
    v128.store32_lane(dinp + at, f32x4.mul(v128.load32_splat(dout + at), slope), 0);
  }
}
