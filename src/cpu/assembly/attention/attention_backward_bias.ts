// src/shaders/attention_backward_bias.wgsl, in two calls: a head of one batch entry adds up its own
// sums by distance, then those of the batch are added in order.
import { binding, constant, param } from '../call';
import { addLine } from '../lib/lines';
import { BATCHES, BLOCK, DBIAS, FACTS, HEADS, K_LEN, Q_LEN, STRIPS } from './arguments';
import { gradientOfRows } from './attention_backward_query';
import { rowsBefore, setHead } from './head';
import { ROWS } from './tile';

function distancesOf(args: usize): i32 {
  return param(args, Q_LEN) + param(args, K_LEN) - 1;
}

/** DBIAS is [batch, heads, q_len + k_len - 1] here. */
export function attention_backward_bias(args: usize, task: i32): void {
  const heads = param(args, HEADS);
  const q = param(args, Q_LEN);
  const distances = distancesOf(args);
  const sums = binding(args, DBIAS) + ((task * distances) << 2);
  memory.fill(sums, 0, (distances as usize) << 2);
  setHead(args, task / heads, task % heads);
  const rows = constant(args, STRIPS) * ROWS;
  for (let first = 0; first < q; first += rows) {
    const facts = binding(args, FACTS) + ((rowsBefore + first) << 3);
    gradientOfRows(first, min(rows, q - first), constant(args, BLOCK), facts, 0, sums);
  }
}

/** Bindings: the sums of each batch entry, dbias. A task has a head. */
export function attention_bias_sum(args: usize, task: i32): void {
  const distances = distancesOf(args);
  const bytes = (distances as usize) << 2;
  const batchBytes = bytes * param(args, HEADS);
  const out = binding(args, 1) + task * bytes;
  memory.copy(out, binding(args, 0) + task * bytes, bytes);
  for (let batch = 1; batch < param(args, BATCHES); batch++) {
    const from = binding(args, 0) + batch * batchBytes + task * bytes;
    addLine(out, from, distances);
  }
}
