// B[k, n] times a few rows: its lines, each times an element of x, add up in sums that stay in the nearest
// cache. Four lines are read at a time, a quarter of all from one to the next: each quarter is read in the
// order in which it lies, which is how memory is fastest.
import { madd } from '../lib/simd';

/** Bytes of a line that serve all rows before those behind them: four times as many stay in the nearest cache. */
const STRETCH: usize = 2048;

/** Steps are in bytes: `xRow` and `xCol` of x, `line` of B. */
export function addLines(
  rows: i32,
  x: usize,
  xRow: usize,
  xCol: usize,
  b: usize,
  k: i32,
  cols: i32,
  line: usize,
  sums: usize,
  sumStep: usize,
): void {
  memory.fill(sums, 0, (rows as usize) * sumStep);
  const end = (cols as usize) << 2;
  const quarter = (k >> 2) as usize;
  const xPart = quarter * xCol;
  const part = quarter * line;
  for (let i: usize = 0; i < quarter; i++) {
    for (let at: usize = 0; at < end; at += STRETCH) {
      const bytes = min(STRETCH, end - at);
      let from = x + i * xCol;
      let into = sums + at;
      let row = 0;
      for (; row + 2 <= rows; row += 2) {
        addFour2(from, from + xRow, xPart, b + at, part, bytes, into, into + sumStep);
        from += 2 * xRow;
        into += 2 * sumStep;
      }
      if (row < rows) addFour(from, xPart, b + at, part, bytes, into);
    }
    b += line;
  }
  b += 3 * part;
  for (let i = k & ~3; i < k; i++) {
    for (let row: usize = 0; row < (rows as usize); row++) {
      const one = load<f32>(x + row * xRow + (i as usize) * xCol);
      const into = sums + row * sumStep;
      for (let j: usize = 0; j < end; j += 4) {
        store<f32>(into + j, load<f32>(into + j) + one * load<f32>(b + j));
      }
    }
    b += line;
  }
}

/** Four lines for one row: `part` from one to the next, and `xPart` between their elements of x. */
function addFour(x: usize, xPart: usize, b: usize, part: usize, bytes: usize, sums: usize): void {
  const x0 = v128.load32_splat(x);
  const x1 = v128.load32_splat(x + xPart);
  const x2 = v128.load32_splat(x + 2 * xPart);
  const x3 = v128.load32_splat(x + 3 * xPart);
  let b1 = b + part;
  let b2 = b1 + part;
  let b3 = b2 + part;
  const end = sums + bytes;
  for (const last = end - 31; sums < last; sums += 32) {
    let s = madd(x0, v128.load(b), v128.load(sums));
    let t = madd(x0, v128.load(b, 16), v128.load(sums, 16));
    s = madd(x1, v128.load(b1), s);
    t = madd(x1, v128.load(b1, 16), t);
    s = madd(x2, v128.load(b2), s);
    t = madd(x2, v128.load(b2, 16), t);
    v128.store(sums, madd(x3, v128.load(b3), s));
    v128.store(sums, madd(x3, v128.load(b3, 16), t), 16);
    b += 32;
    b1 += 32;
    b2 += 32;
    b3 += 32;
  }
  for (; sums < end; sums += 4) {
    let s = madd(x0, v128.load32_splat(b), v128.load32_splat(sums));
    s = madd(x1, v128.load32_splat(b1), s);
    s = madd(x2, v128.load32_splat(b2), s);
    v128.store32_lane(sums, madd(x3, v128.load32_splat(b3), s), 0);
    b += 4;
    b1 += 4;
    b2 += 4;
    b3 += 4;
  }
}

/** Four lines for two rows, x and y. */
function addFour2(
  x: usize,
  y: usize,
  xPart: usize,
  b: usize,
  part: usize,
  bytes: usize,
  sums: usize,
  others: usize,
): void {
  const x0 = v128.load32_splat(x);
  const x1 = v128.load32_splat(x + xPart);
  const x2 = v128.load32_splat(x + 2 * xPart);
  const x3 = v128.load32_splat(x + 3 * xPart);
  const y0 = v128.load32_splat(y);
  const y1 = v128.load32_splat(y + xPart);
  const y2 = v128.load32_splat(y + 2 * xPart);
  const y3 = v128.load32_splat(y + 3 * xPart);
  const b1 = b + part;
  const b2 = b1 + part;
  const b3 = b2 + part;
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) {
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
  if (j == bytes) return;
  addFour(x, xPart, b + j, part, bytes - j, sums + j);
  addFour(y, xPart, b + j, part, bytes - j, others + j);
}
