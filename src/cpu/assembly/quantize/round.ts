// Floats to integers of few bits: min(high, max(low, round(x / scale) + zero)).

/** Four elements, `step` bytes from one to the next. */
export function load4(at: usize, step: usize): v128 {
  if (step == 4) return v128.load(at);
  return f32x4(
    load<f32>(at),
    load<f32>(at + step),
    load<f32>(at + 2 * step),
    load<f32>(at + 3 * step),
  );
}

/** To the nearest whole number; halves to even, or away from 0. */
export function round4(x: v128, isAway: bool): v128 {
  if (!isAway) return f32x4.nearest(x);
  const size = f32x4.floor(f32x4.add(f32x4.abs(x), f32x4.splat(0.5)));
  const signed = v128.or(size, v128.and(x, f32x4.splat(-0.0)));
  return v128.andnot(signed, f32x4.eq(x, f32x4.splat(0)));
}

export function clamp4(x: v128, low: f32, high: f32): v128 {
  return f32x4.min(f32x4.splat(high), f32x4.max(f32x4.splat(low), x));
}

/** `count` elements as bytes. */
export function roundBytes(
  from: usize,
  step: usize,
  count: i32,
  scale: f32,
  zero: f32,
  low: f32,
  high: f32,
  isAway: bool,
  into: usize,
): void {
  const scales = f32x4.splat(scale);
  const zeros = f32x4.splat(zero);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const q = round4(f32x4.div(load4(from, step), scales), isAway);
    const whole = i32x4.trunc_sat_f32x4_s(clamp4(f32x4.add(q, zeros), low, high));
    const words = i16x8.narrow_i32x4_s(whole, whole);
    v128.store32_lane(into + i, i8x16.narrow_i16x8_s(words, words), 0);
    from += 4 * step;
  }
  for (; i < count; i++) {
    const q = round4(f32x4.div(v128.load32_splat(from), scales), isAway);
    const whole = i32x4.trunc_sat_f32x4_s(clamp4(f32x4.add(q, zeros), low, high));
    store<i8>(into + i, <i8>i32x4.extract_lane(whole, 0));
    from += step;
  }
}
