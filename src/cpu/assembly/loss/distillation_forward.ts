// src/shaders/distillation_forward.wgsl
import { binding, constant, param, paramF32 } from '../call';
import { exp1, expNormal4, log1, madd, sumOf } from '../lib/simd';
import { rowsATask } from '../lib/tasks';
import { greatestOf } from './greatest';
import { sumExp } from './sum_exp';

const TOP_K = 0;
const CROSS = 1;

export function distillation_forward(args: usize, task: i32): void {
  const vocab = param(args, 1);
  const cooling = paramF32(args, 2);
  const topK = constant(args, TOP_K);
  const known = topK > 0 ? topK : vocab;
  const isCross = constant(args, CROSS) != 0;
  const first = task * rowsATask(vocab);
  const end = min(param(args, 0), first + rowsATask(vocab));
  for (let row = first; row < end; row++) {
    const student = binding(args, 0) + ((row * vocab) << 2);
    const teacher = binding(args, 1) + ((row * known) << 2);
    const sMax = greatestOf(student, vocab);
    const tMax = greatestOf(teacher, known);
    const sLog = log1(sumExp(student, vocab, sMax, cooling));
    const tLog = log1(sumExp(teacher, known, tMax, cooling));
    let loss: f32 = 0;
    if (topK > 0) {
      const ids = binding(args, 2) + ((row * topK) << 2);
      for (let i = 0; i < topK; i++) {
        const column = min<u32>(load<u32>(ids + (i << 2)), vocab - 1);
        const logP = (load<f32>(teacher + (i << 2)) - tMax) * cooling - tLog;
        const logQ = (load<f32>(student + (column << 2)) - sMax) * cooling - sLog;
        loss += exp1(logP) * ((isCross ? 0 : logP) - logQ);
      }
    } else loss = divergence(student, teacher, vocab, cooling, sMax, sLog, tMax, tLog, isCross);
    store<f32>(binding(args, 3) + (row << 2), loss);
    store<f32>(binding(args, 4) + (row << 3), sMax * cooling + sLog);
    store<f32>(binding(args, 4) + (row << 3), tMax * cooling + tLog, 4);
  }
}

/** Σ p (log p - log q); of the cross-entropy without log p. */
function divergence(
  student: usize,
  teacher: usize,
  count: i32,
  cooling: f32,
  sMax: f32,
  sLog: f32,
  tMax: f32,
  tLog: f32,
  isCross: bool,
): f32 {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~3) as usize) << 2;
  const c = f32x4.splat(cooling);
  const own = i32x4.splat(isCross ? 0 : -1);
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    // Differences to the greatest logit first: large logits would cancel.
    const t = f32x4.mul(f32x4.sub(v128.load(teacher + i), f32x4.splat(tMax)), c);
    const s = f32x4.mul(f32x4.sub(v128.load(student + i), f32x4.splat(sMax)), c);
    const logP = f32x4.sub(t, f32x4.splat(tLog));
    const logQ = f32x4.sub(s, f32x4.splat(sLog));
    sums = madd(expNormal4(logP), f32x4.sub(v128.and(logP, own), logQ), sums);
  }
  let sum = sumOf(sums);
  for (; i < bytes; i += 4) {
    const logP = (load<f32>(teacher + i) - tMax) * cooling - tLog;
    const logQ = (load<f32>(student + i) - sMax) * cooling - sLog;
    sum += exp1(logP) * ((isCross ? 0 : logP) - logQ);
  }
  return sum;
}
