// src/shaders/cross_entropy_backward.wgsl
import { binding, constant, param, paramF32 } from '../call';
import { exp1, expNormal4 } from '../lib/simd';
import { rowsATask } from '../lib/tasks';

const DLOSS = 0;
const MEAN = 1;

/** What DLOSS holds. */
const ONE_FOR_ALL = 1;
const ONE_A_ROW = 2;

export function cross_entropy_backward(args: usize, task: i32): void {
  const targets = binding(args, 1);
  const dloss = binding(args, 3);
  const vocab = param(args, 1);
  const smoothing = paramF32(args, 3);
  const low = smoothing / (vocab as f32);
  let shared = paramF32(args, 4);
  if (constant(args, DLOSS) == ONE_FOR_ALL) shared *= load<f32>(dloss);
  const first = task * rowsATask(vocab);
  const end = min(param(args, 0), first + rowsATask(vocab));
  for (let row = first; row < end; row++) {
    const at = (row * vocab) << 2;
    const goal = load<i32>(targets + (row << 2));
    let g = shared;
    if (constant(args, DLOSS) == ONE_A_ROW) g *= load<f32>(dloss + (row << 2));
    if (constant(args, MEAN)) g /= max<f32>(load<f32>(binding(args, 4), 4), 1);
    if (goal == param(args, 2)) g = 0;
    const out = binding(args, 5) + at;
    // An ignored row is 0 whatever its logits hold.
    if (g == 0) {
      memory.fill(out, 0, (vocab as usize) << 2);
      continue;
    }
    const from = binding(args, 0) + at;
    const lse = load<f32>(binding(args, 2) + (row << 2));
    softmaxGradient(from, out, vocab, lse, low, g);
    if (<u32>goal >= <u32>vocab) continue;
    const own = exp1(load<f32>(from + (goal << 2)) - lse) - low - (1 - smoothing);
    store<f32>(out + (goal << 2), own * g);
  }
}

/** out = (exp(z - lse) - low) * g */
function softmaxGradient(row: usize, out: usize, count: i32, lse: f32, low: f32, g: f32): void {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~7) as usize) << 2;
  const shift = f32x4.splat(lse);
  const below = f32x4.splat(low);
  const factor = f32x4.splat(g);
  let i: usize = 0;
  for (; i < whole; i += 32) {
    const a = expNormal4(f32x4.sub(v128.load(row + i), shift));
    const b = expNormal4(f32x4.sub(v128.load(row + i, 16), shift));
    v128.store(out + i, f32x4.mul(f32x4.sub(a, below), factor));
    v128.store(out + i, f32x4.mul(f32x4.sub(b, below), factor), 16);
  }
  for (; i < bytes; i += 4) store<f32>(out + i, (exp1(load<f32>(row + i) - lse) - low) * g);
}
