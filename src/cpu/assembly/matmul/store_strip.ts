// The epilogues of a product for a strip of rows of 8 results that lie one after another: what the rows
// share is read once, and each step is a loop of its own.
import { binding, constant, param, scratch } from '../call';
import { SCRATCH_BYTES } from '../../layout';
import { activateLine, gradientLine } from '../lib/activation';
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

/** Bytes of a row of the strip. */
const ROW: usize = 32;

/** Stores `rows` rows of 8 results from address `strip` at (batch, row, col), with what follows. */
export function storeStrip(
  args: usize,
  batch: i32,
  row: i32,
  col: i32,
  strip: usize,
  rows: i32,
): void {
  const mode = constant(args, STORE);
  const line = (param(args, OUT_ROW) as usize) << 2;
  const first = (batch * param(args, OUT_BATCH) + row * param(args, OUT_ROW) + col) << 2;
  const size = (rows as usize) * ROW;
  if (mode == STORE_GRADIENT) {
    const before = scratch() + SCRATCH_BYTES - size;
    copyRows(binding(args, PREACTIVATION) + first, line, before, ROW, rows);
    gradientLine(constant(args, ACTIVATION), before, strip, rows << 3);
  } else if (mode != STORE_PLAIN) {
    if (constant(args, HAS_BIAS)) addRows(binding(args, BIAS) + (col << 2), 0, strip, rows);
    if (mode == STORE_PREACTIVATION) {
      copyRows(strip, ROW, binding(args, PREACTIVATION) + first, line, rows);
    }
    activateLine(constant(args, ACTIVATION), strip, rows << 3);
    if (constant(args, HAS_RESIDUAL)) addRows(binding(args, RESIDUAL) + first, line, strip, rows);
  }
  const out = binding(args, OUT) + first;
  if (constant(args, ACCUMULATE)) addRows(out, line, strip, rows);
  copyRows(strip, ROW, out, line, rows);
}

function copyRows(from: usize, step: usize, into: usize, line: usize, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    v128.store(into, v128.load(from));
    v128.store(into, v128.load(from, 16), 16);
    from += step;
    into += line;
  }
}

function addRows(from: usize, step: usize, strip: usize, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    v128.store(strip, f32x4.add(v128.load(strip), v128.load(from)));
    v128.store(strip, f32x4.add(v128.load(strip, 16), v128.load(from, 16)), 16);
    from += step;
    strip += ROW;
  }
}
