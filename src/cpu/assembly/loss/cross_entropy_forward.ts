// src/shaders/cross_entropy_forward.wgsl
import { binding, param, paramF32 } from '../call';
import { log1, sumOf } from '../lib/simd';
import { rowsATask } from '../lib/tasks';
import { greatestOf } from './greatest';
import { sumExp } from './sum_exp';

export function cross_entropy_forward(args: usize, task: i32): void {
  const logits = binding(args, 0);
  const targets = binding(args, 1);
  const vocab = param(args, 1);
  const smoothing = paramF32(args, 3);
  const first = task * rowsATask(vocab);
  const end = min(param(args, 0), first + rowsATask(vocab));
  for (let row = first; row < end; row++) {
    const start = logits + ((row * vocab) << 2);
    const greatest = greatestOf(start, vocab);
    const logSum = log1(sumExp(start, vocab, greatest, 1));
    const goal = load<i32>(targets + (row << 2));
    let loss: f32 = 0;
    if (goal != param(args, 2)) {
      const column = min<u32>(goal, vocab - 1);
      // Differences to the greatest logit first: lse - z of large logits would cancel.
      const z = load<f32>(start + (column << 2)) - greatest;
      loss = (1 - smoothing) * (logSum - z);
      if (smoothing != 0) {
        const mean = sumBelow(start, vocab, greatest) / (vocab as f32);
        loss += smoothing * (logSum - mean);
      }
    }
    store<f32>(binding(args, 2) + (row << 2), loss);
    store<f32>(binding(args, 3) + (row << 2), greatest + logSum);
  }
}

/** Σ (x - greatest) of a row. */
function sumBelow(row: usize, count: i32, greatest: f32): f32 {
  let at = row;
  const most = f32x4.splat(greatest);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  const whole = row + ((count & ~7) << 2);
  for (; at < whole; at += 32) {
    a = f32x4.add(a, f32x4.sub(v128.load(at), most));
    b = f32x4.add(b, f32x4.sub(v128.load(at, 16), most));
  }
  let sum = sumOf(f32x4.add(a, b));
  const end = row + (count << 2);
  for (; at < end; at += 4) sum += load<f32>(at) - greatest;
  return sum;
}
