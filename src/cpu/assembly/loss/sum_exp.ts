import { exp1, expNormal4, sumOf } from '../lib/simd';

/** Σ exp((x - greatest) * rate) of a row. */
export function sumExp(row: usize, count: i32, greatest: f32, rate: f32): f32 {
  let at = row;
  const most = f32x4.splat(greatest);
  const r = f32x4.splat(rate);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  const whole = row + ((count & ~7) << 2);
  for (; at < whole; at += 32) {
    a = f32x4.add(a, expNormal4(f32x4.mul(f32x4.sub(v128.load(at), most), r)));
    b = f32x4.add(b, expNormal4(f32x4.mul(f32x4.sub(v128.load(at, 16), most), r)));
  }
  let sum = sumOf(f32x4.add(a, b));
  const end = row + (count << 2);
  for (; at < end; at += 4) sum += exp1((load<f32>(at) - greatest) * rate);
  return sum;
}
