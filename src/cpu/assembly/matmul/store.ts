// The epilogues of a product (src/shaders/lib/matmul_store*.wgsl), for a row of results at a time.
import { binding, constant, param } from '../call';
import { activate, activateGradient } from '../lib/activation';
import {
  ACCUMULATE,
  ACTIVATION,
  BIAS,
  HAS_BIAS,
  HAS_RESIDUAL,
  OUT,
  OUT_BATCH,
  OUT_ROW,
  PREACTIVATION,
  RESIDUAL,
  STORE,
  STORE_GRADIENT,
  STORE_PLAIN,
  STORE_PREACTIVATION,
} from './arguments';

/** Stores `count` results from address `values` at (batch, row, col), with what follows the product. */
export function storeRow(
  args: usize,
  batch: i32,
  row: i32,
  col: i32,
  values: usize,
  count: i32,
): void {
  const at = (batch * param(args, OUT_BATCH) + row * param(args, OUT_ROW) + col) << 2;
  const from = (col << 2) as usize;
  let j: i32 = 0;
  for (; j + 4 <= count; j += 4) {
    const here = (j << 2) as usize;
    storeAt(args, at + here, from + here, v128.load(values + here), true);
  }
  // What is left goes through vectors of which one element counts.
  for (; j < count; j++) {
    const here = (j << 2) as usize;
    storeAt(args, at + here, from + here, v128.load32_splat(values + here), false);
  }
}

/** `at`: bytes in out, residual and preactivation; `col`: bytes in the bias. Four elements, or one. */
function storeAt(args: usize, at: usize, col: usize, result: v128, isFour: bool): void {
  const mode = constant(args, STORE);
  let value = result;
  if (mode == STORE_GRADIENT) {
    const before = read(binding(args, PREACTIVATION) + at, isFour);
    value = f32x4.mul(value, activateGradient(constant(args, ACTIVATION), before));
  } else if (mode != STORE_PLAIN) {
    if (constant(args, HAS_BIAS)) value = f32x4.add(value, read(binding(args, BIAS) + col, isFour));
    if (mode == STORE_PREACTIVATION) write(binding(args, PREACTIVATION) + at, value, isFour);
    value = activate(constant(args, ACTIVATION), value);
    if (constant(args, HAS_RESIDUAL)) {
      value = f32x4.add(value, read(binding(args, RESIDUAL) + at, isFour));
    }
  }
  const out = binding(args, OUT) + at;
  if (constant(args, ACCUMULATE)) value = f32x4.add(value, read(out, isFour));
  write(out, value, isFour);
}

function read(from: usize, isFour: bool): v128 {
  return isFour ? v128.load(from) : v128.load32_splat(from);
}

function write(into: usize, value: v128, isFour: bool): void {
  if (isFour) v128.store(into, value);
  else v128.store32_lane(into, value, 0);
}
