// Numbers of 16 bits (IEEE half precision), four at a time.

/** 2^112: between the exponents of a half and those of a float. */
const EXPONENTS: f32 = 5.192296858534828e33;
const INFINITY_BITS: i32 = 0x7f800000;
/** 2^-14: below it halves are subnormal. */
const LEAST_NORMAL: i32 = 0x38800000;
/** 0.5: added to a float below 2^-14, its last bit is that of a subnormal half. */
const HALF_BITS: i32 = 0x3f000000;

/** Floats of the halves in the upper bits of each lane, whatever the lower ones hold. */
export function fromHalf4(bits: v128): v128 {
  const value = fromFiniteHalf4(bits);
  const special = f32x4.ge(f32x4.abs(value), f32x4.splat(65536));
  return v128.or(value, v128.and(special, i32x4.splat(INFINITY_BITS)));
}

/** As fromHalf4, of halves that are neither infinite nor NaN. */
export function fromFiniteHalf4(bits: v128): v128 {
  const moved = v128.and(i32x4.shr_s(bits, 3), i32x4.splat(0x8fffe000));
  return f32x4.mul(moved, f32x4.splat(EXPONENTS));
}

/** The nearest halves, to even, in the lower bits of each lane. |x| is at most 65504, or NaN. */
export function toHalf4(x: v128): v128 {
  const size = f32x4.abs(x);
  const odd = v128.and(i32x4.shr_u(size, 13), i32x4.splat(1));
  const nearest = i32x4.add(i32x4.add(size, i32x4.splat(0xc8000fff)), odd);
  const small = i32x4.sub(f32x4.add(size, i32x4.splat(HALF_BITS)), i32x4.splat(HALF_BITS));
  const isSmall = i32x4.lt_s(size, i32x4.splat(LEAST_NORMAL));
  const half = v128.bitselect(small, i32x4.shr_u(nearest, 13), isSmall);
  const number = v128.bitselect(i32x4.splat(0x7e00), half, f32x4.ne(x, x));
  return v128.or(number, i32x4.shr_u(v128.and(x, i32x4.splat(0x80000000)), 16));
}
