// src/shaders/dequantize.wgsl: packed rows back to floats; and the packing of B for products with many
// rows, which then are those of matmul/matmul_plain.ts.
import { binding, constant, param, scratch } from '../call';
import { A, K, N, OUT, PANELS, TASK_ROWS } from '../matmul/arguments';
import { PACK_PANELS, PANEL_COLS } from '../matmul/matmul_plain';
import { packColumns } from '../matmul/pack';
import { unpackRow } from './unpack';

/** Params. */
const ROWS = 0;
const COLS = 1;
const STORED = 2;
const ROW_STEP = 4;
const COL_STEP = 5;
/** Constants: `ids` names the rows. */
const GATHER = 0;

/** Elements of a row that are unpacked at a time. */
const STRETCH = 1024;
/** From one unpacked row to the next: no multiple of a page, so that rows do not share places in the cache. */
const STRETCH_BYTES = 4 * STRETCH + 64;

export function dequantize(args: usize, task: i32): void {
  const taskRows = constant(args, TASK_ROWS);
  const end = min(param(args, ROWS), (task + 1) * taskRows);
  const cols = param(args, COLS);
  for (let row = task * taskRows; row < end; row++) {
    const stored = constant(args, GATHER) ? load<i32>(binding(args, A) + (row << 2)) : row;
    const isKnown = <u32>stored < <u32>param(args, STORED);
    const colStep = (param(args, COL_STEP) as usize) << 2;
    const out = binding(args, OUT) + ((row * param(args, ROW_STEP)) << 2);
    for (let from = 0; from < cols; from += STRETCH) {
      const to = min(cols, from + STRETCH);
      const into = colStep == 4 ? out + (from << 2) : scratch();
      if (isKnown) unpackRow(args, stored, from, to, into);
      else memory.fill(into, 0, (to - from) << 2);
      if (colStep == 4) continue;
      for (let i = from; i < to; i++) {
        store<f32>(out + (i as usize) * colStep, load<f32>(into + ((i - from) << 2)));
      }
    }
  }
}

/** B[n, k] as panels of floats, as matmul_pack leaves them; they go to OUT. */
export function dequantize_pack(args: usize, task: i32): void {
  const n = param(args, N);
  const k = param(args, K);
  const end = min(constant(args, PANELS), (task + 1) * PACK_PANELS);
  for (let panel = task * PACK_PANELS; panel < end; panel++) {
    const col = panel * PANEL_COLS;
    const cols = min(PANEL_COLS, n - col);
    for (let from = 0; from < k; from += STRETCH) {
      const to = min(k, from + STRETCH);
      for (let i = 0; i < cols; i++) {
        unpackRow(args, col + i, from, to, scratch() + i * STRETCH_BYTES);
      }
      const into = binding(args, OUT) + (panel * k + from) * PANEL_COLS * 4;
      packColumns(scratch(), into, to - from, cols, 1, STRETCH_BYTES / 4);
    }
  }
}
