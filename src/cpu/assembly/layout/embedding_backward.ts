// src/shaders/embedding_chain.wgsl and embedding_backward.wgsl: dtable[id] (+)= sum of dout over the rows
// of id, in their order.
import { binding, constant, param, scratch } from '../call';
import { dropoutFactors } from '../lib/dropout';
import { addLine, copyLine, fillLine, multiplyLines } from '../lib/lines';

const IDS = 0;
const LINK = 1;
const DOUT = 2;
const STEP = 3;
const DTABLE = 4;
/** Params. */
const ROWS = 0;
const WIDTH = 1;
const VOCAB = 2;
const FIRST = 3;
const PART = 4;
const OP = 5;
/** Constants. */
const ACCUMULATE = 0;
const HAS_DROPOUT = 1;
const HOW = 2;

const IS_FIRST: u32 = 0x80000000;
/** As COLUMNS_A_TASK of src/cpu/families/layout.ts. */
const COLUMNS_A_TASK = 32;
/** Spreads ids over a table whose size is a power of two (Knuth's multiplicative hashing). */
const HASH: u32 = 2654435769;

/**
 * Bindings: ids, link, table; Params: rows, and 32 less the bits of a place in the table. Each place
 * holds the latest row of an id, counted from 1.
 */
export function embedding_chain(args: usize, _task: i32): void {
  const ids = binding(args, 0);
  const link = binding(args, 1);
  const table = binding(args, 2);
  const rows = param(args, 0);
  const shift = param(args, 1);
  const mask = ((1 as u32) << (32 - shift)) - 1;
  memory.fill(table, 0, ((mask as usize) + 1) << 2);
  for (let row = 0; row < rows; row++) {
    const id = load<u32>(ids + (row << 2));
    let place = (id * HASH) >> shift;
    let latest = load<u32>(table + (place << 2));
    while (latest != 0 && load<u32>(ids + ((latest - 1) << 2)) != id) {
      place = (place + 1) & mask;
      latest = load<u32>(table + (place << 2));
    }
    if (latest != 0) {
      const before = link + ((latest - 1) << 2);
      store<u32>(before, (load<u32>(before) & IS_FIRST) | row);
    }
    store<u32>(link + (row << 2), latest == 0 ? rows | IS_FIRST : rows);
    store<u32>(table + (place << 2), row + 1);
  }
}

/** A task makes some columns of every row: rows of few ids would leave other tasks idle. */
export function embedding_backward(args: usize, task: i32): void {
  const rows = param(args, ROWS);
  const width = param(args, WIDTH);
  const first = param(args, FIRST) as u32;
  const last = (param(args, VOCAB) as u32) - 1;
  const column = task * COLUMNS_A_TASK;
  const columns = min(COLUMNS_A_TASK, width - column);
  const sums = scratch();
  for (let row = 0; row < rows; row++) {
    if ((load<u32>(binding(args, LINK) + (row << 2)) & IS_FIRST) == 0) continue;
    const id = min(load<u32>(binding(args, IDS) + (row << 2)), last) - first;
    if (id >= (param(args, PART) as u32)) continue;
    addChain(args, row, column, columns, sums);
    const target = binding(args, DTABLE) + ((id * width + column) << 2);
    if (constant(args, ACCUMULATE)) addLine(sums, target, columns);
    copyLine(sums, 4, target, 4, columns);
  }
}

/** sums = gradients of `row` and of all that follow it in its chain. */
function addChain(args: usize, row: i32, column: i32, columns: i32, sums: usize): void {
  const rows = param(args, ROWS);
  fillLine(sums, 0, columns);
  for (let at = row; at < rows;) {
    const i = at * param(args, WIDTH) + column;
    let line = binding(args, DOUT) + (i << 2);
    if (constant(args, HAS_DROPOUT)) {
      const factors = dropoutFactors(args, STEP, HOW, OP, i, columns, sums + 4 * COLUMNS_A_TASK);
      multiplyLines(line, factors, factors, columns);
      line = factors;
    }
    addLine(sums, line, columns);
    at = load<u32>(binding(args, LINK) + (at << 2)) & ~IS_FIRST;
  }
}
