// One token out of processed scores.
import { uniformDraw } from './draws';
import { generationError } from './generationError';

interface Draw {
  /** 0 is greedy: the first of the greatest. */
  readonly temperature: number;
  readonly seed: number;
  /** Tokens that came before. */
  readonly made: number;
  readonly sequence: number;
}

/** @throws BenchtopError generation_not_finite */
export function checkLogits(logits: Float32Array): void {
  for (const logit of logits)
    if (!(logit < Infinity)) throw generationError('generation_not_finite');
}

/**
 * As sample_token.wgsl draws: the first token whose cumulative probability exceeds u.
 * @throws BenchtopError generation_nothing_left
 */
export function chooseToken(scores: Float32Array, draw: Draw): number {
  let best = 0;
  for (let id = 1; id < scores.length; id++) if (scores[id]! > scores[best]!) best = id;
  if (!(scores[best]! > -Infinity)) throw generationError('generation_nothing_left');
  if (draw.temperature === 0) return best;
  const weights = Float64Array.from(scores, (score) => Math.exp(score - scores[best]!));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const wanted = uniformDraw(draw.seed, draw.made, draw.sequence) * total;
  let chosen = best;
  let sum = 0;
  for (let id = 0; id < weights.length; id++) {
    if (weights[id] === 0) continue;
    chosen = id;
    sum += weights[id]!;
    if (wanted < sum) break;
  }
  return chosen;
}
