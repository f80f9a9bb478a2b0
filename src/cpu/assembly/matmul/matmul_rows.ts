// A product with few rows (decoding): every element of B is read once, in the order in which it lies,
// for all rows. A task makes TASK_COLS columns.
import { binding, constant, param, scratch } from '../call';
import { madd, sumOf } from '../lib/simd';
import {
  A,
  A_BATCH,
  A_COL,
  A_ROW,
  B,
  B_BATCH,
  B_COL,
  B_ROW,
  K,
  M,
  N,
  TASK_COLS,
} from './arguments';
import { storeRow } from './store';

export function matmul_rows(args: usize, task: i32): void {
  const m = param(args, M);
  const n = param(args, N);
  const k = param(args, K);
  const taskCols = constant(args, TASK_COLS);
  const blocks = (n + taskCols - 1) / taskCols;
  const batch = task / blocks;
  const col = (task % blocks) * taskCols;
  const cols = min(taskCols, n - col);
  const b = binding(args, B) + ((batch * param(args, B_BATCH) + col * param(args, B_COL)) << 2);
  const bCol = param(args, B_COL);
  const sums = scratch();
  const rows = sums + m * taskCols * 4;
  for (let row = 0; row < m; row++) copyRow(args, batch, row, rows + row * k * 4);
  for (let row = 0; row < m; row++) {
    const x = rows + row * k * 4;
    const into = sums + row * taskCols * 4;
    if (bCol == 1) addLines(x, b, k, cols, param(args, B_ROW), into);
    else multiplyLines(x, b, k, cols, bCol, into);
  }
  for (let row = 0; row < m; row++) {
    storeRow(args, batch, row, col, sums + row * taskCols * 4, cols);
  }
}

/** A's rows side by side, whatever their strides. */
function copyRow(args: usize, batch: i32, row: i32, into: usize): void {
  const k = param(args, K);
  const step = (param(args, A_COL) as usize) << 2;
  let from = binding(args, A) + ((batch * param(args, A_BATCH) + row * param(args, A_ROW)) << 2);
  if (step == 4) {
    memory.copy(into, from, (k as usize) << 2);
    return;
  }
  for (let i = 0; i < k; i++) {
    store<f32>(into + (i << 2), load<f32>(from));
    from += step;
  }
}

/** B[k, n]: sums of its lines, each times an element of x; four lines at a time. */
function addLines(x: usize, b: usize, k: i32, cols: i32, lineStep: i32, sums: usize): void {
  const line = (lineStep as usize) << 2;
  memory.fill(sums, 0, (cols as usize) << 2);
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    const x0 = v128.load32_splat(x + (i << 2));
    const x1 = v128.load32_splat(x + (i << 2), 4);
    const x2 = v128.load32_splat(x + (i << 2), 8);
    const x3 = v128.load32_splat(x + (i << 2), 12);
    const b1 = b + line;
    const b2 = b1 + line;
    const b3 = b2 + line;
    let j: usize = 0;
    const whole = ((cols & ~3) as usize) << 2;
    for (; j < whole; j += 16) {
      let sum = madd(x0, v128.load(b + j), v128.load(sums + j));
      sum = madd(x1, v128.load(b1 + j), sum);
      sum = madd(x2, v128.load(b2 + j), sum);
      v128.store(sums + j, madd(x3, v128.load(b3 + j), sum));
    }
    for (; j < (cols as usize) << 2; j += 4) {
      let sum = madd(x0, v128.load32_splat(b + j), v128.load32_splat(sums + j));
      sum = madd(x1, v128.load32_splat(b1 + j), sum);
      sum = madd(x2, v128.load32_splat(b2 + j), sum);
      v128.store32_lane(sums + j, madd(x3, v128.load32_splat(b3 + j), sum), 0);
    }
    b = b3 + line;
  }
  for (; i < k; i++) {
    const one = load<f32>(x + (i << 2));
    for (let j: usize = 0; j < (cols as usize) << 2; j += 4) {
      store<f32>(sums + j, load<f32>(sums + j) + one * load<f32>(b + j));
    }
    b += line;
  }
}

/** B[n, k]: products of its lines with x; two lines at a time, each in four sums. */
function multiplyLines(x: usize, b: usize, k: i32, cols: i32, colStep: i32, sums: usize): void {
  const step = (colStep as usize) << 2;
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

function dot(x: usize, y: usize, k: i32): f32 {
  let s = f32x4.splat(0);
  let at: usize = 0;
  for (; at < ((k & ~3) as usize) << 2; at += 16) {
    s = madd(v128.load(x + at), v128.load(y + at), s);
  }
  let sum = sumOf(s);
  for (; at < (k as usize) << 2; at += 4) sum += load<f32>(x + at) * load<f32>(y + at);
  return sum;
}
