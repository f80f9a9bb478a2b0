// src/shaders/loss_mean.wgsl
import { binding, constant, param } from '../call';
import { sumOf } from '../lib/simd';

export function loss_mean(args: usize, _task: i32): void {
  const losses = binding(args, 0);
  const targets = binding(args, 1);
  const out = binding(args, 2);
  const rows = param(args, 0);
  const ignored = param(args, 1);
  const none = i32x4.splat(ignored);
  let sums = f32x4.splat(0);
  let counts = i32x4.splat(0);
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const mask = i32x4.ne(v128.load(targets + (r << 2)), none);
    sums = f32x4.add(sums, v128.and(v128.load(losses + (r << 2)), mask));
    // True is -1.
    counts = i32x4.sub(counts, mask);
  }
  let sum = sumOf(sums);
  let count = sumOf(f32x4.convert_i32x4_s(counts));
  for (; r < rows; r++) {
    if (load<i32>(targets + (r << 2)) == ignored) continue;
    sum += load<f32>(losses + (r << 2));
    count += 1;
  }
  store<f32>(out, constant(args, 0) ? sum / max<f32>(count, 1) : sum);
  store<f32>(out, count, 4);
}
