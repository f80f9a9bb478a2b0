// src/shaders/quantize_pack.wgsl, src/shaders/quantize_rows.wgsl and src/shaders/quantize_zeros.wgsl.
import { binding, constant, param, scratch } from '../call';
import { toHalf4 } from '../lib/half';
import { maxOf } from '../lib/simd';
import { endOf, firstOf } from '../lib/tasks';
import { clamp4, load4, roundBytes } from './round';

/** Params of quantize_pack. */
const ROW_STEP = 2;
const COL_STEP = 3;
const WORDS = 4;
const GROUPS = 5;
const GROUP = 6;
/** Constants. */
const BITS = 0;
const ASYMMETRIC = 1;
const AWAY = 2;
const TASK_ROWS = 3;
/** Elements that become bytes before those become nibbles. */
const STRETCH = 4096;
const LARGEST_HALF: f32 = 65504;

export function quantize_pack(args: usize, task: i32): void {
  const taskRows = constant(args, TASK_ROWS);
  const end = min(param(args, 0), (task + 1) * taskRows);
  const cols = param(args, 1);
  const bytes = (param(args, WORDS) as usize) << 2;
  const step = (param(args, COL_STEP) as usize) << 2;
  for (let row = task * taskRows; row < end; row++) {
    const from = binding(args, 0) + ((row * param(args, ROW_STEP)) << 2);
    const into = binding(args, 3) + (row as usize) * bytes;
    memory.fill(into, 0, bytes);
    if (constant(args, BITS) == 16) {
      packHalves(from, step, cols, into);
    } else if (constant(args, BITS) == 8) {
      packBytes(args, row, from, step, 0, cols, into);
    } else {
      for (let first = 0; first < cols; first += STRETCH) {
        const count = min(STRETCH, cols - first);
        packBytes(args, row, from, step, first, first + count, scratch());
        packNibbles(scratch(), count, into + (first >> 1));
      }
    }
  }
}

/** Elements [first, end) of a row, a byte each. */
function packBytes(
  args: usize,
  row: i32,
  from: usize,
  step: usize,
  first: i32,
  end: i32,
  into: usize,
): void {
  const isAway = constant(args, AWAY) != 0;
  const isAsymmetric = constant(args, ASYMMETRIC) != 0;
  const top: f32 = constant(args, BITS) == 8 ? 127 : 7;
  const middle: f32 = constant(args, BITS) == 8 ? 0 : 8;
  const low: f32 = isAsymmetric ? 0 : middle - top;
  const high: f32 = isAsymmetric ? 15 : middle + top;
  const length = param(args, GROUP);
  while (first < end) {
    const group = first / length;
    const stop = min(end, (group + 1) * length);
    const index = (row * param(args, GROUPS) + group) << 2;
    const zero = isAsymmetric ? load<f32>(binding(args, 2) + index) : middle;
    const scale = load<f32>(binding(args, 1) + index);
    const at = from + (first as usize) * step;
    roundBytes(at, step, stop - first, scale, zero, low, high, isAway, into);
    into += stop - first;
    first = stop;
  }
}

/** Two bytes into one; the last word's other nibbles become 0. */
function packNibbles(from: usize, count: i32, into: usize): void {
  memory.fill(from + count, 0, 8);
  for (let i = 0; i < count; i += 8) {
    const eight = v128.load64_zero(from + i);
    const low = v128.and(eight, i16x8.splat(0xff));
    const both = v128.or(low, i16x8.shl(i16x8.shr_u(eight, 8), 4));
    v128.store32_lane(into + (i >> 1), i8x16.narrow_i16x8_u(both, both), 0);
  }
}

function packHalves(from: usize, step: usize, count: i32, into: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const halves = toHalf4(clamp4(load4(from, step), -LARGEST_HALF, LARGEST_HALF));
    v128.store64_lane(into + (i << 1), i16x8.narrow_i32x4_u(halves, halves), 0);
    from += 4 * step;
  }
  for (; i < count; i++) {
    const half = toHalf4(clamp4(v128.load32_splat(from), -LARGEST_HALF, LARGEST_HALF));
    v128.store16_lane(into + (i << 1), half, 0);
    from += step;
  }
}

/** Activations: a scale a row. The constant is the number of rows of a task. */
export function quantize_rows(args: usize, task: i32): void {
  const taskRows = constant(args, 0);
  const end = min(param(args, 0), (task + 1) * taskRows);
  const cols = param(args, 1);
  const bytes = (param(args, 2) as usize) << 2;
  for (let row = task * taskRows; row < end; row++) {
    const from = binding(args, 0) + ((row * cols) << 2);
    const into = binding(args, 1) + (row as usize) * bytes;
    const top = topOf(from, cols);
    const scale: f32 = top == 0 ? 1 : top / 127;
    roundBytes(from, 4, cols, scale, 0, -127, 127, false, into);
    memory.fill(into + cols, 0, bytes - cols);
    store<f32>(binding(args, 2) + (row << 2), scale);
  }
}

/** The greatest magnitude of a row. */
function topOf(from: usize, count: i32): f32 {
  let tops = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    tops = f32x4.max(tops, f32x4.abs(v128.load(from + (i << 2))));
  }
  for (; i < count; i++) {
    tops = f32x4.max(tops, f32x4.abs(v128.load32_splat(from + (i << 2))));
  }
  return maxOf(tops);
}

export function quantize_zeros(args: usize, task: i32): void {
  const count = param(args, 0);
  const words = (count + 7) >> 3;
  const end = endOf(task, words);
  for (let i = firstOf(task); i < end; i++) {
    let word: u32 = 0;
    for (let j = i * 8; j < min(count, i * 8 + 8); j++) {
      word |= (<u32>load<f32>(binding(args, 0) + (j << 2))) << ((j & 7) << 2);
    }
    store<u32>(binding(args, 1) + (i << 2), word);
  }
}
