// src/shaders/int8_dot_matmul.wgsl: INT8 rows times INT8 rows, summed as integers, eight bytes at a time
// as products of 16 bits. (i32x4.relaxed_dot_i8x16_i7x16_add_s wants one side without a sign.)
import { binding, constant, param, scratch } from '../call';
import { M, N, TASK_COLS, TASK_ROWS } from '../matmul/arguments';
import { storeRow } from '../matmul/store';
import { A_SCALES, GROUPS, LINE, SCALES } from './arguments';

export function int8_dot(args: usize, task: i32): void {
  const m = param(args, M);
  const n = param(args, N);
  const taskRows = constant(args, TASK_ROWS);
  const taskCols = constant(args, TASK_COLS);
  const across = (n + taskCols - 1) / taskCols;
  const col = (task % across) * taskCols;
  const cols = min(taskCols, n - col);
  const end = min(m, (task / across + 1) * taskRows);
  for (let row = (task / across) * taskRows; row < end; row += 4) {
    const rows = min(4, end - row);
    if (rows == 1) oneRow(args, row, col, cols);
    else fourRows(args, row, rows, col, cols);
    for (let i = 0; i < rows; i++) {
      storeRow(args, 0, row + i, col, scratch() + i * taskCols * 4, cols);
    }
  }
}

/** Columns by fours; the last ones may be done twice. */
function oneRow(args: usize, row: i32, col: i32, cols: i32): void {
  const line = constant(args, LINE);
  const a = binding(args, 0) + row * line;
  for (let j = 0; j < cols; j += 4) {
    const b0 = binding(args, 1) + (col + j) * line;
    const b1 = binding(args, 1) + (col + min(j + 1, cols - 1)) * line;
    const b2 = binding(args, 1) + (col + min(j + 2, cols - 1)) * line;
    const b3 = binding(args, 1) + (col + min(j + 3, cols - 1)) * line;
    let s0 = i32x4.splat(0);
    let s1 = i32x4.splat(0);
    let s2 = i32x4.splat(0);
    let s3 = i32x4.splat(0);
    for (let i = 0; i < line; i += 8) {
      const x = v128.load8x8_s(a + i);
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(x, v128.load8x8_s(b0 + i)));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(x, v128.load8x8_s(b1 + i)));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(x, v128.load8x8_s(b2 + i)));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(x, v128.load8x8_s(b3 + i)));
    }
    finish(args, row, 0, col, j, cols, s0);
    finish(args, row, 0, col, j + 1, cols, s1);
    finish(args, row, 0, col, j + 2, cols, s2);
    finish(args, row, 0, col, j + 3, cols, s3);
  }
}

/** Bytes to 16 bits. */
function widen(from: usize, count: i32, into: usize): void {
  for (let i = 0; i < count; i += 8) v128.store(into + (i << 1), v128.load8x8_s(from + i));
}

/** Four rows by two columns; the last ones may be done twice. */
function fourRows(args: usize, row: i32, rows: i32, col: i32, cols: i32): void {
  const line = constant(args, LINE);
  const a0 = scratch() + constant(args, TASK_COLS) * 16;
  const step = (line as usize) << 1;
  for (let i = 0; i < 4; i++) {
    widen(binding(args, 0) + (row + min(i, rows - 1)) * line, line, a0 + i * step);
  }
  const a1 = a0 + step;
  const a2 = a1 + step;
  const a3 = a2 + step;
  for (let j = 0; j < cols; j += 2) {
    const b0 = binding(args, 1) + (col + j) * line;
    const b1 = binding(args, 1) + (col + min(j + 1, cols - 1)) * line;
    let s00 = i32x4.splat(0);
    let s01 = i32x4.splat(0);
    let s10 = i32x4.splat(0);
    let s11 = i32x4.splat(0);
    let s20 = i32x4.splat(0);
    let s21 = i32x4.splat(0);
    let s30 = i32x4.splat(0);
    let s31 = i32x4.splat(0);
    for (let i = 0; i < line; i += 8) {
      const w0 = v128.load8x8_s(b0 + i);
      const w1 = v128.load8x8_s(b1 + i);
      let x = v128.load(a0 + (i << 1));
      s00 = i32x4.add(s00, i32x4.dot_i16x8_s(x, w0));
      s01 = i32x4.add(s01, i32x4.dot_i16x8_s(x, w1));
      x = v128.load(a1 + (i << 1));
      s10 = i32x4.add(s10, i32x4.dot_i16x8_s(x, w0));
      s11 = i32x4.add(s11, i32x4.dot_i16x8_s(x, w1));
      x = v128.load(a2 + (i << 1));
      s20 = i32x4.add(s20, i32x4.dot_i16x8_s(x, w0));
      s21 = i32x4.add(s21, i32x4.dot_i16x8_s(x, w1));
      x = v128.load(a3 + (i << 1));
      s30 = i32x4.add(s30, i32x4.dot_i16x8_s(x, w0));
      s31 = i32x4.add(s31, i32x4.dot_i16x8_s(x, w1));
    }
    finish(args, row, 0, col, j, cols, s00);
    finish(args, row, 0, col, j + 1, cols, s01);
    if (rows > 1) finish(args, row, 1, col, j, cols, s10);
    if (rows > 1) finish(args, row, 1, col, j + 1, cols, s11);
    if (rows > 2) finish(args, row, 2, col, j, cols, s20);
    if (rows > 2) finish(args, row, 2, col, j + 1, cols, s21);
    if (rows > 3) finish(args, row, 3, col, j, cols, s30);
    if (rows > 3) finish(args, row, 3, col, j + 1, cols, s31);
  }
}

/** A sum becomes a number, in the scratch that is then stored. */
function finish(args: usize, first: i32, row: i32, col: i32, j: i32, cols: i32, s: v128): void {
  if (j >= cols) return;
  const sum =
    i32x4.extract_lane(s, 0) +
    i32x4.extract_lane(s, 1) +
    i32x4.extract_lane(s, 2) +
    i32x4.extract_lane(s, 3);
  const own = load<f32>(binding(args, A_SCALES) + ((first + row) << 2));
  const weight = load<f32>(binding(args, SCALES) + (((col + j) * constant(args, GROUPS)) << 2));
  store<f32>(scratch() + ((row * constant(args, TASK_COLS) + j) << 2), <f32>sum * (own * weight));
}
