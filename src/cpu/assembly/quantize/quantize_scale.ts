// src/shaders/quantize_scale.wgsl: scale and zero point of each group of weights.
import { binding, constant, param, paramF32, scratch } from '../call';
import { SCRATCH_BYTES } from '../../layout';
import { maxOf, sumOf } from '../lib/simd';
import { clamp4, load4 } from './round';

/** Params. */
const ROW_STEP = 2;
const COL_STEP = 3;
const GROUPS = 4;
const GROUP = 5;
const SHARE = 6;
/** Constants. */
const Q_MAX = 0;
const ASYMMETRIC = 1;
const CALIBRATION = 2;
const TASK_GROUPS = 3;

const PERCENTILE = 1;
const MSE = 2;
/** Ranges that MSE tries: 100 %, 99 %, … of the whole. */
const STEPS = 60;
/** Squares that are added in single precision. */
const BLOCK = 4096;

export function quantize_scale(args: usize, task: i32): void {
  const groups = param(args, GROUPS);
  const length = param(args, GROUP);
  const taskGroups = constant(args, TASK_GROUPS);
  const end = min(param(args, 0) * groups, (task + 1) * taskGroups);
  for (let index = task * taskGroups; index < end; index++) {
    const first = (index % groups) * length;
    const count = min(length, param(args, 1) - first);
    const step = (param(args, COL_STEP) as usize) << 2;
    const row = (((index / groups) * param(args, ROW_STEP)) as usize) << 2;
    const from = binding(args, 0) + row + (first as usize) * step;
    const isCopied = step != 4 && count <= SCRATCH_BYTES / 4;
    if (isCopied) copyGroup(from, step, count);
    findScale(args, index, isCopied ? scratch() : from, isCopied ? 4 : step, count);
  }
}

/** What is read several times is read from where it lies in order. */
function copyGroup(from: usize, step: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    store<f32>(scratch() + (i << 2), load<f32>(from));
    from += step;
  }
}

function findScale(args: usize, index: i32, from: usize, step: usize, count: i32): void {
  let low = -greatest(from, step, count, -1);
  let high = greatest(from, step, count, 1);
  if (constant(args, CALIBRATION) == PERCENTILE) {
    const bound = percentile(from, step, count, paramF32(args, SHARE));
    low = max(low, -bound);
    high = min(high, bound);
  } else if (constant(args, CALIBRATION) == MSE) {
    const ratio = bestRatio(args, from, step, count, low, high);
    low *= ratio;
    high *= ratio;
  }
  const scale = scaleFor(args, low, high);
  store<f32>(binding(args, 1) + (index << 2), scale);
  if (constant(args, ASYMMETRIC)) {
    store<f32>(binding(args, 2) + (index << 2), zeroFor(low, scale));
  }
}

/** The greatest of 0 and sign · x. */
function greatest(from: usize, step: usize, count: i32, sign: f32): f32 {
  const signs = f32x4.splat(sign);
  let top = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    top = f32x4.max(top, f32x4.mul(load4(from, step), signs));
    from += 4 * step;
  }
  for (; i < count; i++) {
    top = f32x4.max(top, f32x4.mul(v128.load32_splat(from), signs));
    from += step;
  }
  return maxOf(top);
}

function scaleFor(args: usize, low: f32, high: f32): f32 {
  if (constant(args, ASYMMETRIC)) return high == low ? 1 : (high - low) / 15;
  const top = max(-low, high);
  return top == 0 ? 1 : top / <f32>constant(args, Q_MAX);
}

function zeroFor(low: f32, scale: f32): f32 {
  return max<f32>(0, min<f32>(15, nearest(-low / scale)));
}

/** The least magnitude that a share of the group does not exceed, bit by bit, by counting. */
function percentile(from: usize, step: usize, count: i32, share: f32): f32 {
  const wanted = <i32>max<f32>(1, ceil(share * <f32>count));
  let bound: i32 = 0;
  for (let bit = 30; bit >= 0; bit--) {
    const candidate = bound | (1 << bit);
    if (countBelow(from, step, count, candidate) < wanted) bound = candidate;
  }
  return reinterpret<f32>(bound);
}

function countBelow(from: usize, step: usize, count: i32, candidate: i32): i32 {
  const limit = i32x4.splat(candidate);
  let found = i32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    found = i32x4.sub(found, i32x4.lt_s(f32x4.abs(load4(from, step)), limit));
    from += 4 * step;
  }
  let sum =
    i32x4.extract_lane(found, 0) +
    i32x4.extract_lane(found, 1) +
    i32x4.extract_lane(found, 2) +
    i32x4.extract_lane(found, 3);
  for (; i < count; i++) {
    if ((load<i32>(from) & 0x7fffffff) < candidate) sum++;
    from += step;
  }
  return sum;
}

/** The part of the range that leaves the least squared error. */
function bestRatio(args: usize, from: usize, step: usize, count: i32, low: f32, high: f32): f32 {
  let least: f64 = 3.4e38;
  let best: f32 = 1;
  for (let i = 0; i < STEPS; i++) {
    const ratio: f32 = 1 - <f32>0.01 * <f32>i;
    const error = squaredError(args, from, step, count, low * ratio, high * ratio);
    if (error < least) {
      best = ratio;
      least = error;
    }
  }
  return best;
}

function squaredError(args: usize, from: usize, step: usize, count: i32, low: f32, high: f32): f64 {
  const isAsymmetric = constant(args, ASYMMETRIC) != 0;
  const top = <f32>constant(args, Q_MAX);
  const scale = scaleFor(args, low, high);
  const zero: f32 = isAsymmetric ? zeroFor(low, scale) : 0;
  const least: f32 = isAsymmetric ? 0 : -top;
  const most: f32 = isAsymmetric ? 15 : top;
  let total: f64 = 0;
  for (let first = 0; first < count; first += BLOCK) {
    const end = min(count, first + BLOCK);
    let sums = f32x4.splat(0);
    let i = first;
    for (; i + 4 <= end; i += 4) {
      const error = errorOf(load4(from, step), scale, zero, least, most);
      sums = f32x4.add(sums, f32x4.mul(error, error));
      from += 4 * step;
    }
    total += sumOf(sums);
    for (; i < end; i++) {
      const one = errorOf(v128.load32_splat(from), scale, zero, least, most);
      total += f32x4.extract_lane(f32x4.mul(one, one), 0);
      from += step;
    }
  }
  return total;
}

function errorOf(value: v128, scale: f32, zero: f32, least: f32, most: f32): v128 {
  const scales = f32x4.splat(scale);
  const zeros = f32x4.splat(zero);
  const q = f32x4.nearest(f32x4.div(value, scales));
  const rounded = f32x4.sub(clamp4(f32x4.add(q, zeros), least, most), zeros);
  return f32x4.sub(value, f32x4.mul(rounded, scales));
}
