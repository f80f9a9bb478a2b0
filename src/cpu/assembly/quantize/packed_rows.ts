// src/shaders/int8_dequant_matvec.wgsl, with a few rows too. One row: weights become floats in registers.
// Four words of a row of the weight are taken at a time, and of those each element by itself; the row of
// A is put in that order first. More rows: two lines become floats in the nearest cache, and serve all.
import { binding, constant, param, scratch } from '../call';
import { madd, sumOf } from '../lib/simd';
import { transpose4 } from '../lib/transpose';
import { A, K, M, N, TASK_COLS } from '../matmul/arguments';
import { multiplyLines } from '../matmul/multiplyLines';
import { storeRow } from '../matmul/store';
import { FORMAT, GROUP, GROUPS, HALF, INT4, INT4_ZEROS, INT8, LINE } from './arguments';
import { bitsOf, dotFour, partsOf, scale4, seenHalves, wordsAt, zeros4 } from './formats';
import { lineOf, unpackRow } from './unpack';

// Formats as types: the compiler makes each its own loops.
type Int8 = i8;
type Int4 = i16;
type Int4Zeros = i32;
type Half = f32;

export function packed_rows(args: usize, task: i32): void {
  const taskCols = constant(args, TASK_COLS);
  const col = task * taskCols;
  const cols = min(taskCols, param(args, N) - col);
  if (param(args, M) > 1) multiplyUnpacked(args, col, cols);
  else multiplyOne(args, col, cols);
  for (let row = 0; row < param(args, M); row++) {
    storeRow(args, 0, row, col, scratch() + row * taskCols * 4, cols);
  }
}

function multiplyOne(args: usize, col: i32, cols: i32): void {
  switch (constant(args, FORMAT)) {
    case INT8:
      multiply<Int8>(args, col, cols);
      break;
    case INT4:
      multiply<Int4>(args, col, cols);
      break;
    case INT4_ZEROS:
      multiply<Int4Zeros>(args, col, cols);
      break;
    case HALF:
      multiply<Half>(args, col, cols);
      break;
    default:
      multiplyUnpacked(args, col, cols);
  }
}

/** What lies behind the results in the scratch. */
function workspace(args: usize): usize {
  return scratch() + param(args, M) * constant(args, TASK_COLS) * 4;
}

function multiplyUnpacked(args: usize, col: i32, cols: i32): void {
  const k = param(args, K);
  const a = binding(args, A);
  const line: usize = k << 2;
  const lines = workspace(args);
  const taskCols = constant(args, TASK_COLS);
  for (let j = 0; j < cols; j += 2) {
    const count = min(2, cols - j);
    for (let i = 0; i < count; i++) unpackRow(args, col + j + i, 0, k, lines + i * line);
    const into = scratch() + (j << 2);
    multiplyLines(param(args, M), a, line, lines, k, count, line, into, taskCols << 2);
  }
}

function multiply<T>(args: usize, col: i32, cols: i32): void {
  const x = workspace(args);
  let seen = i32x4.splat(0);
  arrange<T>(args, x);
  const quarter = (cols + 3) >> 2;
  for (let j = 0; j < quarter; j++) {
    seen = i16x8.max_s(seen, fourColumns<T>(args, x, col, j, cols));
  }
  // Halves that are infinite or NaN: fromFiniteHalf4 has not said so.
  if (isFloat<T>() && v128.any_true(i16x8.gt_s(seen, i16x8.splat(0x7bff)))) {
    multiplyUnpacked(args, col, cols);
  }
}

