// src/shaders/attention_backward_delta.wgsl
import { binding, constant, param } from '../call';
import { madd, sumOf } from '../lib/simd';

/** Params. */
const ROWS = 0;
const HEADS = 1;
const Q_LEN = 2;
const BATCH_STRIDE = 3;
const ROW_STRIDE = 4;
const HEAD_STRIDE = 5;
const HEAD_DIM = 6;

/** A task has as many rows as the first constant says. */
export function attention_backward_delta(args: usize, task: i32): void {
  const dout = binding(args, 0);
  const out = binding(args, 1);
  const heads = param(args, HEADS);
  const qLen = param(args, Q_LEN);
  const depth = param(args, HEAD_DIM);
  const each = constant(args, 0);
  const end = min(param(args, ROWS), (task + 1) * each);
  for (let i = task * each; i < end; i++) {
    const start =
      (i / qLen / heads) * param(args, BATCH_STRIDE) +
      (i % qLen) * param(args, ROW_STRIDE) +
      ((i / qLen) % heads) * param(args, HEAD_STRIDE);
    const at = (start as usize) << 2;
    const facts = binding(args, 3) + (i << 3);
    store<f32>(facts, load<f32>(binding(args, 2) + (i << 2)));
    store<f32>(facts, product(dout + at, out + at, depth), 4);
  }
}

function product(a: usize, b: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i < ((count & ~3) as usize) << 2; i += 16) {
    sums = madd(v128.load(a + i), v128.load(b + i), sums);
  }
  let sum = sumOf(sums);
  for (; i < (count as usize) << 2; i += 4) sum += load<f32>(a + i) * load<f32>(b + i);
  return sum;
}
