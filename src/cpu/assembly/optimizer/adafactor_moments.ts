// src/shaders/adafactor_moments.wgsl: moving averages of the row means and column means of g² + eps1.
import { binding, constant, param, paramF32, scratch } from '../call';
import { fillLine } from '../lib/lines';
import { madd, sumOf } from '../lib/simd';
import { isIdle, wordOf } from './arenas';

const STEP = 1;
const NORM = 2;
/** Constants. */
const NORM_NON_FINITE = 0;
const NORM_CLIP_SCALE = 1;
const STEP_INDEX = 2;

/** As in src/cpu/families/optimizer.ts. */
const ROWS_A_TASK = 16;
const COLUMNS_A_TASK = 64;

/** The first tasks take the rows, the others the columns. */
export function adafactor_moments(args: usize, task: i32): void {
  if (isIdle(args, NORM, NORM_NON_FINITE)) return;
  const rows = param(args, 0);
  const columns = param(args, 1);
  const grads = binding(args, 0);
  const moments = binding(args, 3);
  const rowTasks = (rows + ROWS_A_TASK - 1) / ROWS_A_TASK;
  if (task >= rowTasks) {
    const column = (task - rowTasks) * COLUMNS_A_TASK;
    const count = min(COLUMNS_A_TASK, columns - column);
    sumColumns(args, grads + (column << 2), count, scratch());
    for (let c = 0; c < count; c++) {
      const sum = load<f32>(scratch() + (c << 2));
      average(args, moments + ((rows + column + c) << 2), sum / (rows as f32));
    }
    return;
  }
  const end = min(rows, (task + 1) * ROWS_A_TASK);
  for (let row = task * ROWS_A_TASK; row < end; row++) {
    const sum = sumRow(args, grads + ((row * columns) << 2), columns);
    average(args, moments + (row << 2), sum / (columns as f32));
  }
}

function average(args: usize, at: usize, mean: f32): void {
  const index = load<u32>(binding(args, STEP) + (constant(args, STEP_INDEX) << 2));
  const rest = Math.pow(index as f64, paramF32(args, 3) as f64) as f32;
  store<f32>(at, load<f32>(at) * (1 - rest) + mean * rest);
}

function sumRow(args: usize, from: usize, count: i32): f32 {
  const clip = wordOf(args, NORM, NORM_CLIP_SCALE);
  const eps = paramF32(args, 2);
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const g = f32x4.mul(v128.load(from + (i << 2)), f32x4.splat(clip));
    sums = f32x4.add(sums, madd(g, g, f32x4.splat(eps)));
  }
  let sum = sumOf(sums);
  for (; i < count; i++) {
    const g = load<f32>(from + (i << 2)) * clip;
    sum += g * g + eps;
  }
  return sum;
}

function sumColumns(args: usize, from: usize, count: i32, sums: usize): void {
  const clip = wordOf(args, NORM, NORM_CLIP_SCALE);
  const eps = paramF32(args, 2);
  const line = (param(args, 1) as usize) << 2;
  fillLine(sums, 0, count);
  for (let row = 0; row < param(args, 0); row++) {
    let c = 0;
    for (; c + 4 <= count; c += 4) {
      const at = sums + (c << 2);
      const g = f32x4.mul(v128.load(from + (c << 2)), f32x4.splat(clip));
      v128.store(at, f32x4.add(v128.load(at), madd(g, g, f32x4.splat(eps))));
    }
    for (; c < count; c++) {
      const at = sums + (c << 2);
      const g = load<f32>(from + (c << 2)) * clip;
      store<f32>(at, load<f32>(at) + (g * g + eps));
    }
    from += line;
  }
}
