// src/shaders/grad_norm.wgsl: a task is a group, with a sum of squares of its own.
import { binding, param } from '../call';
import { squaresRow } from '../lib/rows';

const EXPONENT: i32 = 0x7f800000;
const NONE: u32 = 0xffffffff;

export function grad_norm(args: usize, task: i32): void {
  const chunk = param(args, 1);
  const start = task * chunk;
  const end = min(start + chunk, param(args, 0));
  const grads = binding(args, 0);
  const partial = binding(args, 1) + ((param(args, 2) + task) << 3);
  const squares = squaresRow(grads + (start << 4), (end - start) << 2, 0);
  store<f32>(partial, squares);
  // Where an element is not finite, neither is the sum.
  const isFinite = (reinterpret<i32>(squares) & EXPONENT) != EXPONENT;
  const bad = isFinite ? NONE : firstBad(grads, start, end);
  store<u32>(partial, bad == NONE ? NONE : param(args, 3) + (bad << 2), 4);
}

/** The first of the vectors [start, end) with an element that is not finite. */
function firstBad(grads: usize, start: i32, end: i32): u32 {
  const exponent = i32x4.splat(EXPONENT);
  for (let i = start; i < end; i++) {
    const bits = v128.and(v128.load(grads + (i << 4)), exponent);
    if (v128.any_true(i32x4.eq(bits, exponent))) return i;
  }
  return NONE;
}
