// src/shaders/swiglu_forward.wgsl and swiglu_backward.wgsl: out[i] = f(gate[i]) * up[i].
import { binding, constant, param } from '../call';
import { activate, activateGradient } from '../lib/activation';
import { endOf, firstOf } from '../lib/tasks';

export function swiglu_forward(args: usize, task: i32): void {
  const gate = binding(args, 0);
  const up = binding(args, 1);
  const out = binding(args, 2);
  const kind = constant(args, 0);
  const end = endOf(task, param(args, 0));
  let i = firstOf(task);
  for (; i + 4 <= end; i += 4) {
    const at = i << 2;
    v128.store(out + at, f32x4.mul(activate(kind, v128.load(gate + at)), v128.load(up + at)));
  }
  for (; i < end; i++) {
    const at = i << 2;
    const opened = activate(kind, v128.load32_splat(gate + at));
    v128.store32_lane(out + at, f32x4.mul(opened, v128.load32_splat(up + at)), 0);
  }
}

export function swiglu_backward(args: usize, task: i32): void {
  const dout = binding(args, 0);
  const gate = binding(args, 1);
  const up = binding(args, 2);
  const dgate = binding(args, 3);
  const dup = binding(args, 4);
  const kind = constant(args, 0);
  const end = endOf(task, param(args, 0));
  let i = firstOf(task);
  for (; i + 4 <= end; i += 4) {
    const at = i << 2;
    const d = v128.load(dout + at);
    const g = v128.load(gate + at);
    const slope = activateGradient(kind, g);
    v128.store(dgate + at, f32x4.mul(f32x4.mul(d, v128.load(up + at)), slope));
    v128.store(dup + at, f32x4.mul(d, activate(kind, g)));
  }
  for (; i < end; i++) {
    const at = i << 2;
    const d = v128.load32_splat(dout + at);
    const g = v128.load32_splat(gate + at);
    const slope = activateGradient(kind, g);
    const dg = f32x4.mul(f32x4.mul(d, v128.load32_splat(up + at)), slope);
    v128.store32_lane(dgate + at, dg, 0);
    v128.store32_lane(dup + at, f32x4.mul(d, activate(kind, g)), 0);
  }
}
