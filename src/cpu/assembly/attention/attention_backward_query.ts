// src/shaders/attention_backward_query.wgsl: a task has some rows of a head. For a strip of rows and a
// block of keys: P from the scores and lse, dP = dout vᵀ, dS = P (dP - delta), dq += dS k.
import { binding, constant, param } from '../call';
import { addLine, fillLine, multiplyLines } from '../lib/lines';
import { expNormal4 } from '../lib/simd';
import { BLOCK, DQ, FACTS, HEADS, Q_LEN, Q_STRIDES, STRIPS } from './arguments';
import { startFor } from './attention_forward';
import {
  doutAt,
  drops,
  firstSeenBy,
  headDim,
  kAt,
  kStep,
  maskAt,
  outStep,
  qAt,
  qLen,
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

export function attention_backward_query(args: usize, task: i32): void {
  const heads = param(args, HEADS);
  const q = param(args, Q_LEN);
  const rows = constant(args, STRIPS) * ROWS;
  const blocks = (q + rows - 1) / rows;
  const first = (task % blocks) * rows;
  const head = (task / blocks) % heads;
  const batch = task / (blocks * heads);
  setHead(args, batch, head);
  const dq = binding(args, DQ) + startOf(args, Q_STRIDES, batch, head) + first * qStep;
  const facts = binding(args, FACTS) + ((rowsBefore + first) << 3);
  gradientOfRows(first, min(rows, q - first), constant(args, BLOCK), facts, dq, 0);
}

/**
 * dS of rows of the head at hand (./head), block by block of keys; what is wanted of it: the rows of dq
 * from address `dq`, or dS itself, added by distance to the numbers at `bias`. 0 where not wanted.
 */
export function gradientOfRows(
  first: i32,
  rows: i32,
  block: i32,
  facts: usize,
  dq: usize,
  bias: usize,
): void {
  openScratch();
  const height = ((rows + ROWS - 1) / ROWS) * ROWS;
  const pieceBytes = height * LINE;
  const queries = takeBlock(height, headDim);
  const douts = takeBlock(height, headDim);
  const sums = takeSums(height, headDim);
  const keys = takePanels(headDim, block);
  const values = takePanels(headDim, block);
  const straight = takePanels(block, headDim);
  const masks = take(2 * LINE);
  const scores = take(STRIP);
  const products = take(STRIP);
  const factors = take(LINE);
  const ones = takeFloats(ROWS, 1);
  copyRows(qAt + first * qStep, qStep, rows, height, headDim, scale, queries);
  copyRows(doutAt + first * outStep, outStep, rows, height, headDim, 1, douts);
  const end = seenBy(first + rows - 1);
  for (let key = startFor(first, block); key < end; key += block) {
    const count = min(block, end - key);
    packTurned(kAt + key * kStep, kStep, count, headDim, keys);
    packTurned(vAt + key * vStep, vStep, count, headDim, values);
    if (dq) packStraight(kAt + key * kStep, kStep, count, headDim, straight, block << 5);
    readMask(key, count, masks);
    for (let row = 0; row < rows; row += ROWS) {
      const own = min(ROWS, rows - row);
      const seen = min(count, seenBy(first + row + own - 1) - key);
      if (seen <= max(0, firstSeenBy(first + row) - key)) continue;
      const at = row * LINE;
      multiplyStrip(queries + at, pieceBytes, keys, headDim, 0, seen, ones, scores);
      multiplyStrip(douts + at, pieceBytes, values, headDim, 0, seen, ones, products);
      for (let r = 0; r < own; r++) {
        const line = scores + r * LINE;
        const product = products + r * LINE;
        const here = first + row + r;
        if (drops) {
          dropoutOfRow(here, key, seen, factors);
          multiplyLines(product, factors, product, seen);
        }
        gradientOfScores(line, product, here, key, seen, masks, facts + ((row + r) << 3));
        if (bias) addLine(bias + ((key - here + qLen - 1) << 2), line, seen);
      }
      if (!dq) continue;
      addStrip(scores, 0, seen, straight, block << 5, headDim, ones, sums + at, pieceBytes);
    }
  }
  if (!dq) return;
  const factor = takeFloats(height, scale);
  storeRows(sums, height, rows, headDim, factor, dq, qStep);
}

/** Scores become dS, 0 for hidden keys. `fact`: lse and delta of the row. */
function gradientOfScores(
  line: usize,
  product: usize,
  row: i32,
  key: i32,
  seen: i32,
  masks: usize,
  fact: usize,
): void {
  const visible = max(0, min(seen, seenBy(row) - key));
  addBias(line, row, key, 0, visible, 1);
  const lse = v128.load32_splat(fact);
  const delta = v128.load32_splat(fact, 4);
  for (let i: usize = 0; i < (visible as usize) << 2; i += 16) {
    // Scores of 1e9 come out a little different than forward did: a probability is at most 1.
    const exponent = f32x4.pmin(f32x4.sub(v128.load(line + i), lse), f32x4.splat(0));
    const p = expNormal4(exponent);
    const ds = f32x4.mul(p, f32x4.sub(v128.load(product + i), delta));
    v128.store(line + i, ds);
  }
  fillLine(line + (visible << 2), 0, seen - visible);
  fillLine(line, 0, min(seen, firstSeenBy(row) - key));
  if (!maskAt) return;
  for (let i: usize = 0; i < (visible as usize) << 2; i += 16) {
    v128.store(line + i, v128.and(v128.load(line + i), v128.load(masks + i)));
  }
}
