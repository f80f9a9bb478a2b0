// src/shaders/attention_forward.wgsl: a task has some rows of a head, and takes keys block by block
// (Dao et al. 2022): scores of a strip of rows, their share of the softmax, and the values' sum.
import { binding, constant, param } from '../call';
import { fillLine, multiplyLines } from '../lib/lines';
import { expNormal4, log1, maxOf, sumOf } from '../lib/simd';
import { BLOCK, HEADS, LSE, OUT, OUT_STRIDES, Q_LEN, STRIPS } from './arguments';
import {
  drops,
  firstSeenBy,
  headDim,
  kAt,
  kStep,
  maskAt,
  outStep,
  qAt,
  qStep,
  rowsBefore,
  scale,
  seenBy,
  setHead,
  startOf,
  vAt,
  vStep,
} from './head';
import {
  blockBytes,
  copyRows,
  openScratch,
  packStraight,
  packTurned,
  storeRows,
  take,
  takeBlock,
  takeFloats,
  takePanels,
  takeSums,
} from './rows';
import { addBias, dropoutOfRow, readMask } from './scores';
import { addStrip, LINE, multiplyStrip, ROWS, STRIP } from './tile';

export const LOWEST: f32 = -3.4e38;
export const LOWEST_BITS: i32 = reinterpret<i32>(LOWEST);

export function attention_forward(args: usize, task: i32): void {
  const heads = param(args, HEADS);
  const q = param(args, Q_LEN);
  const rows = constant(args, STRIPS) * ROWS;
  const blocks = (q + rows - 1) / rows;
  const first = (task % blocks) * rows;
  const head = (task / blocks) % heads;
  const batch = task / (blocks * heads);
  setHead(args, batch, head);
  const out = binding(args, OUT) + startOf(args, OUT_STRIDES, batch, head) + first * outStep;
  const lse = binding(args, LSE) + ((rowsBefore + first) << 2);
  attendRows(first, min(rows, q - first), constant(args, BLOCK), out, outStep, lse);
}

/** The first block of keys of which a row, and those below it, may see any. */
export function startFor(row: i32, block: i32): i32 {
  return (firstSeenBy(row) / block) * block;
}

/** Rows of the head at hand (./head), `block` keys at a time; `lse` is 0 where it is not asked for. */
export function attendRows(
  first: i32,
  rows: i32,
  block: i32,
  out: usize,
  rowStep: usize,
  lse: usize,
): void {
  openScratch();
  const height = ((rows + ROWS - 1) / ROWS) * ROWS;
  const pieceBytes = height * LINE;
  const queries = takeBlock(height, headDim);
  const sums = takeSums(height, headDim);
  const keys = takePanels(headDim, block);
  const values = takePanels(block, headDim);
  const masks = take(2 * LINE);
  const scores = take(STRIP);
  const factors = take(LINE);
  const maxima = takeFloats(height, LOWEST);
  const totals = takeFloats(height, 0);
  const keep = takeFloats(ROWS, 0);
  const ones = takeFloats(ROWS, 1);
  copyRows(qAt + first * qStep, qStep, rows, height, headDim, scale, queries);
  const end = seenBy(first + rows - 1);
  for (let key = startFor(first, block); key < end; key += block) {
    const count = min(block, end - key);
    packTurned(kAt + key * kStep, kStep, count, headDim, keys);
    packStraight(vAt + key * vStep, vStep, count, headDim, values, block << 5);
    readMask(key, count, masks);
    for (let row = 0; row < rows; row += ROWS) {
      const own = min(ROWS, rows - row);
      const seen = min(count, seenBy(first + row + own - 1) - key);
      if (seen <= max(0, firstSeenBy(first + row) - key)) continue;
      const strip = queries + row * LINE;
      multiplyStrip(strip, pieceBytes, keys, headDim, 0, seen, ones, scores);
      for (let r = 0; r < own; r++) {
        const at = (row + r) << 2;
        const line = scores + r * LINE;
        hideKeys(line, first + row + r, key, seen, masks);
        const shrink = advance(line, seen, maxima + at, totals + at);
        store<f32>(keep + (r << 2), shrink);
      }
      if (drops) dropKeys(scores, own, first + row, key, seen, factors);
      const into = sums + row * LINE;
      addStrip(scores, 0, seen, values, block << 5, headDim, keep, into, pieceBytes);
    }
  }
  finish(maxima, totals, rows, lse);
  storeRows(sums, height, rows, headDim, totals, out, rowStep);
}

/** Bias and LOWEST scores of hidden keys, up to the next multiple of 4 behind `seen`. */
function hideKeys(line: usize, row: i32, key: i32, seen: i32, masks: usize): void {
  const visible = max(0, min(seen, seenBy(row) - key));
  addBias(line, row, key, 0, visible, 1);
  fillLine(line + (visible << 2), LOWEST_BITS, ((seen + 3) & ~3) - visible);
  fillLine(line, LOWEST_BITS, min(seen, firstSeenBy(row) - key));
  if (!maskAt) return;
  for (let i: usize = 0; i < (seen as usize) << 2; i += 16) {
    const inMask = v128.load(masks + i);
    v128.store(line + i, v128.bitselect(v128.load(line + i), f32x4.splat(LOWEST), inMask));
  }
}

/** Scores become exp(score - greatest so far); gives what earlier sums are to be multiplied with. */
export function advance(line: usize, seen: i32, maximum: usize, total: usize): f32 {
  const end = line + ((seen as usize) << 2);
  const before = load<f32>(maximum);
  let most = f32x4.splat(before);
  for (let at = line; at < end; at += 16) most = f32x4.pmax(most, v128.load(at));
  const greatest = maxOf(most);
  store<f32>(maximum, greatest);
  // Where no key was seen yet, hidden ones must not become exp(0).
  const base = f32x4.splat(greatest == LOWEST ? 0 : greatest);
  let sum = f32x4.splat(0);
  for (let at = line; at < end; at += 16) {
    const p = expNormal4(f32x4.sub(v128.load(at), base));
    v128.store(at, p);
    sum = f32x4.add(sum, p);
  }
  const shrink = f32x4.extract_lane(expNormal4(f32x4.sub(f32x4.splat(before), base)), 0);
  store<f32>(total, load<f32>(total) * shrink + sumOf(sum));
  return shrink;
}

function dropKeys(scores: usize, own: i32, row: i32, key: i32, seen: i32, factors: usize): void {
  for (let r = 0; r < own; r++) {
    dropoutOfRow(row + r, key, seen, factors);
    const line = scores + r * LINE;
    multiplyLines(line, factors, line, seen);
  }
}

/** Sums become factors of the rows: 0 of rows that saw no key. */
export function finish(maxima: usize, totals: usize, rows: i32, lse: usize): void {
  for (let at: usize = 0; at < (rows as usize) << 2; at += 4) {
    const total = load<f32>(totals + at);
    store<f32>(totals + at, total == 0 ? 0 : 1 / total);
    if (lse) store<f32>(lse + at, total == 0 ? 0 : load<f32>(maxima + at) + log1(total));
  }
}
