// The sampler of sample_token.wgsl on the CPU: repetition penalty, temperature, top-k, top-p, then the
// number that was drawn. Ties of the last token that is kept are kept too.
import type { SamplingSettings } from '../generate/tokenGenerator';

/** One token from logits [V]; `uniform` is in [0, 1). */
export function drawToken(
  logits: Float32Array,
  seen: ReadonlySet<number>,
  { temperature, topK = 0, topP = 1, repetitionPenalty = 1 }: SamplingSettings,
  uniform: number,
): number {
  const scores = logits.map((logit, token) => {
    if (!seen.has(token)) return logit;
    return logit < 0 ? logit * repetitionPenalty : logit / repetitionPenalty;
  });
  const best = scores.reduce((top, score, token) => (score > scores[top]! ? token : top), 0);
  if (temperature <= 0) return best;
  const sorted = scores.toSorted().reverse();
  const weight = (score: number): number => Math.exp((score - scores[best]!) / temperature);
  let least = topK > 0 && topK < sorted.length ? sorted[topK - 1]! : -Infinity;
  if (topP < 1) least = Math.max(least, leastOfShare(sorted, least, topP, weight));
  const weights = Float64Array.from(scores, (score) => (score >= least ? weight(score) : 0));
  let left = uniform * weights.reduce((sum, value) => sum + value, 0);
  let last = best;
  for (let token = 0; token < weights.length; token++) {
    if (weights[token] === 0) continue;
    last = token;
    left -= weights[token]!;
    if (left < 0) break;
  }
  return last;
}

/** The least score of the likeliest tokens that hold a share of what lies at `least` and above. */
function leastOfShare(
  sorted: Float32Array,
  least: number,
  share: number,
  weight: (score: number) => number,
): number {
  const kept = sorted.filter((score) => score >= least);
  const wanted = share * kept.reduce((sum, score) => sum + weight(score), 0);
  let held = 0;
  return kept.find((score) => (held += weight(score)) >= wanted) ?? kept[0]!;
}
