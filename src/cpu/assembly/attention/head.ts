// The head of one batch entry that a task is at: where its rows lie, and what its scores take on.
// Addresses and steps (from a row to the next) are in bytes.
import { binding, constant, param, paramF32 } from '../call';
import {
  ALIBI,
  BIAS,
  BIAS_KIND,
  CAUSAL,
  DOUT,
  DROPS,
  HAS_MASK,
  HEAD_DIM,
  HEADS,
  K,
  K_LEN,
  K_STRIDES,
  KEEP_SCALE,
  KEY_MASK,
  KV_HEADS,
  OP,
  OUT_STRIDES,
  Q,
  Q_LEN,
  Q_STRIDES,
  RELATIVE,
  SCALE,
  STEP,
  STEP_INDEX,
  STEP_SEED,
  THRESHOLD,
  V,
  V_STRIDES,
  WINDOW,
} from './arguments';

export let qAt: usize = 0;
export let qStep: usize = 0;
export let kAt: usize = 0;
export let kStep: usize = 0;
export let vAt: usize = 0;
export let vStep: usize = 0;
export let doutAt: usize = 0;
export let outStep: usize = 0;
export let qLen: i32 = 0;
export let kLen: i32 = 0;
export let headDim: i32 = 0;
export let scale: f32 = 1;
/** Row i stands at key position i + past, and sees no key behind it where the head is causal. */
export let past: i32 = 0;
export let causal: bool = false;
/** Keys that a row of a causal head sees at most, the one at its own place the last. */
export let window: i32 = 0;
/** u32 [k_len], 0 where there is none. */
export let maskAt: usize = 0;
/** [q_len + k_len - 1], 0 where there is none. */
export let relativeAt: usize = 0;
export let slope: f32 = 0;
/** This head's rows before row 0, in all of the batch. */
export let rowsBefore: i32 = 0;
export let drops: bool = false;
export let seed: i32 = 0;
export let step: i32 = 0;
export let op: i32 = 0;
export let threshold: i32 = 0;
export let keepScale: f32 = 1;

/** Bytes before the first row of a head; `strides` is a position in Params. */
export function startOf(args: usize, strides: i32, batch: i32, head: i32): usize {
  const elements =
    param(args, strides + 3) + batch * param(args, strides) + head * param(args, strides + 2);
  return (elements as usize) << 2;
}

export function stepOf(args: usize, strides: i32): usize {
  return (param(args, strides + 1) as usize) << 2;
}

export function setHead(args: usize, batch: i32, head: i32): void {
  const heads = param(args, HEADS);
  const kvHead = head / (heads / param(args, KV_HEADS));
  qLen = param(args, Q_LEN);
  kLen = param(args, K_LEN);
  headDim = constant(args, HEAD_DIM);
  scale = paramF32(args, SCALE);
  causal = constant(args, CAUSAL) != 0;
  window = param(args, WINDOW);
  past = kLen - qLen;
  rowsBefore = (batch * heads + head) * qLen;
  qAt = binding(args, Q) + startOf(args, Q_STRIDES, batch, head);
  qStep = stepOf(args, Q_STRIDES);
  kAt = binding(args, K) + startOf(args, K_STRIDES, batch, kvHead);
  kStep = stepOf(args, K_STRIDES);
  vAt = binding(args, V) + startOf(args, V_STRIDES, batch, kvHead);
  vStep = stepOf(args, V_STRIDES);
  doutAt = binding(args, DOUT) + startOf(args, OUT_STRIDES, batch, head);
  outStep = stepOf(args, OUT_STRIDES);
  setExtras(args, batch, head);
}

function setExtras(args: usize, batch: i32, head: i32): void {
  maskAt = 0;
  if (constant(args, HAS_MASK)) maskAt = binding(args, KEY_MASK) + ((batch * kLen) << 2);
  const bias = binding(args, BIAS);
  const kind = constant(args, BIAS_KIND);
  relativeAt = kind == RELATIVE ? bias + ((head * (qLen + kLen - 1)) << 2) : 0;
  slope = kind == ALIBI ? load<f32>(bias + (head << 2)) : 0;
  drops = constant(args, DROPS) != 0;
  if (!drops) return;
  seed = load<i32>(binding(args, STEP) + (constant(args, STEP_SEED) << 2));
  step = load<i32>(binding(args, STEP) + (constant(args, STEP_INDEX) << 2));
  op = param(args, OP);
  threshold = param(args, THRESHOLD);
  keepScale = paramF32(args, KEEP_SCALE);
}

/** The cache's positions as keys: `rows` new tokens stand behind `before` others. `relative` is `relativeAt`. */
export function setCached(
  query: usize,
  queryStep: usize,
  keys: usize,
  values: usize,
  cacheStep: usize,
  rows: i32,
  before: i32,
  capacity: i32,
  dims: i32,
  factor: f32,
  alibiSlope: f32,
  relative: usize,
  most: i32,
): void {
  qAt = query;
  qStep = queryStep;
  kAt = keys;
  vAt = values;
  kStep = cacheStep;
  vStep = cacheStep;
  qLen = rows;
  past = before;
  kLen = min(before + rows, capacity);
  headDim = dims;
  scale = factor;
  causal = true;
  window = most;
  maskAt = 0;
  relativeAt = relative;
  slope = alibiSlope;
  drops = false;
}

/** The key behind the last that a row may see. */
export function seenBy(row: i32): i32 {
  return causal ? max(0, min(kLen, row + past + 1)) : kLen;
}

/** The first key that a row's window holds. */
export function firstSeenBy(row: i32): i32 {
  return causal ? max(0, row + past + 1 - window) : 0;
}

/** The first row that may see a key. */
export function firstRowOf(key: i32): i32 {
  return causal ? max(0, key - past) : 0;
}

/** The row behind the last whose window holds a key. */
export function endRowOf(key: i32): i32 {
  return causal ? max(0, min(qLen, key - past + window)) : qLen;
}
