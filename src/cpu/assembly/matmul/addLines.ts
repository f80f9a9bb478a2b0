// B[k, n] times a few rows that lie in scratch: four lines in the nearest cache serve them all.
import { madd } from '../lib/simd';

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
