// src/shaders/strided_copy.wgsl: permute, expand, slice, concat.
import { binding, constant, param } from '../call';
import { copyLine } from '../lib/lines';
import { offsetAt } from '../lib/strides';
import { endOf, firstOf } from '../lib/tasks';

/** Positions in Params. */
const INP_FIRST = 1;
const OUT_FIRST = 2;
const INP_OUTER = 3;
const OUT_OUTER = 4;
const DIMS = 8;
const INP_STRIDES = 12;
const OUT_STRIDES = 16;

export function strided_copy(args: usize, task: i32): void {
  const inp = binding(args, 0) + (param(args, INP_FIRST) << 2);
  const out = binding(args, 1) + (param(args, OUT_FIRST) << 2);
  const inner = constant(args, 0);
  const end = endOf(task, param(args, 0));
  // Along the innermost dimension both sides go by a fixed stride.
  const length = inner == 0 ? param(args, 0) : param(args, DIMS + 3);
  const from = inner == 0 ? param(args, INP_OUTER) : param(args, INP_STRIDES + 3);
  const to = inner == 0 ? param(args, OUT_OUTER) : param(args, OUT_STRIDES + 3);
  let i = firstOf(task);
  while (i < end) {
    const count = min(end - i, length - (i % length));
    const source = inp + (offsetAt(args, i, inner, INP_STRIDES, INP_OUTER, DIMS) << 2);
    const place = out + (offsetAt(args, i, inner, OUT_STRIDES, OUT_OUTER, DIMS) << 2);
    copyLine(source, from << 2, place, to << 2, count);
    i += count;
  }
}