/** The row of A, by vectors, as the elements of the words come; zeros behind it. */
function arrange<T>(args: usize, into: usize): void {
  const k = param(args, K);
  const line = constant(args, LINE);
  const parts = partsOf<T>();
  let from = into + (line << 2);
  memory.copy(from, binding(args, A), k << 2);
  memory.fill(from + (k << 2), 0, (line - k) << 2);
  for (let i = 0; i < line; i += 4 * parts) {
    if (parts == 2) {
      const low = v128.load(from);
      const high = v128.load(from, 16);
      v128.store(into, v128.shuffle<f32>(low, high, 1, 3, 5, 7));
      v128.store(into, v128.shuffle<f32>(low, high, 0, 2, 4, 6), 16);
    } else {
      // The uppermost element of a word is its last one.
      for (let part = 0; part < parts; part += 4) {
        transpose4(from + (part << 2), parts << 2, into + ((parts - 1 - part) << 4), 0 - 16);
      }
    }
    from += parts << 4;
    into += parts << 4;
  }
}

/**
 * Four columns, a quarter of all from one to the next, so that each quarter is read in the order in which
 * it lies; the last ones may be done twice. Gives the greatest halves.
 */
function fourColumns<T>(args: usize, x: usize, col: i32, j: i32, cols: i32): v128 {
  const length = constant(args, GROUP);
  const groups = constant(args, LINE) / length;
  const bytes = ((length * bitsOf<T>()) >> 3) as usize;
  const quarter = (cols + 3) >> 2;
  const last = col + cols - 1;
  const c0 = col + j;
  const c1 = min(c0 + quarter, last);
  const c2 = min(c0 + 2 * quarter, last);
  const c3 = min(c0 + 3 * quarter, last);
  const b0 = lineOf(args, c0);
  const b1 = lineOf(args, c1);
  const b2 = lineOf(args, c2);
  const b3 = lineOf(args, c3);
  const perRow = constant(args, GROUPS);
  let seen = i32x4.splat(0);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let at: usize = 0;
  for (let group = 0; group < groups; group++) {
    const z0 = zeros4<T>(args, c0 * perRow + group);
    const z1 = zeros4<T>(args, c1 * perRow + group);
    const z2 = zeros4<T>(args, c2 * perRow + group);
    const z3 = zeros4<T>(args, c3 * perRow + group);
    const scale0 = scale4<T>(args, c0 * perRow + group);
    const scale1 = scale4<T>(args, c1 * perRow + group);
    const scale2 = scale4<T>(args, c2 * perRow + group);
    const scale3 = scale4<T>(args, c3 * perRow + group);
    for (const end = at + bytes; at < end; at += 16) {
      let words = wordsAt<T>(b0 + at);
      seen = seenHalves<T>(seen, words);
      s0 = madd(scale0, dotFour<T>(words, z0, x), s0);
      if (partsOf<T>() > 4) {
        s0 = madd(scale0, dotFour<T>(i32x4.shl(words, 16), z0, x + 64), s0);
      }
      words = wordsAt<T>(b1 + at);
      seen = seenHalves<T>(seen, words);
      s1 = madd(scale1, dotFour<T>(words, z1, x), s1);
      if (partsOf<T>() > 4) {
        s1 = madd(scale1, dotFour<T>(i32x4.shl(words, 16), z1, x + 64), s1);
      }
      words = wordsAt<T>(b2 + at);
      seen = seenHalves<T>(seen, words);
      s2 = madd(scale2, dotFour<T>(words, z2, x), s2);
      if (partsOf<T>() > 4) {
        s2 = madd(scale2, dotFour<T>(i32x4.shl(words, 16), z2, x + 64), s2);
      }
      words = wordsAt<T>(b3 + at);
      seen = seenHalves<T>(seen, words);
      s3 = madd(scale3, dotFour<T>(words, z3, x), s3);
      if (partsOf<T>() > 4) {
        s3 = madd(scale3, dotFour<T>(i32x4.shl(words, 16), z3, x + 64), s3);
      }
      x += partsOf<T>() << 4;
    }
  }
  const into = scratch() - (col << 2);
  store<f32>(into + (c0 << 2), sumOf(s0));
  store<f32>(into + (c1 << 2), sumOf(s1));
  store<f32>(into + (c2 << 2), sumOf(s2));
  store<f32>(into + (c3 << 2), sumOf(s3));
  return seen;
}
