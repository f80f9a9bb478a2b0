// src/shaders/fma_ceiling.wgsl: nothing but multiply-adds, in chains that do not wait for each other.
// Eight at a time: with their factors they are what registers hold.
import { binding, constant, paramF32 } from '../call';
import { madd } from '../lib/simd';

/** Constants. */
const CHAINS = 0;
const LOOPS = 1;
const FUSED = 2;
/** Invocations of a task. */
const WIDTH = 3;

export function fma_ceiling(args: usize, task: i32): void {
  const width = constant(args, WIDTH);
  const chains = constant(args, CHAINS);
  const loops = constant(args, LOOPS);
  const end = (task + 1) * width;
  for (let i = task * width; i < end; i++) {
    const start = f32x4((i % 7) as f32, 0.5, 1, 2);
    const below = f32x4.sub(start, f32x4.splat(1));
    // Chains that are not asked for add what they start with.
    const upper = eight(args, start, 1, loops);
    const sum = f32x4.add(upper, eight(args, below, -1, chains > 8 ? loops : 0));
    v128.store(binding(args, 0) + (i << 4), sum);
  }
}

/** Chain j starts with first + j * gap; gives their sum. */
function eight(args: usize, first: v128, gap: f32, loops: i32): v128 {
  const x = f32x4.splat(paramF32(args, 0));
  const y = f32x4.splat(paramF32(args, 1));
  const isFused = constant(args, FUSED) != 0;
  let a0 = first;
  let a1 = f32x4.add(a0, f32x4.splat(gap));
  let a2 = f32x4.add(a1, f32x4.splat(gap));
  let a3 = f32x4.add(a2, f32x4.splat(gap));
  let a4 = f32x4.add(a3, f32x4.splat(gap));
  let a5 = f32x4.add(a4, f32x4.splat(gap));
  let a6 = f32x4.add(a5, f32x4.splat(gap));
  let a7 = f32x4.add(a6, f32x4.splat(gap));
  if (isFused) {
    for (let i = 0; i < loops; i++) {
      a0 = madd(a0, x, y);
      a1 = madd(a1, x, y);
      a2 = madd(a2, x, y);
      a3 = madd(a3, x, y);
      a4 = madd(a4, x, y);
      a5 = madd(a5, x, y);
      a6 = madd(a6, x, y);
      a7 = madd(a7, x, y);
    }
  } else {
    for (let i = 0; i < loops; i++) {
      a0 = f32x4.add(f32x4.mul(a0, x), y);
      a1 = f32x4.add(f32x4.mul(a1, x), y);
      a2 = f32x4.add(f32x4.mul(a2, x), y);
      a3 = f32x4.add(f32x4.mul(a3, x), y);
      a4 = f32x4.add(f32x4.mul(a4, x), y);
      a5 = f32x4.add(f32x4.mul(a5, x), y);
      a6 = f32x4.add(f32x4.mul(a6, x), y);
      a7 = f32x4.add(f32x4.mul(a7, x), y);
    }
  }
  const lower = f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3));
  return f32x4.add(lower, f32x4.add(f32x4.add(a4, a5), f32x4.add(a6, a7)));
}
