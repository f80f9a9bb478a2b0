// src/shaders/attention_decode.wgsl. A few rows are taken one by one, and then keys and values are read
// once, as they lie; more rows are worth packing for (./attention_forward).
import { binding, constant, param, paramF32 } from '../call';
import { fillLine } from '../lib/lines';
import { ALIBI, RELATIVE } from './arguments';
import { advance, attendRows, finish, LOWEST, LOWEST_BITS } from './attention_forward';
import {
  firstSeenBy,
  headDim,
  kAt,
  kStep,
  qAt,
  qStep,
  scale,
  seenBy,
  setCached,
  vAt,
  vStep,
} from './head';
import { dotRows, sumRows } from './lines';
import { copyRows, openScratch, storeRows, take, takeBlock, takeFloats, takeSums } from './rows';
import { addBias } from './scores';
import { ROWS } from './tile';

/** Params. */
const QUERIES = 0;
const HEADS = 1;
const KV_HEADS = 2;
const SEQUENCES = 3;
const CAPACITY = 4;
const Q_ROW = 5;
const SCALE = 6;
const WINDOW = 10;

/** Constants. */
const HEAD_DIM = 0;
const STRIPS = 1;
const BLOCK = 2;
const BIAS_KIND = 3;

/** Keys whose scores are kept at a time. */
const STRETCH = 1024;

/** A task has a row of a head, or STRIPS strips of rows. */
export function attention_decode(args: usize, task: i32): void {
  const rows = param(args, QUERIES);
  const heads = param(args, HEADS);
  const strips = constant(args, STRIPS);
  const each = strips == 0 ? 1 : strips * ROWS;
  const blocks = (rows + each - 1) / each;
  const first = (task % blocks) * each;
  const head = (task / blocks) % heads;
  const batch = task / (blocks * heads);
  openHead(args, batch, head);
  const depth = headDim as usize;
  const out = binding(args, 5) + ((((batch * rows + first) * heads + head) * depth) << 2);
  const step = (heads * depth) << 2;
  if (strips == 0) attendRow(first, out);
  else attendRows(first, min(each, rows - first), constant(args, BLOCK), out, step, 0);
}

function openHead(args: usize, batch: i32, head: i32): void {
  const control = binding(args, 3);
  const depth = constant(args, HEAD_DIM);
  const kvHeads = param(args, KV_HEADS);
  const rows = param(args, QUERIES);
  const capacity = param(args, CAPACITY);
  const wanted = load<u32>(control, 4) + batch;
  const sequence = min(wanted, (param(args, SEQUENCES) - 1) as u32);
  const width = kvHeads * depth;
  const kvHead = head / (param(args, HEADS) / kvHeads);
  const cached = ((sequence * capacity * width + kvHead * depth) as usize) << 2;
  const row = (param(args, Q_ROW) as usize) << 2;
  const before = load<i32>(control);
  const bias = binding(args, 4);
  const kind = constant(args, BIAS_KIND);
  setCached(
    binding(args, 0) + batch * rows * row + ((head * depth) << 2),
    row,
    binding(args, 1) + cached,
    binding(args, 2) + cached,
    (width as usize) << 2,
    rows,
    before,
    capacity,
    depth,
    paramF32(args, SCALE),
    kind == ALIBI ? load<f32>(bias + (head << 2)) : 0,
    kind == RELATIVE ? bias + (((head + 1) * capacity - before - rows) << 2) : 0,
    param(args, WINDOW),
  );
}

function attendRow(row: i32, out: usize): void {
  openScratch();
  // Blocks of one row: its numbers lie side by side.
  const query = takeBlock(1, headDim);
  const sums = takeSums(1, headDim);
  const scores = take(STRETCH << 2);
  const maximum = takeFloats(1, LOWEST);
  const total = takeFloats(1, 0);
  copyRows(qAt + row * qStep, qStep, 1, 1, headDim, scale, query);
  const end = seenBy(row);
  for (let key = firstSeenBy(row); key < end; key += STRETCH) {
    const count = min(STRETCH, end - key);
    dotRows(query, kAt + key * kStep, kStep, count, headDim, scores);
    addBias(scores, row, key, 0, count, 1);
    fillLine(scores + (count << 2), LOWEST_BITS, -count & 3);
    const shrink = advance(scores, count, maximum, total);
    sumRows(scores, vAt + key * vStep, vStep, count, headDim, shrink, sums);
  }
  finish(maximum, total, 1, 0);
  storeRows(sums, 1, 1, headDim, total, out, 0);
}
