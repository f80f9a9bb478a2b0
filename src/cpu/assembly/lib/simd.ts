// What WebAssembly's SIMD lacks: fused multiply-add where the engine has relaxed SIMD, sums over lanes,
// and transcendental functions of four numbers (Cephes' and FreeBSD's polynomials, below 1 ulp).

/** a * b + c, in one rounding where relaxed SIMD is there. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The four lanes in a fixed order. */
export function sumOf(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** The greater of each two; NaN where either is. f32x4.max cares for zeros of both signs, and is slow. */
export function max4(a: v128, b: v128): v128 {
  return v128.or(f32x4.pmax(a, b), f32x4.ne(b, b));
}

export function maxOf(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** -1, 0 or 1; 0 of NaN. */
export function sign4(x: v128): v128 {
  const positive = v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1));
  const negative = v128.and(f32x4.lt(x, f32x4.splat(0)), f32x4.splat(1));
  return f32x4.sub(positive, negative);
}

/** 1.5 · 2^23: added, it leaves the nearest integer in a float's lowest bits. */
const ROUND: f32 = 12582912;
/** Below it e^x is hardly a normal number. Denormal ones, which cost hundreds of cycles, are 0. */
const EXP_LEAST: f32 = -86.64;

/** Read from memory: V8 takes one instruction for that, and three for a constant in the code. */
const EXP = memory.data<f32>([
  1.44269504088896341,
  // ln 2 in two parts, so that what is left is exact.
  -0.693359375,
  2.1219444e-4,
  1.98756915e-4,
  1.3981999507e-3,
  8.3334519073e-3,
  4.1665795894e-2,
  1.6666665459e-1,
  5.0000001201e-1,
  1,
  // What the exponent takes along: -1 of exp4, 127 of expNormal4.
  ROUND - 1,
  ROUND + 127,
  EXP_LEAST,
  89,
]);
const LOG2_E = EXP;
const ROUND_AND_LESS = EXP + 40;
const ROUND_AND_BIAS = EXP + 44;
const LEAST = EXP + 48;
const MOST = EXP + 52;

/** e^(x - n ln 2), of a remainder up to ln 2 / 2. */
function expOfRest(x: v128, n: v128): v128 {
  let r = madd(n, v128.load32_splat(EXP, 4), x);
  r = madd(n, v128.load32_splat(EXP, 8), r);
  let p = madd(v128.load32_splat(EXP, 12), r, v128.load32_splat(EXP, 16));
  p = madd(p, r, v128.load32_splat(EXP, 20));
  p = madd(p, r, v128.load32_splat(EXP, 24));
  p = madd(p, r, v128.load32_splat(EXP, 28));
  p = madd(p, r, v128.load32_splat(EXP, 32));
  return f32x4.add(madd(p, f32x4.mul(r, r), r), v128.load32_splat(EXP, 36));
}

/** e^x. NaN stays NaN; below -86.64 it is 0, above 88.72 infinite. */
export function exp4(x: v128): v128 {
  const least = v128.load32_splat(LEAST);
  const round = v128.load32_splat(ROUND_AND_LESS);
  // pmin and pmax are one instruction each, and keep a NaN that comes first.
  const bounded = f32x4.pmax(f32x4.pmin(x, v128.load32_splat(MOST)), least);
  const shifted = madd(bounded, v128.load32_splat(LOG2_E), round);
  const y = expOfRest(bounded, f32x4.sub(shifted, round));
  // n - 1 goes to the exponent; the last factor 2 may make it infinite.
  const half = i32x4.add(y, i32x4.shl(shifted, 23));
  return v128.andnot(f32x4.add(half, half), f32x4.lt(x, least));
}

/** e^x of x up to 88, as softmax needs it: below -86.64 it is 0. NaN stays NaN. */
export function expNormal4(x: v128): v128 {
  // The exponent's 127 comes with the rounding: the lowest bits are the whole exponent.
  const round = v128.load32_splat(ROUND_AND_BIAS);
  const shifted = madd(x, v128.load32_splat(LOG2_E), round);
  const y = expOfRest(x, f32x4.sub(shifted, round));
  const scaled = f32x4.mul(y, i32x4.shl(shifted, 23));
  return v128.andnot(scaled, f32x4.lt(x, v128.load32_splat(LEAST)));
}

export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** 2^-126, the least number that is not denormal, and what makes denormals normal. */
const LEAST_NORMAL: f32 = 1.1754943508222875e-38;
const TWO_TO_25: f32 = 33554432;
/** Bits of sqrt(1/2) and of 1. */
const SQRT_HALF: i32 = 0x3f3504f3;
const ONE: i32 = 0x3f800000;

/** Natural logarithm (FreeBSD's e_logf, below 1 ulp); -infinity of 0, NaN below. */
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(LEAST_NORMAL));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(TWO_TO_25)), x, tiny);
  // x = 2^k (1 + f), 1 + f between sqrt(1/2) and sqrt(2).
  const bits = i32x4.add(scaled, i32x4.splat(ONE - SQRT_HALF));
  const bias = i32x4.sub(i32x4.splat(-127), v128.and(tiny, i32x4.splat(25)));
  const k = f32x4.convert_i32x4_s(i32x4.add(i32x4.shr_u(bits, 23), bias));
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x7fffff)), i32x4.splat(SQRT_HALF));
  const f = f32x4.sub(mantissa, f32x4.splat(1));
  const s = f32x4.div(f, f32x4.add(f32x4.splat(2), f));
  const z = f32x4.mul(s, s);
  const half = f32x4.mul(f32x4.mul(f32x4.splat(0.5), f), f);
  const part = madd(s, f32x4.add(half, logSeries(z)), f32x4.mul(k, f32x4.splat(9.0580006145e-6)));
  const y = madd(k, f32x4.splat(6.9313812256e-1), f32x4.add(f32x4.sub(part, half), f));
  return logOfOthers(x, y);
}

/** log(1 + s) - log(1 - s) = 2s + s logSeries(s * s) */
function logSeries(z: v128): v128 {
  let p = madd(z, f32x4.splat(0.24279078841), f32x4.splat(0.28498786688));
  p = madd(p, z, f32x4.splat(0.40000972152));
  p = madd(p, z, f32x4.splat(0.66666662693));
  return f32x4.mul(p, z);
}

/** `y`, but of 0, negative numbers, infinity and NaN what IEEE wants. */
function logOfOthers(x: v128, y: v128): v128 {
  const zero = f32x4.splat(0);
  const finite = v128.bitselect(y, x, f32x4.lt(x, f32x4.splat(Infinity)));
  const known = v128.bitselect(f32x4.splat(-Infinity), finite, f32x4.eq(x, zero));
  return v128.bitselect(f32x4.splat(NaN), known, f32x4.lt(x, zero));
}

export function log1(x: f32): f32 {
  return f32x4.extract_lane(log4(f32x4.splat(x)), 0);
}
