// src/shaders/int8_dequant_matvec.wgsl, with several rows too: weights become floats in registers. Four
// words of a row of the weight are taken at a time, and of those the uppermost element of each; the rows
// of A are put in that order first.
import { binding, constant, param, scratch } from '../call';
import { fromHalf4 } from '../lib/half';
import { madd, sumOf } from '../lib/simd';
import { transpose4 } from '../lib/transpose';
import { A, K, M, N, TASK_COLS } from '../matmul/arguments';
import { dot } from '../matmul/lines';
import { storeRow } from '../matmul/store';
import { FORMAT, GROUP, GROUPS, HALF, INT4, INT4_ZEROS, INT8, LINE } from './arguments';
import { lineOf, scaleOf, unpackRow, zeroOf } from './unpack';

// Formats as types: the compiler makes each its own loops.
type Int8 = i8;
type Int4 = i16;
type Int4Zeros = i32;
type Half = f32;

function bitsOf<T>(): i32 {
  if (isFloat<T>()) return 16;
  return sizeof<T>() == 1 ? 8 : 4;
}

/** Four words; nibbles of 0 … 15 around 8 become numbers with a sign. */
function wordsAt<T>(at: usize): v128 {
  if (sizeof<T>() == 2) return v128.xor(v128.load(at), i32x4.splat(0x88888888));
  return v128.load(at);
}

/** The uppermost element of each word. */
function topOf<T>(words: v128, zeros: v128): v128 {
  if (isFloat<T>()) return fromHalf4(words);
  if (sizeof<T>() == 1) return f32x4.convert_i32x4_s(i32x4.shr_s(words, 24));
  if (sizeof<T>() == 2) return f32x4.convert_i32x4_s(i32x4.shr_s(words, 28));
  return f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(words, 28), zeros));
}

/** The next element comes to the top. */
function next<T>(words: v128): v128 {
  return i32x4.shl(words, bitsOf<T>());
}

function zeros4<T>(args: usize, group: i32): v128 {
  if (!isFloat<T>() && sizeof<T>() == 4) return i32x4.splat(zeroOf(args, group));
  return i32x4.splat(0);
}

function scale4<T>(args: usize, group: i32): v128 {
  if (isFloat<T>()) return f32x4.splat(1);
  return f32x4.splat(scaleOf(args, group));
}

export function packed_rows(args: usize, task: i32): void {
  const taskCols = constant(args, TASK_COLS);
  const col = task * taskCols;
  const cols = min(taskCols, param(args, N) - col);
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
  for (let row = 0; row < param(args, M); row++) {
    storeRow(args, 0, row, col, scratch() + row * taskCols * 4, cols);
  }
}

/** What lies behind the results in the scratch. */
function workspace(args: usize): usize {
  return scratch() + param(args, M) * constant(args, TASK_COLS) * 4;
}

function put(args: usize, row: i32, j: i32, cols: i32, sums: v128): void {
  if (row >= param(args, M) || j >= cols) return;
  store<f32>(scratch() + ((row * constant(args, TASK_COLS) + j) << 2), sumOf(sums));
}

/** Groups that do not consist of whole vectors: through memory. */
function multiplyUnpacked(args: usize, col: i32, cols: i32): void {
  const k = param(args, K);
  const line = workspace(args);
  for (let j = 0; j < cols; j++) {
    unpackRow(args, col + j, 0, k, line);
    for (let row = 0; row < param(args, M); row++) {
      const sum = dot(binding(args, A) + row * k * 4, line, k);
      store<f32>(scratch() + ((row * constant(args, TASK_COLS) + j) << 2), sum);
    }
  }
}

function multiply<T>(args: usize, col: i32, cols: i32): void {
  const x = workspace(args);
  const m = param(args, M);
  for (let row = 0; row < m; row += 4) {
    if (m - row == 1) {
      arrange<T>(args, row, 1, x);
      for (let j = 0; j < cols; j += 4) fourColumns<T>(args, x, row, col, j, cols);
    } else {
      arrange<T>(args, row, 4, x);
      for (let j = 0; j < cols; j += 2) fourRows<T>(args, x, row, col, j, cols);
    }
  }
}

/** Rows of A, by vectors: as the elements of the words come, and for each of them `rows` rows. */
function arrange<T>(args: usize, first: i32, rows: i32, into: usize): void {
  const k = param(args, K);
  const line = constant(args, LINE);
  const parts = 32 / bitsOf<T>();
  const step = (rows as usize) << 4;
  const copy = into + rows * line * 4;
  for (let r = 0; r < rows; r++) {
    const row = min(first + r, param(args, M) - 1);
    memory.copy(copy, binding(args, A) + row * k * 4, k << 2);
    memory.fill(copy + (k << 2), 0, (line - k) << 2);
    let from = copy;
    let to = into + (r << 4);
    for (let i = 0; i < line; i += 4 * parts) {
      if (parts == 2) {
        const low = v128.load(from);
        const high = v128.load(from, 16);
        v128.store(to, v128.shuffle<f32>(low, high, 1, 3, 5, 7));
        v128.store(to + step, v128.shuffle<f32>(low, high, 0, 2, 4, 6));
      } else {
        for (let part = 0; part < parts; part += 4) {
          const last = to + (parts - 1 - part) * step;
          transpose4(from + (part << 2), parts << 2, last, 0 - step);
        }
      }
      from += parts << 4;
      to += parts * step;
    }
  }
}

