// src/shaders/muon_momentum.wgsl, muon_combine.wgsl and muon_update.wgsl
import { binding, constant, param, paramF32 } from '../call';
import { fillLine } from '../lib/lines';
import { endOf, firstOf } from '../lib/tasks';
import { isIdle, splatParam, wordOf } from './arenas';

/** Constants of muon_momentum and muon_update. */
const NORM_NON_FINITE = 0;
const NORM_CLIP_SCALE = 1;
const STEP_LEARNING_RATE = 2;

export function muon_momentum(args: usize, task: i32): void {
  const grads = binding(args, 0);
  const ms = binding(args, 2);
  const us = binding(args, 3);
  const size = param(args, 0);
  let i = firstOf(task);
  // u has zeros up to a multiple of four.
  if (isIdle(args, 1, NORM_NON_FINITE)) {
    fillLine(us + (i << 2), 0, endOf(task, (size + 3) & ~3) - i);
    return;
  }
  const beta = paramF32(args, 1);
  const rest = paramF32(args, 2);
  const clip = wordOf(args, 1, NORM_CLIP_SCALE);
  const end = endOf(task, size);
  for (; i + 4 <= end; i += 4) {
    const at = i << 2;
    const scaled = f32x4.mul(f32x4.splat(rest), v128.load(grads + at));
    const g = f32x4.mul(scaled, f32x4.splat(clip));
    const moved = f32x4.add(f32x4.mul(f32x4.splat(beta), v128.load(ms + at)), g);
    v128.store(ms + at, moved);
    v128.store(us + at, f32x4.add(g, f32x4.mul(f32x4.splat(beta), moved)));
  }
  for (; i < end; i++) {
    const at = i << 2;
    const g = rest * load<f32>(grads + at) * clip;
    const moved = beta * load<f32>(ms + at) + g;
    store<f32>(ms + at, moved);
    store<f32>(us + at, g + beta * moved);
  }
  if (end == size) fillLine(us + (end << 2), 0, -size & 3);
}

export function muon_combine(args: usize, task: i32): void {
  const x = binding(args, 0);
  const y = binding(args, 1);
  const out = binding(args, 2);
  const isNormed = constant(args, 0) != 0;
  const alpha = splatParam(args, 1);
  const beta = splatParam(args, 2);
  const norm: f32 = isNormed ? load<f32>(y) + 1e-7 : 0;
  const end = endOf(task, param(args, 0));
  let i = firstOf(task);
  for (; i + 4 <= end; i += 4) {
    const at = i << 2;
    const made = isNormed
      ? f32x4.div(v128.load(x + at), f32x4.splat(norm))
      : f32x4.add(f32x4.mul(alpha, v128.load(x + at)), f32x4.mul(beta, v128.load(y + at)));
    v128.store(out + at, made);
  }
  for (; i < end; i++) {
    const at = i << 2;
    const made = isNormed
      ? load<f32>(x + at) / norm
      : paramF32(args, 1) * load<f32>(x + at) + paramF32(args, 2) * load<f32>(y + at);
    store<f32>(out + at, made);
  }
}

export function muon_update(args: usize, task: i32): void {
  if (isIdle(args, 2, NORM_NON_FINITE)) return;
  const o = binding(args, 0);
  const weights = binding(args, 3);
  const lr = wordOf(args, 1, STEP_LEARNING_RATE) * paramF32(args, 1);
  const shrink: f32 = 1 - lr * paramF32(args, 2);
  const step = lr * paramF32(args, 3);
  const end = endOf(task, param(args, 0));
  let i = firstOf(task);
  for (; i + 4 <= end; i += 4) {
    const at = i << 2;
    const before = f32x4.mul(v128.load(weights + at), f32x4.splat(shrink));
    const moved = f32x4.mul(f32x4.splat(step), v128.load(o + at));
    v128.store(weights + at, f32x4.sub(before, moved));
  }
  for (; i < end; i++) {
    const at = i << 2;
    store<f32>(weights + at, load<f32>(weights + at) * shrink - step * load<f32>(o + at));
  }
}
