// src/shaders/adafactor_partials.wgsl and adafactor_update.wgsl. A task is a workgroup: `chunk` elements.
import { binding, constant, param, paramF32 } from '../call';
import { sumOf } from '../lib/simd';
import { isIdle, wordOf } from './arenas';

/** Params of both. */
const ROWS = 0;
const COLUMNS = 1;
const CHUNK = 2;
/** Params of the update. */
const GROUPS = 3;
const LR_SCALE = 4;
const DECAY = 5;
const THRESHOLD = 6;
const EPS2 = 7;
/** Constants: the first of both, the others of the update. */
const NORM_CLIP_SCALE = 0;
const NORM_NON_FINITE = 1;
const STEP_LEARNING_RATE = 2;
const RELATIVE = 3;

export function adafactor_partials(args: usize, task: i32): void {
  const grads = binding(args, 0);
  const rowMoments = binding(args, 2);
  const weights = binding(args, 3);
  const columns = param(args, COLUMNS);
  const columnMoments = rowMoments + (param(args, ROWS) << 2);
  const rowMean = meanOf(rowMoments, param(args, ROWS));
  const clip = wordOf(args, 1, NORM_CLIP_SCALE);
  const end = endOfChunk(args, task);
  let updates = f32x4.splat(0);
  let squares = f32x4.splat(0);
  let restUpdates: f32 = 0;
  let restSquares: f32 = 0;
  let i = task * param(args, CHUNK);
  while (i < end) {
    const row = load<f32>(rowMoments + ((i / columns) << 2));
    let at = columnMoments + ((i % columns) << 2);
    const stop = min(end, i + columns - (i % columns));
    for (; i + 4 <= stop; i += 4) {
      const v = variance4(row, at, rowMean);
      const g = f32x4.mul(v128.load(grads + (i << 2)), f32x4.splat(clip));
      const w = v128.load(weights + (i << 2));
      updates = f32x4.add(updates, f32x4.div(f32x4.mul(g, g), v));
      squares = f32x4.add(squares, f32x4.mul(w, w));
      at += 16;
    }
    for (; i < stop; i++) {
      const g = load<f32>(grads + (i << 2)) * clip;
      const w = load<f32>(weights + (i << 2));
      restUpdates += (g * g) / variance(row, at, rowMean);
      restSquares += w * w;
      at += 4;
    }
  }
  const out = binding(args, 4) + (task << 3);
  store<f32>(out, sumOf(updates) + restUpdates);
  store<f32>(out, sumOf(squares) + restSquares, 4);
}

export function adafactor_update(args: usize, task: i32): void {
  if (isIdle(args, 2, NORM_NON_FINITE)) return;
  const grads = binding(args, 0);
  const rowMoments = binding(args, 3);
  const weights = binding(args, 5);
  const columns = param(args, COLUMNS);
  const columnMoments = rowMoments + (param(args, ROWS) << 2);
  const rowMean = meanOf(rowMoments, param(args, ROWS));
  let lr = wordOf(args, 1, STEP_LEARNING_RATE) * paramF32(args, LR_SCALE);
  if (constant(args, RELATIVE)) lr *= max(paramF32(args, EPS2), rmsOf(args, 4));
  const size: f32 = max(1, rmsOf(args, 0) / paramF32(args, THRESHOLD));
  const step = lr * (wordOf(args, 2, NORM_CLIP_SCALE) / size);
  const shrink: f32 = 1 - lr * paramF32(args, DECAY);
  const end = endOfChunk(args, task);
  let i = task * param(args, CHUNK);
  while (i < end) {
    const row = load<f32>(rowMoments + ((i / columns) << 2));
    let at = columnMoments + ((i % columns) << 2);
    const stop = min(end, i + columns - (i % columns));
    for (; i + 4 <= stop; i += 4) {
      const root = f32x4.sqrt(variance4(row, at, rowMean));
      const u = f32x4.div(f32x4.mul(f32x4.splat(step), v128.load(grads + (i << 2))), root);
      const w = f32x4.mul(v128.load(weights + (i << 2)), f32x4.splat(shrink));
      v128.store(weights + (i << 2), f32x4.sub(w, u));
      at += 16;
    }
    for (; i < stop; i++) {
      const u = (step * load<f32>(grads + (i << 2))) / sqrt<f32>(variance(row, at, rowMean));
      store<f32>(weights + (i << 2), load<f32>(weights + (i << 2)) * shrink - u);
      at += 4;
    }
  }
}

function endOfChunk(args: usize, task: i32): i32 {
  return min(param(args, ROWS) * param(args, COLUMNS), (task + 1) * param(args, CHUNK));
}

/** The second moments of elements in one row, at the address of their columns' moments. */
function variance4(row: f32, columnMoments: usize, rowMean: f32): v128 {
  return f32x4.div(f32x4.mul(f32x4.splat(row), v128.load(columnMoments)), f32x4.splat(rowMean));
}

function variance(row: f32, columnMoment: usize, rowMean: f32): f32 {
  return (row * load<f32>(columnMoment)) / rowMean;
}

function meanOf(values: usize, count: i32): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < count; i++) sum += load<f32>(values + (i << 2));
  return sum / (count as f32);
}

/** Of all updates (offset 0) or of all parameters (offset 4), from the partials. */
function rmsOf(args: usize, offset: usize): f32 {
  const partials = binding(args, 4) + offset;
  let sum: f32 = 0;
  for (let i = 0; i < param(args, GROUPS); i++) sum += load<f32>(partials + (i << 3));
  return sqrt<f32>(sum / ((param(args, ROWS) * param(args, COLUMNS)) as f32));
}
