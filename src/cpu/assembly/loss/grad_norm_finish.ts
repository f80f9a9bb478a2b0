// src/shaders/grad_norm_finish.wgsl
import { binding, constant, param, paramF32 } from '../call';

const LOSS_SCALE = 0;
const STEP_LOSS_SCALE = 1;

const EXPONENT: u32 = 0x7f800000;
const NONE: u32 = 0xffffffff;

export function grad_norm_finish(args: usize, _task: i32): void {
  const partials = binding(args, 0);
  const out = binding(args, 2);
  const maxNorm = paramF32(args, 1);
  const end = partials + (param(args, 0) << 3);
  let total: f64 = 0;
  let bad = NONE;
  for (let at = partials; at < end; at += 8) {
    total += load<f32>(at);
    bad = min(bad, load<u32>(at, 4));
  }
  const sum = total as f32;
  let unscale: f32 = 1;
  if (constant(args, LOSS_SCALE)) {
    unscale = 1 / load<f32>(binding(args, 1) + (constant(args, STEP_LOSS_SCALE) << 2));
  }
  const norm = sqrt<f32>(sum) * unscale;
  let clip: f32 = 1;
  if (maxNorm > 0) clip = min<f32>(1, maxNorm / (norm + 1e-6));
  store<f32>(out, norm);
  store<f32>(out, clip * unscale, 4);
  // Finite gradients may have squares that are not: Adam's averages would never recover.
  const overflows = (reinterpret<u32>(sum) & EXPONENT) == EXPONENT;
  store<u32>(out, overflows || bad != NONE ? 1 : 0, 8);
  store<u32>(out, bad, 12);
}
