// What layernorm and rmsnorm share forward.

/** out = (x - mean) * rstd (* weight) (+ bias); an address of 0 is none. */
export function normalize(
  x: usize,
  out: usize,
  count: i32,
  mean: f32,
  rstd: f32,
  weight: usize,
  bias: usize,
): void {
  const bytes = (count as usize) << 2;
  const whole = ((count & ~3) as usize) << 2;
  const m = f32x4.splat(mean);
  const r = f32x4.splat(rstd);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    let y = f32x4.mul(f32x4.sub(v128.load(x + i), m), r);
    if (weight) y = f32x4.mul(y, v128.load(weight + i));
    if (bias) y = f32x4.add(y, v128.load(bias + i));
    v128.store(out + i, y);
  }
  for (; i < bytes; i += 4) {
    let y = (load<f32>(x + i) - mean) * rstd;
    if (weight) y *= load<f32>(weight + i);
    if (bias) y += load<f32>(bias + i);
    store<f32>(out + i, y);
  }
}

/** 1 / sqrt(mean square + eps) */
export function rstdOf(squares: f32, width: i32, eps: f32): f32 {
  return 1 / sqrt<f32>(squares / (width as f32) + eps);
}
