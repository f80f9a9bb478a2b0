/** What no logit is below, as in src/shaders. */
const LOWEST: f32 = -3.4e38;

/** The greatest of a row, NaN left out; one instruction a vector, where maxRow needs several. */
export function greatestOf(row: usize, count: i32): f32 {
  let at = row;
  let a = f32x4.splat(LOWEST);
  let b = a;
  let c = a;
  let d = a;
  const whole = row + ((count & ~15) << 2);
  for (; at < whole; at += 64) {
    a = f32x4.pmax(a, v128.load(at));
    b = f32x4.pmax(b, v128.load(at, 16));
    c = f32x4.pmax(c, v128.load(at, 32));
    d = f32x4.pmax(d, v128.load(at, 48));
  }
  const end = row + (count << 2);
  for (; at < end; at += 4) a = f32x4.pmax(a, v128.load32_splat(at));
  const most = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  const pair = f32x4.pmax(
    most,
    i8x16.shuffle(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7),
  );
  return max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}
