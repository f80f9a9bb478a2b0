// Filters of sampling: which tokens stay, and how even they are. Ties of the last one kept stay too.
import type { LogitsProcessor } from './logitsProcessor';

const keepFrom = (scores: Float32Array, threshold: number): void => {
  for (let id = 0; id < scores.length; id++) if (scores[id]! < threshold) scores[id] = -Infinity;
};

const falling = (scores: Float32Array): Float32Array => scores.toSorted().reverse();

export const temperature = (value: number): LogitsProcessor => ({
  process(_ids, scores) {
    for (let id = 0; id < scores.length; id++) scores[id]! /= value;
  },
});

export const topK = (most: number): LogitsProcessor => ({
  process(_ids, scores) {
    if (most < scores.length) keepFrom(scores, falling(scores)[most - 1]!);
  },
});

/** The likeliest tokens that together have the share `share` (Holtzman et al. 2020), at least one. */
export const topP = (share: number): LogitsProcessor => ({
  process(_ids, scores) {
    const sorted = falling(scores);
    const weights = Float64Array.from(sorted, (score) => Math.exp(score - sorted[0]!));
    const wanted = share * weights.reduce((sum, weight) => sum + weight, 0);
    let last = 0;
    for (let sum = weights[0]!; sum < wanted && last + 1 < weights.length;) sum += weights[++last]!;
    keepFrom(scores, sorted[last]!);
  },
});
