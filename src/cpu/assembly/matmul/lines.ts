// Lines of B times a few rows of x that lie in scratch: with one row each line is read once; with several,
// a line in the nearest cache serves them all.
import { madd, sumOf } from '../lib/simd';

/** B[k, n]: sums of its lines, each times an element of x; four lines at a time. Steps are in bytes. */
export function addLines(
  rows: i32,
  x: usize,
  xStep: usize,
  b: usize,
  k: i32,
  cols: i32,
  line: usize,
  sums: usize,
  sumStep: usize,
): void {
  memory.fill(sums, 0, (rows as usize) * sumStep);
  const end = (cols as usize) << 2;
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    let row = 0;
    for (; row + 2 <= rows; row += 2) {
      const from = x + row * xStep + (i << 2);
      addFour2(from, xStep, b, line, end, sums + row * sumStep, sumStep);
    }
    if (row < rows) addFour(x + row * xStep + (i << 2), b, line, end, sums + row * sumStep);
    b += 4 * line;
  }
  for (; i < k; i++) {
    for (let row = 0; row < rows; row++) {
      const one = load<f32>(x + row * xStep + (i << 2));
      const into = sums + row * sumStep;
      for (let j: usize = 0; j < end; j += 4) {
        store<f32>(into + j, load<f32>(into + j) + one * load<f32>(b + j));
      }
    }
    b += line;
  }
}

/** Four lines for one row. */
function addFour(x: usize, b: usize, line: usize, end: usize, sums: usize): void {
  const x0 = v128.load32_splat(x);
  const x1 = v128.load32_splat(x, 4);
  const x2 = v128.load32_splat(x, 8);
  const x3 = v128.load32_splat(x, 12);
  const b1 = b + line;
  const b2 = b1 + line;
  const b3 = b2 + line;
  let j: usize = 0;
  for (; j + 16 <= end; j += 16) {
    let sum = madd(x0, v128.load(b + j), v128.load(sums + j));
    sum = madd(x1, v128.load(b1 + j), sum);
    sum = madd(x2, v128.load(b2 + j), sum);
    v128.store(sums + j, madd(x3, v128.load(b3 + j), sum));
  }
  for (; j < end; j += 4) {
    let sum = madd(x0, v128.load32_splat(b + j), v128.load32_splat(sums + j));
    sum = madd(x1, v128.load32_splat(b1 + j), sum);
    sum = madd(x2, v128.load32_splat(b2 + j), sum);
    v128.store32_lane(sums + j, madd(x3, v128.load32_splat(b3 + j), sum), 0);
  }
}

/** Four lines for two rows. */
function addFour2(
  x: usize,
  xStep: usize,
  b: usize,
  line: usize,
  end: usize,
  sums: usize,
  sumStep: usize,
): void {
  const y = x + xStep;
  const x0 = v128.load32_splat(x);
  const x1 = v128.load32_splat(x, 4);
  const x2 = v128.load32_splat(x, 8);
  const x3 = v128.load32_splat(x, 12);
  const y0 = v128.load32_splat(y);
  const y1 = v128.load32_splat(y, 4);
  const y2 = v128.load32_splat(y, 8);
  const y3 = v128.load32_splat(y, 12);
  const b1 = b + line;
  const b2 = b1 + line;
  const b3 = b2 + line;
  const others = sums + sumStep;
  let j: usize = 0;
  for (; j + 16 <= end; j += 16) {
    let lines = v128.load(b + j);
    let s = madd(x0, lines, v128.load(sums + j));
    let t = madd(y0, lines, v128.load(others + j));
    lines = v128.load(b1 + j);
    s = madd(x1, lines, s);
    t = madd(y1, lines, t);
    lines = v128.load(b2 + j);
    s = madd(x2, lines, s);
    t = madd(y2, lines, t);
    lines = v128.load(b3 + j);
    v128.store(sums + j, madd(x3, lines, s));
    v128.store(others + j, madd(y3, lines, t));
  }
  if (j == end) return;
  addFour(x, b + j, line, end - j, sums + j);
  addFour(y, b + j, line, end - j, others + j);
}

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

/** Two lines at a time, each in four sums. */
function oneRow(x: usize, b: usize, k: i32, cols: i32, step: usize, sums: usize): void {
  let j = 0;
  for (; j + 2 <= cols; j += 2) {
    const first = b + j * step;
    const second = first + step;
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
    store<f32>(sums + (j << 2), sumSecond, 4);
  }
  if (j < cols) store<f32>(sums + (j << 2), dot(x, b + j * step, k));
}

/** Two lines at a time for up to four rows, each product in one sum; the last ones may be done twice. */
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
  for (let j = 0; j < cols; j += 2) {
    const first = b + j * step;
    const second = b + min(j + 1, cols - 1) * step;
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
    const into = sums + (j << 2);
    const both = j + 1 < cols;
    finish(into, both, s00, s01, x + whole, first + whole, second + whole, rest);
    if (rows > 1)
      finish(into + sumStep, both, s10, s11, x1 + whole, first + whole, second + whole, rest);
    if (rows > 2)
      finish(into + 2 * sumStep, both, s20, s21, x2 + whole, first + whole, second + whole, rest);
    if (rows > 3)
      finish(into + 3 * sumStep, both, s30, s31, x3 + whole, first + whole, second + whole, rest);
  }
}

/** What is left of k, and the sums into their places. */
function finish(
  into: usize,
  both: bool,
  first: v128,
  second: v128,
  x: usize,
  b0: usize,
  b1: usize,
  rest: i32,
): void {
  store<f32>(into, sumOf(first) + dot(x, b0, rest));
  if (both) store<f32>(into, sumOf(second) + dot(x, b1, rest), 4);
}

export function dot(x: usize, y: usize, k: i32): f32 {
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
