// What sample_token first makes of a row of logits: scores, of which the greatest counts, and their order.

const LOWEST: f32 = -3.4e38;

/** Logits with the repetition penalty on tokens that were seen; 32 share a word of `seen`. */
export function writeScores(
  logits: usize,
  seen: usize,
  scores: usize,
  vocab: i32,
  penalty: f32,
): void {
  memory.copy(scores, logits, (vocab as usize) << 2);
  for (let first = 0; first < vocab; first += 32) {
    let word = load<u32>(seen + (first >> 3));
    while (word) {
      const bit = ctz(word);
      word &= word - 1;
      // No bits stand beyond the vocabulary.
      const at = scores + ((first + bit) << 2);
      const score = load<f32>(at);
      store<f32>(at, score < 0 ? score * penalty : score / penalty);
    }
  }
}

/** Each below +Infinity, and none NaN. */
export function areNumbers(logits: usize, vocab: i32): bool {
  const most = f32x4.splat(Infinity);
  let i = 0;
  for (; i + 4 <= vocab; i += 4) {
    if (!i32x4.all_true(f32x4.lt(v128.load(logits + (i << 2)), most))) return false;
  }
  for (; i < vocab; i++) if (!(load<f32>(logits + (i << 2)) < Infinity)) return false;
  return true;
}

export function highestOf(scores: usize, vocab: i32): f32 {
  let most = f32x4.splat(LOWEST);
  let at = scores;
  const whole = scores + ((vocab & ~3) << 2);
  for (; at < whole; at += 16) most = f32x4.pmax(most, v128.load(at));
  const end = scores + (vocab << 2);
  for (; at < end; at += 4) most = f32x4.pmax(most, v128.load32_splat(at));
  return max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
}

/** The first token with that score; 0 where there is none. */
export function firstWith(scores: usize, vocab: i32, score: f32): i32 {
  for (let i = 0; i < vocab; i++) if (load<f32>(scores + (i << 2)) == score) return i;
  return 0;
}

/** Integers that have the order of the floats with those bits. */
export function keys4(bits: v128): v128 {
  return v128.xor(bits, i32x4.shr_u(i32x4.shr_s(bits, 31), 1));
}

export function keyOf(score: f32): i32 {
  const bits = reinterpret<i32>(score);
  return bits ^ (<u32>(bits >> 31) >> 1);
}
