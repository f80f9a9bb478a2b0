// src/shaders/pad.wgsl: out = inp inside a box, `value` (or base, which inp is added to) around it.
import { binding, constant, param } from '../call';
import { addLine, copyLine, fillLine } from '../lib/lines';
import { endOf, firstOf } from '../lib/tasks';

/** Positions in Params. */
const OUTER_BEFORE = 1;
const OUTER_EXTENT = 2;
const OUTER_STRIDE = 3;
const DIMS = 4;
const BEFORE = 8;
const EXTENTS = 12;
const STRIDES = 16;
const VALUE = 20;

export function pad(args: usize, task: i32): void {
  const out = binding(args, 2);
  const hasBase = constant(args, 0) != 0;
  const length = param(args, DIMS + 3);
  const before = param(args, BEFORE + 3);
  const extent = param(args, EXTENTS + 3);
  const end = endOf(task, param(args, 0));
  let i = firstOf(task);
  while (i < end) {
    const column = i % length;
    const count = min(end - i, length - column);
    const place = out + (i << 2);
    if (hasBase) copyLine(binding(args, 1) + (i << 2), 4, place, 4, count);
    else fillLine(place, param(args, VALUE), count);
    // The part of the box that lies in this one.
    const first = max(column, before);
    const inside = min(column + count, before + extent) - first;
    const line = inside > 0 ? lineOf(args, i / length) : -1;
    if (line >= 0) {
      const source = binding(args, 0) + ((line + first - before) << 2);
      const target = place + ((first - column) << 2);
      if (hasBase) addLine(target, source, inside);
      else copyLine(source, 4, target, 4, inside);
    }
    i += count;
  }
}

/** Where the line of inp starts that line `rest` of out holds; below 0 outside the box. */
function lineOf(args: usize, rest: i32): i32 {
  let at = 0;
  for (let d = 2; d >= 0; d--) {
    const extent = param(args, DIMS + d);
    const place = (rest % extent) - param(args, BEFORE + d);
    if (place < 0 || place >= param(args, EXTENTS + d)) return -1;
    at += place * param(args, STRIDES + d);
    rest /= extent;
  }
  const place = rest - param(args, OUTER_BEFORE);
  if (place < 0 || place >= param(args, OUTER_EXTENT)) return -1;
  return at + place * param(args, OUTER_STRIDE);
}
