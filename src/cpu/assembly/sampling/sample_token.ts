// src/shaders/sample_token.wgsl: a task is a sequence. Scores become keys once they are weighed; both
// stay in workspace, so that the searches for thresholds only compare and add.
import { binding, param } from '../call';
import { exp1, expNormal4 } from '../lib/simd';
import { draw } from './draw';
import { areNumbers, firstWith, highestOf, keyOf, keys4, writeScores } from './scores';
import { thresholdOfCount, thresholdOfWeight, weightFrom } from './threshold';

/** Bytes in the control (src/gpu/kernels/attention/decodeControl.ts). */
const PAST = 0;
const SLOT = 8;
const TOP_K = 12;
const TEMPERATURE = 16;
const TOP_P = 20;
const PENALTY = 24;
const UNIFORMS = 32;

const NO_TOKEN = -1;

export function sample_token(args: usize, sequence: i32): void {
  const control = binding(args, 1);
  const vocab = param(args, 0);
  const rows = param(args, 1);
  const past = load<u32>(control, PAST);
  const row = sequence * rows + min<u32>(past, rows - 1);
  const seen = binding(args, 2) + ((sequence * ((vocab + 31) / 32)) << 2);
  const probs = binding(args, 3) + ((sequence * vocab) << 2);
  const scores = binding(args, 6) + ((sequence * vocab) << 2);
  const logits = binding(args, 0) + ((row * vocab) << 2);
  writeScores(logits, seen, scores, vocab, load<f32>(control, PENALTY));
  const highest = highestOf(scores, vocab);
  if (load<f32>(control, TEMPERATURE) <= 0) {
    const best = firstWith(scores, vocab, highest);
    memory.fill(probs, 0, (vocab as usize) << 2);
    store<f32>(probs + (best << 2), 1);
  } else {
    weigh(scores, probs, vocab, highest, 1 / load<f32>(control, TEMPERATURE));
    cut(scores, probs, vocab, thresholdOf(control, scores, probs, vocab, highest));
  }
  const u = load<f32>(control + (sequence << 2), UNIFORMS);
  const token = draw(probs, vocab, param(args, 3), u);
  const place = rows == 1 ? 0 : <i32>past + 1;
  if (place < rows) store<i32>(binding(args, 4) + ((sequence * rows + place) << 2), token);
  const slot = sequence * param(args, 2) + load<i32>(control, SLOT);
  store<i32>(binding(args, 5) + (slot << 2), areNumbers(logits, vocab) ? token : NO_TOKEN);
  const word = seen + ((token >> 5) << 2);
  store<u32>(word, load<u32>(word) | (1 << (token & 31)));
}

/** The least key that top-k and top-p let through. */
function thresholdOf(control: usize, keys: usize, weights: usize, vocab: i32, highest: f32): i32 {
  const topK = load<u32>(control, TOP_K);
  const topP = load<f32>(control, TOP_P);
  let threshold = i32.MIN_VALUE;
  if (topK > 0 && topK < <u32>vocab) threshold = thresholdOfCount(keys, vocab, topK);
  if (!(topP < 1)) return threshold;
  const wanted = topP * weightFrom(keys, weights, vocab, threshold);
  // With p = 0 every threshold is high enough: the best token stays.
  const reached = thresholdOfWeight(keys, weights, vocab, threshold, wanted);
  return max(threshold, min(reached, keyOf(highest)));
}

/** weights = exp((score - highest) * rate); scores become keys. */
function weigh(scores: usize, weights: usize, vocab: i32, highest: f32, rate: f32): void {
  const most = f32x4.splat(highest);
  const r = f32x4.splat(rate);
  let i = 0;
  for (; i + 4 <= vocab; i += 4) {
    const at = i << 2;
    const score = v128.load(scores + at);
    v128.store(weights + at, expNormal4(f32x4.mul(f32x4.sub(score, most), r)));
    v128.store(scores + at, keys4(score));
  }
  for (; i < vocab; i++) {
    const at = i << 2;
    const score = load<f32>(scores + at);
    store<f32>(weights + at, exp1((score - highest) * rate));
    store<i32>(scores + at, keyOf(score));
  }
}

/** Leaves out what lies below the threshold. */
function cut(keys: usize, weights: usize, vocab: i32, threshold: i32): void {
  const least = i32x4.splat(threshold);
  let i = 0;
  for (; i + 4 <= vocab; i += 4) {
    const at = i << 2;
    const stays = i32x4.ge_s(v128.load(keys + at), least);
    v128.store(weights + at, v128.and(v128.load(weights + at), stays));
  }
  for (; i < vocab; i++) {
    if (load<i32>(keys + (i << 2)) < threshold) store<f32>(weights + (i << 2), 0);
  }
}
