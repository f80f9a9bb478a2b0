// A single row against rows as they lie, `rowStep` bytes from one to the next: what is read once is not
// worth packing.
import { madd } from '../lib/simd';

/** into[j] = x · row j, for `count` rows and up to 3 further numbers without meaning. */
export function dotRows(
  x: usize,
  rows: usize,
  rowStep: usize,
  count: i32,
  depth: i32,
  into: usize,
): void {
  for (let j = 0; j < count; j += 4) {
    const r0 = rows + j * rowStep;
    const r1 = j + 1 < count ? r0 + rowStep : r0;
    const r2 = j + 2 < count ? r1 + rowStep : r1;
    const r3 = j + 3 < count ? r2 + rowStep : r2;
    v128.store(into + (j << 2), dotFour(x, r0, r1, r2, r3, depth));
  }
}

function dotFour(x: usize, r0: usize, r1: usize, r2: usize, r3: usize, depth: i32): v128 {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0);
  let d1 = f32x4.splat(0);
  let i: usize = 0;
  for (; i < ((depth & ~7) as usize) << 2; i += 32) {
    const x0 = v128.load(x + i);
    const x1 = v128.load(x + i, 16);
    a0 = madd(x0, v128.load(r0 + i), a0);
    a1 = madd(x1, v128.load(r0 + i, 16), a1);
    b0 = madd(x0, v128.load(r1 + i), b0);
    b1 = madd(x1, v128.load(r1 + i, 16), b1);
    c0 = madd(x0, v128.load(r2 + i), c0);
    c1 = madd(x1, v128.load(r2 + i, 16), c1);
    d0 = madd(x0, v128.load(r3 + i), d0);
    d1 = madd(x1, v128.load(r3 + i, 16), d1);
  }
  for (; i < (depth as usize) << 2; i += 4) {
    const x0 = v128.load32_zero(x + i);
    a0 = madd(x0, v128.load32_zero(r0 + i), a0);
    b0 = madd(x0, v128.load32_zero(r1 + i), b0);
    c0 = madd(x0, v128.load32_zero(r2 + i), c0);
    d0 = madd(x0, v128.load32_zero(r3 + i), d0);
  }
  const ab = pairSums(f32x4.add(a0, a1), f32x4.add(b0, b1));
  const cd = pairSums(f32x4.add(c0, c1), f32x4.add(d0, d1));
  const low = v128.shuffle<f64>(ab, cd, 0, 2);
  return f32x4.add(low, v128.shuffle<f64>(ab, cd, 1, 3));
}

/** a0 + a2, b0 + b2, a1 + a3, b1 + b3 */
function pairSums(a: v128, b: v128): v128 {
  const low = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  return f32x4.add(low, v128.shuffle<f32>(a, b, 2, 6, 3, 7));
}

/** sums = keep · sums + Σ weights[j] · row j */
export function sumRows(
  weights: usize,
  rows: usize,
  rowStep: usize,
  count: i32,
  depth: i32,
  keep: f32,
  sums: usize,
): void {
  let d = 0;
  for (; d + 32 <= depth; d += 32) {
    const at = (d << 2) as usize;
    sumWide(weights, rows + at, rowStep, count, keep, sums + at);
  }
  for (; d + 4 <= depth; d += 4) {
    const at = (d << 2) as usize;
    let sum = f32x4.mul(f32x4.splat(keep), v128.load(sums + at));
    let row = rows + at;
    for (let j = 0; j < count; j++) {
      sum = madd(v128.load32_splat(weights + (j << 2)), v128.load(row), sum);
      row += rowStep;
    }
    v128.store(sums + at, sum);
  }
  for (; d < depth; d++) {
    const at = (d << 2) as usize;
    let sum = keep * load<f32>(sums + at);
    let row = rows + at;
    for (let j = 0; j < count; j++) {
      sum += load<f32>(weights + (j << 2)) * load<f32>(row);
      row += rowStep;
    }
    store<f32>(sums + at, sum);
  }
}

/** 32 dimensions. */
function sumWide(
  weights: usize,
  row: usize,
  rowStep: usize,
  count: i32,
  keep: f32,
  sums: usize,
): void {
  const before = f32x4.splat(keep);
  let s0 = f32x4.mul(before, v128.load(sums));
  let s1 = f32x4.mul(before, v128.load(sums, 16));
  let s2 = f32x4.mul(before, v128.load(sums, 32));
  let s3 = f32x4.mul(before, v128.load(sums, 48));
  let s4 = f32x4.mul(before, v128.load(sums, 64));
  let s5 = f32x4.mul(before, v128.load(sums, 80));
  let s6 = f32x4.mul(before, v128.load(sums, 96));
  let s7 = f32x4.mul(before, v128.load(sums, 112));
  const end = weights + ((count as usize) << 2);
  for (; weights < end; weights += 4) {
    const w = v128.load32_splat(weights);
    s0 = madd(w, v128.load(row), s0);
    s1 = madd(w, v128.load(row, 16), s1);
    s2 = madd(w, v128.load(row, 32), s2);
    s3 = madd(w, v128.load(row, 48), s3);
    s4 = madd(w, v128.load(row, 64), s4);
    s5 = madd(w, v128.load(row, 80), s5);
    s6 = madd(w, v128.load(row, 96), s6);
    s7 = madd(w, v128.load(row, 112), s7);
    row += rowStep;
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
}
