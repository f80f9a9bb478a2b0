// src/shaders/embedding_forward.wgsl: out[row] = dropout(table[ids[row]] + positions[..]).
import { binding, constant, param, scratch } from '../call';
import { dropoutFactors } from '../lib/dropout';
import { addLine, copyLine, multiplyLines } from '../lib/lines';

const IDS = 0;
const TABLE = 1;
const POSITIONS = 2;
const STEP = 3;
const OUT = 4;
/** Params. */
const ROWS = 0;
const WIDTH = 1;
const VOCAB = 2;
const SEQ_LEN = 3;
const POSITION_OFFSET = 4;
const POSITION_COUNT = 5;
const FIRST = 6;
const PART = 7;
const OP = 8;
/** Constants. */
const HAS_POSITIONS = 0;
const HAS_PAST = 1;
const HAS_DROPOUT = 2;
const HOW = 3;

/** As ROWS_A_TASK of src/cpu/families/layout.ts. */
const ROWS_A_TASK = 16;
/** Elements whose factors stay in the nearest cache. */
const STRETCH = 1024;

export function embedding_forward(args: usize, task: i32): void {
  const width = param(args, WIDTH);
  const first = param(args, FIRST) as u32;
  const last = (param(args, VOCAB) as u32) - 1;
  const end = min(param(args, ROWS), (task + 1) * ROWS_A_TASK);
  for (let row = task * ROWS_A_TASK; row < end; row++) {
    // An id outside the table gives the last row; one of another part of it wraps to something large.
    const id = min(load<u32>(binding(args, IDS) + (row << 2)), last) - first;
    if (id >= (param(args, PART) as u32)) continue;
    const out = binding(args, OUT) + ((row * width) << 2);
    copyLine(binding(args, TABLE) + ((id * width) << 2), 4, out, 4, width);
    if (constant(args, HAS_POSITIONS)) {
      const position = positionOf(args, row);
      addLine(out, binding(args, POSITIONS) + ((position * width) << 2), width);
    }
    if (constant(args, HAS_DROPOUT)) drop(args, row * width, out, width);
  }
}

function positionOf(args: usize, row: i32): i32 {
  const position = (row % param(args, SEQ_LEN)) + param(args, POSITION_OFFSET);
  if (!constant(args, HAS_PAST)) return position;
  return min(position + load<i32>(binding(args, STEP)), param(args, POSITION_COUNT) - 1);
}

function drop(args: usize, first: i32, line: usize, width: i32): void {
  for (let column = 0; column < width; column += STRETCH) {
    const count = min(STRETCH, width - column);
    const factors = dropoutFactors(args, STEP, HOW, OP, first + column, count, scratch());
    const part = line + ((column as usize) << 2);
    multiplyLines(part, factors, part, count);
  }
}
