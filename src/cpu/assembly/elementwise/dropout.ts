// src/shaders/dropout.wgsl: out = (residual +) inp * mask / (1 - p).
import { binding, constant, param, scratch } from '../call';
import { dropoutFactors } from '../lib/dropout';
import { endOf, firstOf } from '../lib/tasks';

const STEP = 2;
const OP = 1;
/** Constants. */
const RESIDUAL = 0;
const DROPOUT = 1;
const HOW = 2;

/** Elements whose factors stay in the nearest cache. */
const STRETCH = 1024;

export function dropout(args: usize, task: i32): void {
  const end = endOf(task, param(args, 0));
  for (let first = firstOf(task); first < end; first += STRETCH) {
    const count = min(STRETCH, end - first);
    const at = first << 2;
    const inp = binding(args, 0) + at;
    const out = binding(args, 3) + at;
    if (constant(args, DROPOUT)) {
      multiply(inp, dropoutFactors(args, STEP, HOW, OP, first, count, scratch()), out, count);
    } else if (inp != out) {
      memory.copy(out, inp, (count as usize) << 2);
    }
    if (constant(args, RESIDUAL)) add(out, binding(args, 1) + at, count);
  }
}

function multiply(x: usize, y: usize, out: usize, count: i32): void {
  let at: usize = 0;
  for (; at < ((count & ~3) as usize) << 2; at += 16) {
    v128.store(out + at, f32x4.mul(v128.load(x + at), v128.load(y + at)));
  }
  for (; at < (count as usize) << 2; at += 4) {
    store<f32>(out + at, load<f32>(x + at) * load<f32>(y + at));
  }
}

function add(sum: usize, x: usize, count: i32): void {
  let at: usize = 0;
  for (; at < ((count & ~3) as usize) << 2; at += 16) {
    v128.store(sum + at, f32x4.add(v128.load(sum + at), v128.load(x + at)));
  }
  for (; at < (count as usize) << 2; at += 4) {
    store<f32>(sum + at, load<f32>(sum + at) + load<f32>(x + at));
  }
}
