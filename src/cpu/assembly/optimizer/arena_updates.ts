// src/shaders/ema.wgsl, gradient_accumulate.wgsl and prune_apply.wgsl: whole arenas, sizes in fours.
import { binding, param, paramF32 } from '../call';
import { madd } from '../lib/simd';
import { endOf, firstOf } from '../lib/tasks';
import { isIdle, wordOf } from './arenas';

/** Constants of ema. */
const NORM_NON_FINITE = 0;
const STEP_EMA_DECAY = 1;

export function ema(args: usize, task: i32): void {
  if (isIdle(args, 2, NORM_NON_FINITE)) return;
  const weights = binding(args, 0);
  const average = binding(args, 3);
  const rest = f32x4.splat(1 - wordOf(args, 1, STEP_EMA_DECAY));
  const end = endOf(task, param(args, 0) << 2);
  for (let i = firstOf(task); i < end; i += 4) {
    const at = i << 2;
    const before = v128.load(average + at);
    v128.store(average + at, madd(rest, f32x4.sub(v128.load(weights + at), before), before));
  }
}

export function gradient_accumulate(args: usize, task: i32): void {
  const batch = binding(args, 0);
  const sum = binding(args, 1);
  const scale = f32x4.splat(paramF32(args, 1));
  const end = endOf(task, param(args, 0) << 2);
  for (let i = firstOf(task); i < end; i += 4) {
    const at = i << 2;
    v128.store(sum + at, madd(scale, v128.load(batch + at), v128.load(sum + at)));
  }
}

export function prune_apply(args: usize, task: i32): void {
  const mask = binding(args, 0);
  const weights = binding(args, 1);
  const flags = i32x4(1, 2, 4, 8);
  const end = endOf(task, param(args, 0) << 2);
  for (let i = firstOf(task); i < end; i += 4) {
    const bits = (load<u8>(mask + (i >> 3)) as i32) >> (i & 4);
    const inMask = i32x4.ne(v128.and(i32x4.splat(bits), flags), i32x4.splat(0));
    v128.store(weights + (i << 2), v128.and(v128.load(weights + (i << 2)), inMask));
  }
}
