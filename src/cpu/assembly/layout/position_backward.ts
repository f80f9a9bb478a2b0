// src/shaders/position_backward.wgsl: dtable[t] = sum over the batch of dout[b, t].
import { binding, constant, param, scratch } from '../call';
import { dropoutFactors } from '../lib/dropout';
import { addLine, fillLine, multiplyLines } from '../lib/lines';

const DOUT = 0;
const STEP = 1;
const DTABLE = 2;
/** Params. */
const BATCH = 0;
const SEQ_LEN = 1;
const WIDTH = 2;
const TABLE_ROWS = 3;
const POSITION_OFFSET = 4;
const OP = 5;
/** Constants. */
const ACCUMULATE = 0;
const HAS_DROPOUT = 1;
const HOW = 2;

/** As ROWS_A_TASK of src/cpu/families/layout.ts. */
const ROWS_A_TASK = 16;
/** Columns that are added at a time: their sums stay in the nearest cache. */
const STRETCH = 1024;

export function position_backward(args: usize, task: i32): void {
  const width = param(args, WIDTH);
  const end = min(param(args, TABLE_ROWS), (task + 1) * ROWS_A_TASK);
  for (let row = task * ROWS_A_TASK; row < end; row++) {
    for (let column = 0; column < width; column += STRETCH) {
      addBatch(args, row, column, min(STRETCH, width - column));
    }
  }
}

function addBatch(args: usize, row: i32, column: i32, columns: i32): void {
  const length = param(args, SEQ_LEN);
  const width = param(args, WIDTH);
  const sums = binding(args, DTABLE) + ((row * width + column) << 2);
  if (!constant(args, ACCUMULATE)) fillLine(sums, 0, columns);
  const t = row - param(args, POSITION_OFFSET);
  if (t < 0 || t >= length) return;
  for (let batch = 0; batch < param(args, BATCH); batch++) {
    const i = (batch * length + t) * width + column;
    let line = binding(args, DOUT) + (i << 2);
    if (constant(args, HAS_DROPOUT)) {
      const factors = dropoutFactors(args, STEP, HOW, OP, i, columns, scratch());
      multiplyLines(line, factors, factors, columns);
      line = factors;
    }
    addLine(sums, line, columns);
  }
}
