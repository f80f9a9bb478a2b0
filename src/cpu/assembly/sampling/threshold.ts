// Which tokens stay: those whose key (the order of their score) reaches a threshold, found bit by bit
// from the top as the largest that enough reach.
import { sumOf } from '../lib/simd';

/** The k-th largest key. */
export function thresholdOfCount(keys: usize, vocab: i32, k: i32): i32 {
  let threshold: u32 = 0;
  for (let bit: u32 = 0x80000000; bit; bit >>= 1) {
    if (countFrom(keys, vocab, signed(threshold | bit)) >= k) threshold |= bit;
  }
  return signed(threshold);
}

/** The largest threshold, from `least` on, whose tokens weigh `wanted` together. */
export function thresholdOfWeight(
  keys: usize,
  weights: usize,
  vocab: i32,
  least: i32,
  wanted: f32,
): i32 {
  let threshold: u32 = 0;
  for (let bit: u32 = 0x80000000; bit; bit >>= 1) {
    const candidate = max(least, signed(threshold | bit));
    if (weightFrom(keys, weights, vocab, candidate) >= wanted) threshold |= bit;
  }
  return max(least, signed(threshold));
}

/** Searched as unsigned, compared as signed: SIMD has no unsigned comparison of 32 bits. */
function signed(threshold: u32): i32 {
  return <i32>(threshold ^ 0x80000000);
}

function countFrom(keys: usize, vocab: i32, threshold: i32): i32 {
  const least = i32x4.splat(threshold);
  let counts = i32x4.splat(0);
  let i = 0;
  for (; i + 4 <= vocab; i += 4) {
    // True is -1.
    counts = i32x4.sub(counts, i32x4.ge_s(v128.load(keys + (i << 2)), least));
  }
  let count =
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3);
  for (; i < vocab; i++) count += load<i32>(keys + (i << 2)) >= threshold ? 1 : 0;
  return count;
}

export function weightFrom(keys: usize, weights: usize, vocab: i32, threshold: i32): f32 {
  const least = i32x4.splat(threshold);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let i = 0;
  for (; i + 8 <= vocab; i += 8) {
    const at = i << 2;
    const first = i32x4.ge_s(v128.load(keys + at), least);
    const second = i32x4.ge_s(v128.load(keys + at, 16), least);
    a = f32x4.add(a, v128.and(v128.load(weights + at), first));
    b = f32x4.add(b, v128.and(v128.load(weights + at, 16), second));
  }
  let sum = sumOf(f32x4.add(a, b));
  for (; i < vocab; i++) {
    if (load<i32>(keys + (i << 2)) >= threshold) sum += load<f32>(weights + (i << 2));
  }
  return sum;
}
