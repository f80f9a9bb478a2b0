// src/shaders/lib/dropout.wgsl: what dropout multiplies elements by, the same in forward and backward.
import { binding, constant, param, paramF32 } from '../call';
import { random16 } from './random';

/**
 * Factors (0, or 1 / (1 - p)) of blocks `block` … `block + count - 1` of four elements each, to address
 * `into`; up to 12 factors more are written. `step`: the binding of the step buffer; `how`: the constant
 * STEP_INDEX, with STEP_SEED behind it; `op`: the first of the members op, threshold, scale of Params.
 */
export function dropoutBlocks(
  args: usize,
  step: i32,
  how: i32,
  op: i32,
  block: i32,
  count: i32,
  into: usize,
): void {
  const state = binding(args, step);
  const index = load<i32>(state + (constant(args, how) << 2));
  const seed = load<i32>(state + (constant(args, how + 1) << 2));
  const place = param(args, op);
  const threshold = i32x4.splat(param(args, op + 1));
  const scale = f32x4.splat(paramF32(args, op + 2));
  for (let done = 0; done < count; done += 4) {
    random16(seed, index, place, block + done, into);
    for (let end = into + 64; into < end; into += 16) {
      v128.store(into, v128.and(scale, i32x4.ge_u(v128.load(into), threshold)));
    }
  }
}

/**
 * Factors of elements `first` … `first + count - 1`; gives the address of the first. Up to 18 factors
 * more are written behind `into`.
 */
export function dropoutFactors(
  args: usize,
  step: i32,
  how: i32,
  op: i32,
  first: i32,
  count: i32,
  into: usize,
): usize {
  const lead = first & 3;
  dropoutBlocks(args, step, how, op, (first as u32) >> 2, (lead + count + 3) >> 2, into);
  return into + (lead << 2);
}
