// src/shaders/unary_forward.wgsl and unary_backward.wgsl
import { binding, constant, param, paramF32 } from '../call';
import { exp4, log4, sign4 } from '../lib/simd';
import { endOf, firstOf } from '../lib/tasks';

const AFFINE = 0;
const EXP = 1;
const LOG = 2;
const SQRT = 3;
const SQUARE = 4;
const ABS = 5;

export function unary_forward(args: usize, task: i32): void {
  const inp = binding(args, 0);
  const out = binding(args, 1);
  const factor = f32x4.splat(paramF32(args, 1));
  const shift = f32x4.splat(paramF32(args, 2));
  const kind = constant(args, 0);
  const end = endOf(task, param(args, 0));
  let i = firstOf(task);
  for (; i + 4 <= end; i += 4) {
    v128.store(out + (i << 2), unary(kind, v128.load(inp + (i << 2)), factor, shift));
  }
  for (; i < end; i++) {
    const x = v128.load32_splat(inp + (i << 2));
    store<f32>(out + (i << 2), f32x4.extract_lane(unary(kind, x, factor, shift), 0));
  }
}

function unary(kind: i32, x: v128, factor: v128, shift: v128): v128 {
  switch (kind) {
    case AFFINE:
      return f32x4.add(f32x4.mul(x, factor), shift);
    case EXP:
      return exp4(x);
    case LOG:
      return log4(x);
    case SQRT:
      return f32x4.sqrt(x);
    case SQUARE:
      return f32x4.mul(x, x);
    case ABS:
      return f32x4.abs(x);
    default:
      return f32x4.div(f32x4.splat(1), x);
  }
}

export function unary_backward(args: usize, task: i32): void {
  const dout = binding(args, 0);
  const inp = binding(args, 1);
  const dinp = binding(args, 2);
  const factor = f32x4.splat(paramF32(args, 1));
  const kind = constant(args, 0);
  const end = endOf(task, param(args, 0));
  let i = firstOf(task);
  for (; i + 4 <= end; i += 4) {
    const at = i << 2;
    const d = v128.load(dout + at);
    v128.store(dinp + at, gradient(kind, d, v128.load(inp + at), factor));
  }
  for (; i < end; i++) {
    const at = i << 2;
    const d = v128.load32_splat(dout + at);
    const made = gradient(kind, d, v128.load32_splat(inp + at), factor);
    store<f32>(dinp + at, f32x4.extract_lane(made, 0));
  }
}

function gradient(kind: i32, d: v128, x: v128, factor: v128): v128 {
  switch (kind) {
    case AFFINE:
      return f32x4.mul(d, factor);
    case EXP:
      return f32x4.mul(d, exp4(x));
    case LOG:
      return f32x4.div(d, x);
    case SQRT:
      return f32x4.div(f32x4.mul(f32x4.splat(0.5), d), f32x4.sqrt(x));
    case SQUARE:
      return f32x4.mul(f32x4.mul(f32x4.splat(2), d), x);
    case ABS:
      return f32x4.mul(d, sign4(x));
    default:
      return f32x4.div(f32x4.div(f32x4.neg(d), x), x);
  }
}
