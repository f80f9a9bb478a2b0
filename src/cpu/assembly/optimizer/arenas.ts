// src/shaders/lib/optimizer.wgsl: what the optimizers over flat arenas share.
import { binding, constant, param, paramF32 } from '../call';

const STEP = 1;
const NORM = 2;
/** Params. */
const SIZE = 0;
const DECAY_END = 1;
const LR_SCALE = 2;
const DECAY = 3;
/** Params a … e of an optimizer. */
export const A = 4;
export const B = 5;
export const C = 6;
export const D = 7;
export const E = 8;
/** Constants. */
const NORM_NON_FINITE = 0;
const NORM_CLIP_SCALE = 1;
const STEP_LEARNING_RATE = 2;

/** A word of the buffer bound at `index`, at the position that the constant `name` holds. */
export function wordOf(args: usize, index: i32, name: i32): f32 {
  return load<f32>(binding(args, index) + (constant(args, name) << 2));
}

/** A gradient is not finite: nothing is updated. */
export function isIdle(args: usize, norm: i32, name: i32): bool {
  return load<u32>(binding(args, norm) + (constant(args, name) << 2)) != 0;
}

/** Elements that a task may update, in all: sizes count in fours. */
export function sizeOf(args: usize): i32 {
  return isIdle(args, NORM, NORM_NON_FINITE) ? 0 : param(args, SIZE) << 2;
}

export function learningRate(args: usize): f32 {
  return wordOf(args, STEP, STEP_LEARNING_RATE) * paramF32(args, LR_SCALE);
}

/** What gradients are multiplied by. */
export function clipScale(args: usize): v128 {
  return f32x4.splat(wordOf(args, NORM, NORM_CLIP_SCALE));
}

export function splatParam(args: usize, index: i32): v128 {
  return f32x4.splat(paramF32(args, index));
}

/** Weight decay of elements i … i + 3. */
export function decayAt(args: usize, i: i32): v128 {
  const element = i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3));
  const decays = i32x4.lt_u(element, i32x4.splat(param(args, DECAY_END)));
  return v128.and(splatParam(args, DECAY), decays);
}
