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
    store4(args, at + here, from + here, v128.load(values + here));
  }
  // What is left goes through vectors of which one element counts.
  for (; j < count; j++) {
    const here = (j << 2) as usize;
    store1(args, at + here, from + here, v128.load32_splat(values + here));
  }
}

/** `at`: bytes in out, residual and preactivation; `col`: bytes in the bias. */
function store4(args: usize, at: usize, col: usize, result: v128): void {
  const mode = constant(args, STORE);
  const out = binding(args, OUT) + at;
  let value = result;
  if (mode == STORE_GRADIENT) {
    const before = v128.load(binding(args, PREACTIVATION) + at);
    value = f32x4.mul(value, activateGradient(constant(args, ACTIVATION), before));
  } else if (mode != STORE_PLAIN) {
    if (constant(args, HAS_BIAS)) {
      value = f32x4.add(value, v128.load(binding(args, BIAS) + col));
    }
    if (mode == STORE_PREACTIVATION) v128.store(binding(args, PREACTIVATION) + at, value);
    value = activate(constant(args, ACTIVATION), value);
    if (constant(args, HAS_RESIDUAL)) {
      value = f32x4.add(value, v128.load(binding(args, RESIDUAL) + at));
    }
  }
  if (constant(args, ACCUMULATE)) value = f32x4.add(value, v128.load(out));
  v128.store(out, value);
}

function store1(args: usize, at: usize, col: usize, result: v128): void {
  const mode = constant(args, STORE);
  const out = binding(args, OUT) + at;
  let value = result;
  if (mode == STORE_GRADIENT) {
    const before = v128.load32_splat(binding(args, PREACTIVATION) + at);
    value = f32x4.mul(value, activateGradient(constant(args, ACTIVATION), before));
  } else if (mode != STORE_PLAIN) {
    if (constant(args, HAS_BIAS)) {
      value = f32x4.add(value, v128.load32_splat(binding(args, BIAS) + col));
    }
    if (mode == STORE_PREACTIVATION) {
      v128.store32_lane(binding(args, PREACTIVATION) + at, value, 0);
    }
    value = activate(constant(args, ACTIVATION), value);
    if (constant(args, HAS_RESIDUAL)) {
      value = f32x4.add(value, v128.load32_splat(binding(args, RESIDUAL) + at));
    }
  }
  if (constant(args, ACCUMULATE)) value = f32x4.add(value, v128.load32_splat(out));
  v128.store32_lane(out, value, 0);
}
