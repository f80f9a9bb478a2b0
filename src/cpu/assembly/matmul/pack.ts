// Copies parts of matrices into panels whose lines are read one after another. `line` and `step` are the
// strides, in elements, along the panel's lines and within one.
import { transpose4 } from '../lib/transpose';

/** Up to 8 columns of B as [k][8]; `colStep` leads to the next column. */
export function packColumns(
  from: usize,
  into: usize,
  k: i32,
  cols: i32,
  lineStep: i32,
  colStep: i32,
): void {
  const line = (lineStep as usize) << 2;
  const step = (colStep as usize) << 2;
  if (cols == 8 && colStep == 1) {
    for (let i = 0; i < k; i++) {
      v128.store(into, v128.load(from));
      v128.store(into, v128.load(from, 16), 16);
      from += line;
      into += 32;
    }
  } else if (cols == 8 && lineStep == 1) {
    let i = 0;
    for (; i + 4 <= k; i += 4) {
      transpose4(from, step, into, 32);
      transpose4(from + 4 * step, step, into + 16, 32);
      from += 16;
      into += 128;
    }
    for (; i < k; i++) {
      packLine(from, into, 8, 8, step);
      from += 4;
      into += 32;
    }
  } else {
    for (let i = 0; i < k; i++) {
      packLine(from, into, cols, 8, step);
      from += line;
      into += 32;
    }
  }
}

/** `rows` rows of A as [panel][k][6]; rows behind the last are zero. */
export function packRows(
  from: usize,
  into: usize,
  rows: i32,
  k: i32,
  rowStep: i32,
  colStep: i32,
): void {
  const row = (rowStep as usize) << 2;
  const col = (colStep as usize) << 2;
  for (let first = 0; first < rows; first += 6) {
    const height = min(6, rows - first);
    let source = from + first * row;
    let i = 0;
    if (height == 6 && colStep == 1) {
      for (; i + 4 <= k; i += 4) {
        transpose4(source, row, into, 24);
        transpose2(source + 4 * row, row, into + 16);
        source += 16;
        into += 96;
      }
    } else if (height == 6 && rowStep == 1) {
      for (; i < k; i++) {
        v128.store(into, v128.load(source));
        store<u64>(into, load<u64>(source, 16), 16);
        source += col;
        into += 24;
      }
    }
    for (; i < k; i++) {
      packLine(source, into, height, 6, row);
      source += col;
      into += 24;
    }
  }
}

/** One line, element by element, with zeros up to `width`. */
function packLine(from: usize, into: usize, count: i32, width: i32, step: usize): void {
  let j = 0;
  for (; j < count; j++) store<f32>(into + (j << 2), load<f32>(from + j * step));
  for (; j < width; j++) store<f32>(into + (j << 2), 0);
}

/** Two lines of four become pairs, 24 bytes from one to the next. */
function transpose2(from: usize, step: usize, into: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + step);
  const low = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  v128.store64_lane(into, low, 0);
  v128.store64_lane(into, low, 1, 24);
  v128.store64_lane(into, high, 0, 48);
  v128.store64_lane(into, high, 1, 72);
}
