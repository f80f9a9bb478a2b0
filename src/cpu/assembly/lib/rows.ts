// Numbers that lie side by side: their sum and maximum, in a fixed order whatever the threads (partial
// sums in vectors, then a tree), and rows added to rows.
import { madd, max4, maxOf, sumOf } from './simd';

export function sumRow(row: usize, count: i32): f32 {
  let at = row;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  const whole = row + ((count & ~15) << 2);
  for (; at < whole; at += 64) {
    a = f32x4.add(a, v128.load(at));
    b = f32x4.add(b, v128.load(at, 16));
    c = f32x4.add(c, v128.load(at, 32));
    d = f32x4.add(d, v128.load(at, 48));
  }
  let sum = sumOf(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  const end = row + (count << 2);
  for (; at < end; at += 4) sum += load<f32>(at);
  return sum;
}

/** Σ (x - mean)² */
export function squaresRow(row: usize, count: i32, mean: f32): f32 {
  let at = row;
  const m = f32x4.splat(mean);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  const whole = row + ((count & ~15) << 2);
  for (; at < whole; at += 64) {
    const x = f32x4.sub(v128.load(at), m);
    const y = f32x4.sub(v128.load(at, 16), m);
    const z = f32x4.sub(v128.load(at, 32), m);
    const w = f32x4.sub(v128.load(at, 48), m);
    a = madd(x, x, a);
    b = madd(y, y, b);
    c = madd(z, z, c);
    d = madd(w, w, d);
  }
  let sum = sumOf(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  const end = row + (count << 2);
  for (; at < end; at += 4) {
    const x = load<f32>(at) - mean;
    sum += x * x;
  }
  return sum;
}

/** NaN where any is; `count` is at least 1. */
export function maxRow(row: usize, count: i32): f32 {
  let at = row;
  let a = v128.load32_splat(row);
  let b = a;
  const whole = row + ((count & ~7) << 2);
  for (; at < whole; at += 32) {
    a = max4(a, v128.load(at));
    b = max4(b, v128.load(at, 16));
  }
  let most = maxOf(max4(a, b));
  const end = row + (count << 2);
  for (; at < end; at += 4) most = max(most, load<f32>(at));
  return most;
}

/** out = a + b */
export function addRow(a: usize, b: usize, out: usize, count: i32): void {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~3) as usize) << 2;
  let i: usize = 0;
  for (; i < whole; i += 16) v128.store(out + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
  for (; i < bytes; i += 4) store<f32>(out + i, load<f32>(a + i) + load<f32>(b + i));
}

/** Adds `rows` rows, `step` bytes apart, to `into`, one after another. */
export function addRows(from: usize, step: usize, rows: i32, count: i32, into: usize): void {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~3) as usize) << 2;
  let row = from;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const second = row + step;
    const third = second + step;
    const fourth = third + step;
    let i: usize = 0;
    for (; i < whole; i += 16) {
      let sum = f32x4.add(v128.load(into + i), v128.load(row + i));
      sum = f32x4.add(sum, v128.load(second + i));
      sum = f32x4.add(sum, v128.load(third + i));
      v128.store(into + i, f32x4.add(sum, v128.load(fourth + i)));
    }
    for (; i < bytes; i += 4) {
      let sum = load<f32>(into + i) + load<f32>(row + i);
      sum += load<f32>(second + i);
      sum += load<f32>(third + i);
      store<f32>(into + i, sum + load<f32>(fourth + i));
    }
    row = fourth + step;
  }
  for (; r < rows; r++) {
    addRow(into, row, into, count);
    row += step;
  }
}

/** The greatest of `into` and `rows` rows, `step` bytes apart; NaN where any is. */
export function maxRows(from: usize, step: usize, rows: i32, count: i32, into: usize): void {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~3) as usize) << 2;
  let row = from;
  for (let r = 0; r < rows; r++) {
    let i: usize = 0;
    for (; i < whole; i += 16) {
      v128.store(into + i, max4(v128.load(into + i), v128.load(row + i)));
    }
    for (; i < bytes; i += 4) store<f32>(into + i, max(load<f32>(into + i), load<f32>(row + i)));
    row += step;
  }
}

/** x *= factor */
export function scaleRow(row: usize, count: i32, factor: f32): void {
  const end = row + (count << 2);
  const whole = row + ((count & ~3) << 2);
  const f = f32x4.splat(factor);
  let at = row;
  for (; at < whole; at += 16) v128.store(at, f32x4.mul(v128.load(at), f));
  for (; at < end; at += 4) store<f32>(at, load<f32>(at) * factor);
}
