// src/shaders/adamw.wgsl
import { binding } from '../call';
import { madd } from '../lib/simd';
import { endOf, firstOf } from '../lib/tasks';
import {
  A,
  B,
  C,
  clipScale,
  D,
  decayAt,
  E,
  learningRate,
  sizeOf,
  splatParam,
  wordOf,
} from './arenas';

/** Constants behind those of the arenas. */
const STEP_BIAS_CORRECTION_1 = 3;
const STEP_BIAS_CORRECTION_2_SQRT = 4;

export function adamw(args: usize, task: i32): void {
  const grads = binding(args, 0);
  const weights = binding(args, 3);
  const ms = binding(args, 4);
  const vs = binding(args, 5);
  const rate = learningRate(args);
  const lr = f32x4.splat(rate);
  const stepSize = f32x4.splat(rate / wordOf(args, 1, STEP_BIAS_CORRECTION_1));
  const c2 = f32x4.splat(wordOf(args, 1, STEP_BIAS_CORRECTION_2_SQRT));
  const clip = clipScale(args);
  const beta1 = splatParam(args, A);
  const beta2 = splatParam(args, B);
  const rest1 = splatParam(args, C);
  const rest2 = splatParam(args, D);
  const eps = splatParam(args, E);
  const end = endOf(task, sizeOf(args));
  for (let i = firstOf(task); i < end; i += 4) {
    const at = i << 2;
    const g = f32x4.mul(v128.load(grads + at), clip);
    const m = madd(beta1, v128.load(ms + at), f32x4.mul(rest1, g));
    const v = madd(beta2, v128.load(vs + at), f32x4.mul(f32x4.mul(rest2, g), g));
    const shrink = f32x4.sub(f32x4.splat(1), f32x4.mul(lr, decayAt(args, i)));
    const size = f32x4.add(f32x4.div(f32x4.sqrt(v), c2), eps);
    const moved = f32x4.div(f32x4.mul(stepSize, m), size);
    v128.store(weights + at, f32x4.sub(f32x4.mul(v128.load(weights + at), shrink), moved));
    v128.store(ms + at, m);
    v128.store(vs + at, v);
  }
}
