// src/shaders/dropout.wgsl: out = (residual +) inp * mask / (1 - p).
import { binding, constant, param, scratch } from '../call';
import { dropoutFactors } from '../lib/dropout';
import { addLine, copyLine, multiplyLines } from '../lib/lines';
import { endOf, firstOf } from '../lib/tasks';

const STEP = 2;
const OP = 1;
/** Constants. */
const RESIDUAL = 0;
const DROPOUT = 1;
const HOW = 2;

/** Elements whose factors stay in the nearest cache. */
const STRETCH = 1024;

export function dropout(args: usize, task: i32): void {
  const end = endOf(task, param(args, 0));
  for (let first = firstOf(task); first < end; first += STRETCH) {
    const count = min(STRETCH, end - first);
    const at = first << 2;
    const inp = binding(args, 0) + at;
    const out = binding(args, 3) + at;
    if (constant(args, DROPOUT)) {
      const factors = dropoutFactors(args, STEP, HOW, OP, first, count, scratch());
      multiplyLines(inp, factors, out, count);
    } else {
      copyLine(inp, 4, out, 4, count);
    }
    if (constant(args, RESIDUAL)) addLine(out, binding(args, 1) + at, count);
  }
}
