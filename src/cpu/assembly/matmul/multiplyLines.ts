// B[n, k] times a few rows of x: a line in the nearest cache serves them all.
import { madd, sumOf } from '../lib/simd';

/** B[n, k]: products of its lines with the rows of x. Steps are in bytes. */
export function multiplyLines(
  rows: i32,
  x: usize,
  xStep: usize,
  b: usize,
  k: i32,
  cols: i32,
  step: usize,
  sums: usize,
  sumStep: usize,
): void {
  for (let row = 0; row < rows; row += 4) {
    const own = x + row * xStep;
    const into = sums + row * sumStep;
    if (rows - row > 1) fourRows(min(4, rows - row), own, xStep, b, k, cols, step, into, sumStep);
    else oneRow(own, b, k, cols, step, into);
  }
}

/** Two lines at a time, each in four sums. Both halves are read in the order in which they lie. */
function oneRow(x: usize, b: usize, k: i32, cols: i32, step: usize, sums: usize): void {
  const half = cols >> 1;
  for (let j = 0; j < half; j++) {
    const first = b + j * step;
    const second = first + half * step;
    let f0 = f32x4.splat(0);
    let f1 = f32x4.splat(0);
    let f2 = f32x4.splat(0);
    let f3 = f32x4.splat(0);
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    let at: usize = 0;
    const whole = ((k & ~15) as usize) << 2;
    for (; at < whole; at += 64) {
      const x0 = v128.load(x + at);
      const x1 = v128.load(x + at, 16);
      const x2 = v128.load(x + at, 32);
      const x3 = v128.load(x + at, 48);
      f0 = madd(x0, v128.load(first + at), f0);
      s0 = madd(x0, v128.load(second + at), s0);
      f1 = madd(x1, v128.load(first + at, 16), f1);
      s1 = madd(x1, v128.load(second + at, 16), s1);
      f2 = madd(x2, v128.load(first + at, 32), f2);
      s2 = madd(x2, v128.load(second + at, 32), s2);
      f3 = madd(x3, v128.load(first + at, 48), f3);
      s3 = madd(x3, v128.load(second + at, 48), s3);
    }
    let sumFirst = sumOf(f32x4.add(f32x4.add(f0, f1), f32x4.add(f2, f3)));
    let sumSecond = sumOf(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    for (; at < (k as usize) << 2; at += 4) {
      sumFirst += load<f32>(x + at) * load<f32>(first + at);
      sumSecond += load<f32>(x + at) * load<f32>(second + at);
    }
    store<f32>(sums + (j << 2), sumFirst);
    store<f32>(sums + ((j + half) << 2), sumSecond);
  }
  const last = cols - 1;
  if (cols & 1) store<f32>(sums + (last << 2), dot(x, b + last * step, k));
}

/** As above for up to four rows, each product in one sum; the last ones may be done twice. */
function fourRows(
  rows: i32,
  x: usize,
  xStep: usize,
  b: usize,
  k: i32,
  cols: i32,
  step: usize,
  sums: usize,
  sumStep: usize,
): void {
  const x1 = x + min(1, rows - 1) * xStep;
  const x2 = x + min(2, rows - 1) * xStep;
  const x3 = x + min(3, rows - 1) * xStep;
  const whole = ((k & ~3) as usize) << 2;
  const half = (cols + 1) >> 1;
  for (let j = 0; j < half; j++) {
    const other = min(j + half, cols - 1);
    const first = b + j * step;
    const second = b + other * step;
    let s00 = f32x4.splat(0);
    let s01 = f32x4.splat(0);
    let s10 = f32x4.splat(0);
    let s11 = f32x4.splat(0);
    let s20 = f32x4.splat(0);
    let s21 = f32x4.splat(0);
    let s30 = f32x4.splat(0);
    let s31 = f32x4.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      const b0 = v128.load(first + at);
      const b1 = v128.load(second + at);
      let xs = v128.load(x + at);
      s00 = madd(xs, b0, s00);
      s01 = madd(xs, b1, s01);
      xs = v128.load(x1 + at);
      s10 = madd(xs, b0, s10);
      s11 = madd(xs, b1, s11);
      xs = v128.load(x2 + at);
      s20 = madd(xs, b0, s20);
      s21 = madd(xs, b1, s21);
      xs = v128.load(x3 + at);
      s30 = madd(xs, b0, s30);
      s31 = madd(xs, b1, s31);
    }
    const rest = k & 3;
    const b0 = first + whole;
    const b1 = second + whole;
    const into = sums + (j << 2);
    const next = (other - j) << 2;
    finish(into, next, s00, s01, x + whole, b0, b1, rest);
    if (rows > 1) finish(into + sumStep, next, s10, s11, x1 + whole, b0, b1, rest);
    if (rows > 2) finish(into + 2 * sumStep, next, s20, s21, x2 + whole, b0, b1, rest);
    if (rows > 3) finish(into + 3 * sumStep, next, s30, s31, x3 + whole, b0, b1, rest);
  }
}

/** What is left of k, and the sums into their places, `next` bytes from one to the other. */
function finish(
  into: usize,
  next: usize,
  first: v128,
  second: v128,
  x: usize,
  b0: usize,
  b1: usize,
  rest: i32,
): void {
  store<f32>(into, sumOf(first) + dot(x, b0, rest));
  store<f32>(into + next, sumOf(second) + dot(x, b1, rest));
}

function dot(x: usize, y: usize, k: i32): f32 {
  let s = f32x4.splat(0);
  let t = f32x4.splat(0);
  let at: usize = 0;
  for (; at < ((k & ~7) as usize) << 2; at += 32) {
    s = madd(v128.load(x + at), v128.load(y + at), s);
    t = madd(v128.load(x + at, 16), v128.load(y + at, 16), t);
  }
  let sum = sumOf(f32x4.add(s, t));
  for (; at < (k as usize) << 2; at += 4) sum += load<f32>(x + at) * load<f32>(y + at);
  return sum;
}
