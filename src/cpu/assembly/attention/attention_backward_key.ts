// src/shaders/attention_backward_key.wgsl: a task has some keys, and takes rows block by block, of the
// query heads that share them. For a strip of keys: Pᵀ and dSᵀ, then dv += Pᵀ dout and dk += dSᵀ q.
import { binding, constant, param } from '../call';
import { fillLine, multiplyLines } from '../lib/lines';
import { expNormal4 } from '../lib/simd';
import {
  BLOCK,
  DK,
  DV,
  FACTS,
  HEADS,
  K_LEN,
  K_STRIDES,
  KV_HEADS,
  STRIPS,
  V_STRIDES,
} from './arguments';
import {
  doutAt,
  drops,
  endRowOf,
  firstRowOf,
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
import { addBias, dropoutOfKeys } from './scores';
import { addStrip, LINE, multiplyStrip, ROWS, STRIP } from './tile';

/** The task's blocks and panels, and the numbers of its keys. */
let keys: usize = 0;
let values: usize = 0;
let dkSums: usize = 0;
let dvSums: usize = 0;
let queries: usize = 0;
let douts: usize = 0;
let queryLines: usize = 0;
let doutLines: usize = 0;
let lses: usize = 0;
let deltas: usize = 0;
let scores: usize = 0;
let products: usize = 0;
let factors: usize = 0;
let spare: usize = 0;
let ones: usize = 0;
let pieceBytes: usize = 0;
let panelBytes: usize = 0;

export function attention_backward_key(args: usize, task: i32): void {
  const kvHeads = param(args, KV_HEADS);
  const each = param(args, HEADS) / kvHeads;
  const k = param(args, K_LEN);
  const most = constant(args, STRIPS) * ROWS;
  const blocks = (k + most - 1) / most;
  const first = (task % blocks) * most;
  const kvHead = (task / blocks) % kvHeads;
  const batch = task / (blocks * kvHeads);
  const count = min(most, k - first);
  const block = constant(args, BLOCK);
  setHead(args, batch, kvHead * each);
  const height = ((count + ROWS - 1) / ROWS) * ROWS;
  takeScratch(height, block);
  copyRows(kAt + first * kStep, kStep, count, height, headDim, scale, keys);
  copyRows(vAt + first * vStep, vStep, count, height, headDim, 1, values);
  for (let head = kvHead * each; head < (kvHead + 1) * each; head++) {
    setHead(args, batch, head);
    const facts = binding(args, FACTS) + (rowsBefore << 3);
    const end = endRowOf(first + count - 1);
    for (let row = firstRowOf(first); row < end; row += block) {
      addRows(first, count, row, min(block, end - row), facts + (row << 3));
    }
  }
  const scales = takeFloats(height, scale);
  const dk = binding(args, DK) + startOf(args, K_STRIDES, batch, kvHead) + first * kStep;
  storeRows(dkSums, height, count, headDim, scales, dk, kStep);
  const unit = takeFloats(height, 1);
  const dv = binding(args, DV) + startOf(args, V_STRIDES, batch, kvHead) + first * vStep;
  storeRows(dvSums, height, count, headDim, unit, dv, vStep);
}

function takeScratch(height: i32, block: i32): void {
  openScratch();
  pieceBytes = height * LINE;
  panelBytes = block << 5;
  keys = takeBlock(height, headDim);
  values = takeBlock(height, headDim);
  dkSums = takeSums(height, headDim);
  dvSums = takeSums(height, headDim);
  queries = takePanels(headDim, block);
  douts = takePanels(headDim, block);
  queryLines = takePanels(block, headDim);
  doutLines = takePanels(block, headDim);
  lses = take(LINE);
  deltas = take(LINE);
  scores = take(STRIP);
  products = take(STRIP);
  factors = take(STRIP);
  spare = take(64);
  ones = takeFloats(ROWS, 1);
}

/** What rows row … row + count - 1 of the head at hand add to the gradients of `own` keys from `first`. */
function addRows(first: i32, own: i32, row: i32, count: i32, facts: usize): void {
  const q = qAt + row * qStep;
  const dout = doutAt + row * outStep;
  packTurned(q, qStep, count, headDim, queries);
  packTurned(dout, outStep, count, headDim, douts);
  packStraight(q, qStep, count, headDim, queryLines, panelBytes);
  packStraight(dout, outStep, count, headDim, doutLines, panelBytes);
  for (let i = 0; i < count; i++) {
    store<f32>(lses + (i << 2), load<f32>(facts + (i << 3)));
    store<f32>(deltas + (i << 2), load<f32>(facts + (i << 3), 4));
  }
  for (let key = 0; key < own; key += ROWS) {
    // Rows before it see none of the strip's keys.
    const from = max(0, firstRowOf(first + key) - row) & ~7;
    if (from >= count) break;
    const at = key * LINE;
    multiplyStrip(keys + at, pieceBytes, queries, headDim, from, count, ones, scores);
    multiplyStrip(values + at, pieceBytes, douts, headDim, from, count, ones, products);
    if (drops) {
      dropoutOfKeys(first + key, row, from, count, factors, spare);
      dropStrip(products, from, count);
    }
    for (let r = 0; r < min(ROWS, own - key); r++) {
      gradientOfKey(scores + r * LINE, products + r * LINE, first + key + r, row, from, count);
    }
    if (drops) dropStrip(scores, from, count);
    const dv = dvSums + at;
    const dk = dkSums + at;
    addStrip(scores, from, count, doutLines, panelBytes, headDim, ones, dv, pieceBytes);
    addStrip(products, from, count, queryLines, panelBytes, headDim, ones, dk, pieceBytes);
  }
}

function dropStrip(strip: usize, from: i32, to: i32): void {
  const start = (from << 2) as usize;
  for (let at = start; at < STRIP; at += LINE) {
    multiplyLines(strip + at, factors + at, strip + at, to - from);
  }
}

/** Scores of a key become P and products dS, for rows row + from … row + to - 1; 0 where it is hidden. */
function gradientOfKey(line: usize, product: usize, key: i32, row: i32, from: i32, to: i32): void {
  const inMask = !maskAt || load<i32>(maskAt + (key << 2)) != 0;
  const visible = inMask ? min(to, max(from, firstRowOf(key) - row)) : to;
  addBias(line, row, key, visible, to, -1);
  for (let i = (from as usize) << 2; i < (to as usize) << 2; i += 16) {
    // Scores of 1e9 come out a little different than forward did: a probability is at most 1.
    const exponent = f32x4.pmin(
      f32x4.sub(v128.load(line + i), v128.load(lses + i)),
      f32x4.splat(0),
    );
    const p = expNormal4(exponent);
    v128.store(line + i, p);
    const ds = f32x4.mul(p, f32x4.sub(v128.load(product + i), v128.load(deltas + i)));
    v128.store(product + i, ds);
  }
  fillLine(line + (from << 2), 0, visible - from);
  fillLine(product + (from << 2), 0, visible - from);
  const end = max(visible, endRowOf(key) - row);
  fillLine(line + (end << 2), 0, to - end);
  fillLine(product + (end << 2), 0, to - end);
}
