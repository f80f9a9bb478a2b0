// Formats of packed weights whose elements become floats in registers, of four words at a time. A format
// is a type, so that the compiler makes each its own loops: i8 is INT8, i16 is INT4 around 8, i32 is INT4
// with zero points, f32 is halves.
import { fromFiniteHalf4 } from '../lib/half';
import { madd } from '../lib/simd';
import { scaleOf, zeroOf } from './unpack';

export function bitsOf<T>(): i32 {
  if (isFloat<T>()) return 16;
  return sizeof<T>() == 1 ? 8 : 4;
}

/** Elements of a word. */
export function partsOf<T>(): i32 {
  return 32 / bitsOf<T>();
}

/** Four words; nibbles of 0 … 15 around 8 become numbers with a sign. */
export function wordsAt<T>(at: usize): v128 {
  if (sizeof<T>() == 2) return v128.xor(v128.load(at), i32x4.splat(0x88888888));
  return v128.load(at);
}

/** The uppermost element of each word. */
function topOf<T>(words: v128, zeros: v128): v128 {
  if (isFloat<T>()) return fromFiniteHalf4(words);
  if (sizeof<T>() == 1) return f32x4.convert_i32x4_s(i32x4.shr_s(words, 24));
  if (sizeof<T>() == 2) return f32x4.convert_i32x4_s(i32x4.shr_s(words, 28));
  return f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(words, 28), zeros));
}

/** Up to four elements of four words times x, added up; small enough to become part of the loop. */
export function dotFour<T>(words: v128, zeros: v128, x: usize): v128 {
  const bits = bitsOf<T>();
  let sum = f32x4.mul(topOf<T>(words, zeros), v128.load(x));
  sum = madd(topOf<T>(i32x4.shl(words, bits), zeros), v128.load(x, 16), sum);
  if (partsOf<T>() == 2) return sum;
  sum = madd(topOf<T>(i32x4.shl(words, 2 * bits), zeros), v128.load(x, 32), sum);
  return madd(topOf<T>(i32x4.shl(words, 3 * bits), zeros), v128.load(x, 48), sum);
}

export function zeros4<T>(args: usize, group: i32): v128 {
  if (isFloat<T>() || sizeof<T>() != 4) return i32x4.splat(0);
  return i32x4.splat(zeroOf(args, group));
}

export function scale4<T>(args: usize, group: i32): v128 {
  if (isFloat<T>()) return f32x4.splat(1);
  return f32x4.splat(scaleOf(args, group));
}

/** The greatest halves so far, by their bits. */
export function seenHalves<T>(seen: v128, words: v128): v128 {
  if (!isFloat<T>()) return seen;
  return i16x8.max_s(seen, v128.and(words, i16x8.splat(0x7fff)));
}