/** One row by four columns; the last ones may be done twice. */
function fourColumns<T>(args: usize, x: usize, row: i32, col: i32, j: i32, cols: i32): void {
  const length = constant(args, GROUP);
  const groups = constant(args, LINE) / length;
  const bytes = ((length * bitsOf<T>()) >> 3) as usize;
  const c0 = col + j;
  const c1 = col + min(j + 1, cols - 1);
  const c2 = col + min(j + 2, cols - 1);
  const c3 = col + min(j + 3, cols - 1);
  const b0 = lineOf(args, c0);
  const b1 = lineOf(args, c1);
  const b2 = lineOf(args, c2);
  const b3 = lineOf(args, c3);
  const perRow = constant(args, GROUPS);
  let t0 = f32x4.splat(0);
  let t1 = f32x4.splat(0);
  let t2 = f32x4.splat(0);
  let t3 = f32x4.splat(0);
  let at: usize = 0;
  for (let group = 0; group < groups; group++) {
    const z0 = zeros4<T>(args, c0 * perRow + group);
    const z1 = zeros4<T>(args, c1 * perRow + group);
    const z2 = zeros4<T>(args, c2 * perRow + group);
    const z3 = zeros4<T>(args, c3 * perRow + group);
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (const end = at + bytes; at < end; at += 16) {
      let w0 = wordsAt<T>(b0 + at);
      let w1 = wordsAt<T>(b1 + at);
      let w2 = wordsAt<T>(b2 + at);
      let w3 = wordsAt<T>(b3 + at);
      for (let part = 0; part < 32 / bitsOf<T>(); part++) {
        const xs = v128.load(x);
        x += 16;
        s0 = madd(topOf<T>(w0, z0), xs, s0);
        s1 = madd(topOf<T>(w1, z1), xs, s1);
        s2 = madd(topOf<T>(w2, z2), xs, s2);
        s3 = madd(topOf<T>(w3, z3), xs, s3);
        w0 = next<T>(w0);
        w1 = next<T>(w1);
        w2 = next<T>(w2);
        w3 = next<T>(w3);
      }
    }
    t0 = madd(scale4<T>(args, c0 * perRow + group), s0, t0);
    t1 = madd(scale4<T>(args, c1 * perRow + group), s1, t1);
    t2 = madd(scale4<T>(args, c2 * perRow + group), s2, t2);
    t3 = madd(scale4<T>(args, c3 * perRow + group), s3, t3);
  }
  put(args, row, j, cols, t0);
  put(args, row, j + 1, cols, t1);
  put(args, row, j + 2, cols, t2);
  put(args, row, j + 3, cols, t3);
}

/** Four rows by two columns. */
function fourRows<T>(args: usize, x: usize, row: i32, col: i32, j: i32, cols: i32): void {
  const length = constant(args, GROUP);
  const groups = constant(args, LINE) / length;
  const bytes = ((length * bitsOf<T>()) >> 3) as usize;
  const c0 = col + j;
  const c1 = col + min(j + 1, cols - 1);
  const b0 = lineOf(args, c0);
  const b1 = lineOf(args, c1);
  const perRow = constant(args, GROUPS);
  let t00 = f32x4.splat(0);
  let t01 = f32x4.splat(0);
  let t10 = f32x4.splat(0);
  let t11 = f32x4.splat(0);
  let t20 = f32x4.splat(0);
  let t21 = f32x4.splat(0);
  let t30 = f32x4.splat(0);
  let t31 = f32x4.splat(0);
  let at: usize = 0;
  for (let group = 0; group < groups; group++) {
    const z0 = zeros4<T>(args, c0 * perRow + group);
    const z1 = zeros4<T>(args, c1 * perRow + group);
    let s00 = f32x4.splat(0);
    let s01 = f32x4.splat(0);
    let s10 = f32x4.splat(0);
    let s11 = f32x4.splat(0);
    let s20 = f32x4.splat(0);
    let s21 = f32x4.splat(0);
    let s30 = f32x4.splat(0);
    let s31 = f32x4.splat(0);
    for (const end = at + bytes; at < end; at += 16) {
      let w0 = wordsAt<T>(b0 + at);
      let w1 = wordsAt<T>(b1 + at);
      for (let part = 0; part < 32 / bitsOf<T>(); part++) {
        const p0 = topOf<T>(w0, z0);
        const p1 = topOf<T>(w1, z1);
        w0 = next<T>(w0);
        w1 = next<T>(w1);
        let xs = v128.load(x);
        s00 = madd(p0, xs, s00);
        s01 = madd(p1, xs, s01);
        xs = v128.load(x, 16);
        s10 = madd(p0, xs, s10);
        s11 = madd(p1, xs, s11);
        xs = v128.load(x, 32);
        s20 = madd(p0, xs, s20);
        s21 = madd(p1, xs, s21);
        xs = v128.load(x, 48);
        s30 = madd(p0, xs, s30);
        s31 = madd(p1, xs, s31);
        x += 64;
      }
    }
    const scale0 = scale4<T>(args, c0 * perRow + group);
    const scale1 = scale4<T>(args, c1 * perRow + group);
    t00 = madd(scale0, s00, t00);
    t01 = madd(scale1, s01, t01);
    t10 = madd(scale0, s10, t10);
    t11 = madd(scale1, s11, t11);
    t20 = madd(scale0, s20, t20);
    t21 = madd(scale1, s21, t21);
    t30 = madd(scale0, s30, t30);
    t31 = madd(scale1, s31, t31);
  }
  put(args, row, j, cols, t00);
  put(args, row, j + 1, cols, t01);
  put(args, row + 1, j, cols, t10);
  put(args, row + 1, j + 1, cols, t11);
  put(args, row + 2, j, cols, t20);
  put(args, row + 2, j + 1, cols, t21);
  put(args, row + 3, j, cols, t30);
  put(args, row + 3, j + 1, cols, t31);
}
