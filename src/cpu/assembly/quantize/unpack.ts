// Packed weights (src/shaders/lib/dequantize_*.wgsl) as floats in memory, a part of a row at a time.
import { binding, constant } from '../call';
import { fromHalf4 } from '../lib/half';
import { BITS, GROUP, GROUPS, HAS_ZEROS, LINE, SCALES, WORDS, ZEROS } from './arguments';

/** Scale of a group; groups count through all rows. */
export function scaleOf(args: usize, group: i32): f32 {
  return load<f32>(binding(args, SCALES) + (group << 2));
}

/** Zero point of a group of 4-bit weights. */
export function zeroOf(args: usize, group: i32): i32 {
  if (!constant(args, HAS_ZEROS)) return 8;
  const word = load<u32>(binding(args, ZEROS) + ((group >> 3) << 2));
  return ((word >> ((group & 7) << 2)) & 15) as i32;
}

/** Address of a stored row. */
export function lineOf(args: usize, row: i32): usize {
  const bytes = (constant(args, LINE) * constant(args, BITS)) >> 3;
  return binding(args, WORDS) + (row as usize) * (bytes as usize);
}

/** Writes elements [from, to) of a row. */
export function unpackRow(args: usize, row: i32, from: i32, to: i32, into: usize): void {
  const line = lineOf(args, row);
  const bits = constant(args, BITS);
  if (bits == 16) {
    unpackHalves(line, from, to, into);
    return;
  }
  const length = constant(args, GROUP);
  const groups = row * constant(args, GROUPS);
  while (from < to) {
    const group = from / length;
    const end = min(to, (group + 1) * length);
    const scale = scaleOf(args, groups + group);
    if (bits == 8) unpackBytes(line, from, end, scale, into);
    else unpackNibbles(line, from, end, zeroOf(args, groups + group), scale, into);
    into += (end - from) << 2;
    from = end;
  }
}

function unpackHalves(line: usize, from: i32, to: i32, into: usize): void {
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const four = i32x4.extend_low_i16x8_u(v128.load64_zero(line + (i << 1)));
    v128.store(into, fromHalf4(i32x4.shl(four, 16)));
    into += 16;
  }
  for (; i < to; i++) {
    const one = fromHalf4(i32x4.splat(load<u16>(line + (i << 1)) << 16));
    store<f32>(into, f32x4.extract_lane(one, 0));
    into += 4;
  }
}

/** Eight integers, scaled. */
function store8(eight: v128, scale: v128, into: usize): void {
  const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
  const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
  v128.store(into, f32x4.mul(low, scale));
  v128.store(into, f32x4.mul(high, scale), 16);
}

function unpackBytes(line: usize, from: i32, to: i32, scale: f32, into: usize): void {
  const four = f32x4.splat(scale);
  let i = from;
  for (; i + 8 <= to; i += 8) {
    store8(v128.load8x8_s(line + i), four, into);
    into += 32;
  }
  for (; i < to; i++) {
    store<f32>(into, <f32>load<i8>(line + i) * scale);
    into += 4;
  }
}

function nibble(line: usize, i: i32): i32 {
  return (load<u8>(line + (i >> 1)) >> ((i & 1) << 2)) & 15;
}

function unpackNibbles(line: usize, from: i32, to: i32, zero: i32, scale: f32, into: usize): void {
  const four = f32x4.splat(scale);
  const zeros = i16x8.splat(<i16>zero);
  const mask = i32x4.splat(0x0f0f0f0f);
  let i = from;
  for (; i < to && (i & 7) != 0; i++) {
    store<f32>(into, <f32>(nibble(line, i) - zero) * scale);
    into += 4;
  }
  for (; i + 8 <= to; i += 8) {
    const word = v128.load32_zero(line + (i >> 1));
    const even = v128.and(word, mask);
    const odd = v128.and(i32x4.shr_u(word, 4), mask);
    const bytes = v128.shuffle<u8>(
      even,
      odd,
      0,
      16,
      1,
      17,
      2,
      18,
      3,
      19,
      4,
      20,
      5,
      21,
      6,
      22,
      7,
      23,
    );
    store8(i16x8.sub(i16x8.extend_low_i8x16_s(bytes), zeros), four, into);
    into += 32;
  }
  for (; i < to; i++) {
    store<f32>(into, <f32>(nibble(line, i) - zero) * scale);
    into += 4;
  }
}
