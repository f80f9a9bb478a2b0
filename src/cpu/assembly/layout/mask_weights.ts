// src/shaders/mask_weights.wgsl: what a mask weighs.
import { binding, constant, param } from '../call';
import { fillLine } from '../lib/lines';

/** As ROWS_A_TASK of src/cpu/families/layout.ts. */
const ROWS_A_TASK = 16;

export function mask_weights(args: usize, task: i32): void {
  const length = param(args, 1);
  const end = min(param(args, 0), (task + 1) * ROWS_A_TASK);
  for (let row = task * ROWS_A_TASK; row < end; row++) {
    const first = (row * length) << 2;
    weigh(args, binding(args, 0) + first, binding(args, 1) + first, length);
  }
}

function weigh(args: usize, mask: usize, out: usize, length: i32): void {
  let ones = 0;
  let last = 0;
  for (let t = 0; t < length; t++) {
    if (load<u32>(mask + (t << 2)) == 0) continue;
    ones += 1;
    last = t;
  }
  const weight: f32 = constant(args, 0) ? 1 / (ones as f32) : 1;
  if (constant(args, 1)) {
    fillLine(out, 0, length);
    if (ones > 0) store<f32>(out + (last << 2), weight);
    return;
  }
  for (let t = 0; t < length; t++) {
    store<f32>(out + (t << 2), load<u32>(mask + (t << 2)) != 0 ? weight : 0);
  }
}
