// The epilogues of a product (src/shaders/lib/matmul_store*.wgsl), for a row of results at a time. Each
// step is a loop of its own.
import { binding, constant, param, scratch } from '../call';
import { SCRATCH_BYTES } from '../../layout';
import { activateLine, gradientLine } from '../lib/activation';
import { addLine, copyLine } from '../lib/lines';
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

/**
 * Stores `count` results from address `values` at (batch, row, col), with what follows the product.
 * They are overwritten, up to the next multiple of four.
 */
export function storeRow(
  args: usize,
  batch: i32,
  row: i32,
  col: i32,
  values: usize,
  count: i32,
): void {
  const mode = constant(args, STORE);
  const at = (batch * param(args, OUT_BATCH) + row * param(args, OUT_ROW) + col) << 2;
  const whole = (count + 3) & ~3;
  if (mode == STORE_GRADIENT) {
    const before = scratch() + SCRATCH_BYTES - (whole << 2);
    copyLine(binding(args, PREACTIVATION) + at, 4, before, 4, count);
    gradientLine(constant(args, ACTIVATION), before, values, whole);
  } else if (mode != STORE_PLAIN) {
    if (constant(args, HAS_BIAS)) addLine(values, binding(args, BIAS) + (col << 2), count);
    if (mode == STORE_PREACTIVATION) {
      copyLine(values, 4, binding(args, PREACTIVATION) + at, 4, count);
    }
    activateLine(constant(args, ACTIVATION), values, whole);
    if (constant(args, HAS_RESIDUAL)) addLine(values, binding(args, RESIDUAL) + at, count);
  }
  const out = binding(args, OUT) + at;
  if (constant(args, ACCUMULATE)) addLine(values, out, count);
  copyLine(values, 4, out, 4, count);
}
