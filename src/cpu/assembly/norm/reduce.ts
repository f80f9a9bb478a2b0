// src/shaders/reduce.wgsl. Where results that are neighbors come from neighbors, rows are added to rows;
// else each result goes its own way through memory.
import { binding, constant, param, paramF32 } from '../call';
import { addRows, maxRow, maxRows, scaleRow, sumRow } from '../lib/rows';
import { offsetAt } from '../lib/strides';

const MAX = 0;
const INNER = 1;

/** Positions in Params. */
const OUTS = 0;
const REDUCED = 1;
const PER_SPLIT = 2;
const SPLITS = 3;
const FACTOR = 4;
const OUT_OUTER = 5;
const REDUCED_OUTER = 6;
const OUT_DIMS = 8;
const OUT_STRIDES = 12;
const REDUCED_DIMS = 16;
const REDUCED_STRIDES = 20;

/** As in src/cpu/families/norm.ts: values that a task reads, and results that it makes at least. */
const VALUES: i32 = 32_768;
const RESULTS: i32 = 64;

export function reduce(args: usize, task: i32): void {
  const out = binding(args, 1);
  const outs = param(args, OUTS);
  const perSplit = param(args, PER_SPLIT);
  const results = max(RESULTS, VALUES / perSplit);
  const end = min(outs * param(args, SPLITS), (task + 1) * results);
  // A walk over one dimension has no inner one: its extents are all 1.
  const flat = param(args, OUT_DIMS + 3) == 1;
  const length = flat ? outs : param(args, OUT_DIMS + 3);
  const step = flat ? param(args, OUT_OUTER) : param(args, OUT_STRIDES + 3);
  let i = task * results;
  while (i < end) {
    const place = i % outs;
    const stop = min(end, i + length - (place % length));
    const first = (i / outs) * perSplit;
    const last = min(first + perSplit, param(args, REDUCED));
    let from =
      binding(args, 0) +
      (offsetAt(args, place, constant(args, INNER), OUT_STRIDES, OUT_OUTER, OUT_DIMS) << 2);
    if (step == 1) {
      foldRows(args, from, first, last, stop - i, out + (i << 2));
      scaleRow(out + (i << 2), stop - i, paramF32(args, FACTOR));
      i = stop;
    }
    for (; i < stop; i++) {
      store<f32>(out + (i << 2), fold(args, from, first, last) * paramF32(args, FACTOR));
      from += step << 2;
    }
  }
}

function offsetOf(args: usize, r: i32): usize {
  return (
    offsetAt(args, r, constant(args, INNER), REDUCED_STRIDES, REDUCED_OUTER, REDUCED_DIMS) << 2
  );
}

/** Values [first, last) of `count` results side by side. */
function foldRows(args: usize, from: usize, first: i32, last: i32, count: i32, into: usize): void {
  const flat = param(args, REDUCED_DIMS + 3) == 1;
  const length = flat ? param(args, REDUCED) : param(args, REDUCED_DIMS + 3);
  const step = (flat ? param(args, REDUCED_OUTER) : param(args, REDUCED_STRIDES + 3)) << 2;
  memory.copy(into, from + offsetOf(args, first), (count as usize) << 2);
  let r = first + 1;
  while (r < last) {
    const stop = min(last, r + length - (r % length));
    const row = from + offsetOf(args, r);
    if (constant(args, MAX)) maxRows(row, step, stop - r, count, into);
    else addRows(row, step, stop - r, count, into);
    r = stop;
  }
}

/** Values [first, last) of one result. */
function fold(args: usize, from: usize, first: i32, last: i32): f32 {
  const isMax = constant(args, MAX) != 0;
  const flat = param(args, REDUCED_DIMS + 3) == 1;
  const length = flat ? param(args, REDUCED) : param(args, REDUCED_DIMS + 3);
  const step = (flat ? param(args, REDUCED_OUTER) : param(args, REDUCED_STRIDES + 3)) << 2;
  let value = isMax ? load<f32>(from + offsetOf(args, first)) : 0;
  let r = first;
  while (r < last) {
    const stop = min(last, r + length - (r % length));
    let at = from + offsetOf(args, r);
    if (step == 4) {
      if (isMax) value = max(value, maxRow(at, stop - r));
      else value += sumRow(at, stop - r);
      r = stop;
    }
    for (; r < stop; r++) {
      if (isMax) value = max(value, load<f32>(at));
      else value += load<f32>(at);
      at += step;
    }
  }
  return value;
}
