// src/shaders/distillation_backward.wgsl
import { binding, constant, param, paramF32 } from '../call';
import { exp1, expNormal4 } from '../lib/simd';
import { rowsATask } from '../lib/tasks';

const TOP_K = 0;

export function distillation_backward(args: usize, task: i32): void {
  const vocab = param(args, 1);
  const cooling = paramF32(args, 2);
  const topK = constant(args, TOP_K);
  const known = topK > 0 ? topK : vocab;
  const first = task * rowsATask(vocab);
  const end = min(param(args, 0), first + rowsATask(vocab));
  for (let row = first; row < end; row++) {
    const student = binding(args, 0) + ((row * vocab) << 2);
    const teacher = binding(args, 1) + ((row * known) << 2);
    const out = binding(args, 5) + ((row * vocab) << 2);
    const sLse = load<f32>(binding(args, 3) + (row << 3));
    const tLse = load<f32>(binding(args, 3) + (row << 3), 4);
    const g = load<f32>(binding(args, 4) + (row << 2)) * cooling;
    if (topK == 0) {
      difference(student, teacher, out, vocab, cooling, sLse, tLse, g);
      continue;
    }
    softmax(student, out, vocab, cooling, sLse, g);
    const ids = binding(args, 2) + ((row * topK) << 2);
    for (let i = 0; i < topK; i++) {
      const column = out + (min<u32>(load<u32>(ids + (i << 2)), vocab - 1) << 2);
      const p = exp1(load<f32>(teacher + (i << 2)) * cooling - tLse);
      store<f32>(column, load<f32>(column) - p * g);
    }
  }
}

/** out = g * (exp(student * cooling - sLse) - exp(teacher * cooling - tLse)) */
function difference(
  student: usize,
  teacher: usize,
  out: usize,
  count: i32,
  cooling: f32,
  sLse: f32,
  tLse: f32,
  g: f32,
): void {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~3) as usize) << 2;
  const c = f32x4.splat(cooling);
  const factor = f32x4.splat(g);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const q = expNormal4(f32x4.sub(f32x4.mul(v128.load(student + i), c), f32x4.splat(sLse)));
    const p = expNormal4(f32x4.sub(f32x4.mul(v128.load(teacher + i), c), f32x4.splat(tLse)));
    v128.store(out + i, f32x4.mul(f32x4.sub(q, p), factor));
  }
  for (; i < bytes; i += 4) {
    const q = exp1(load<f32>(student + i) * cooling - sLse);
    const p = exp1(load<f32>(teacher + i) * cooling - tLse);
    store<f32>(out + i, (q - p) * g);
  }
}

/** out = g * exp(x * cooling - lse) */
function softmax(x: usize, out: usize, count: i32, cooling: f32, lse: f32, g: f32): void {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~3) as usize) << 2;
  const c = f32x4.splat(cooling);
  const factor = f32x4.splat(g);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const q = expNormal4(f32x4.sub(f32x4.mul(v128.load(x + i), c), f32x4.splat(lse)));
    v128.store(out + i, f32x4.mul(q, factor));
  }
  for (; i < bytes; i += 4) store<f32>(out + i, exp1(load<f32>(x + i) * cooling - lse) * g);
}
