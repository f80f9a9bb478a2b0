// Filters of sampling: which tokens stay, and how even they are. Ties of the last one kept stay too.
import { logSoftmaxRow } from '../../evaluate/logSoftmax';
import { greatestIds } from '../tokenOdds';
import type { LogitsProcessor } from './logitsProcessor';

const keepFrom = (scores: Float32Array, threshold: number): void => {
  for (let id = 0; id < scores.length; id++) if (scores[id]! < threshold) scores[id] = -Infinity;
};

const falling = (scores: Float32Array): Float32Array => scores.toSorted().reverse();

export const temperature = (value: number): LogitsProcessor => ({
  isInKernel: true,
  process(_ids, scores) {
    for (let id = 0; id < scores.length; id++) scores[id]! /= value;
  },
});

export const topK = (most: number): LogitsProcessor => ({
  isInKernel: true,
  process(_ids, scores) {
    if (most < scores.length) keepFrom(scores, scores[greatestIds(scores, most).at(-1)!]!);
  },
});

/** The likeliest tokens that together have the share `share` (Holtzman et al. 2020), at least one. */
export const topP = (share: number): LogitsProcessor => ({
  isInKernel: true,
  process(_ids, scores) {
    const sorted = falling(scores);
    const weights = Float64Array.from(sorted, (score) => Math.exp(score - sorted[0]!));
    const wanted = share * weights.reduce((sum, weight) => sum + weight, 0);
    let last = 0;
    for (let sum = weights[0]!; sum < wanted && last + 1 < weights.length;) sum += weights[++last]!;
    keepFrom(scores, sorted[last]!);
  },
});

/** Tokens with this share of the likeliest one's probability (Nguyen et al. 2024). */
export const minP = (share: number): LogitsProcessor => ({
  process(_ids, scores) {
    let highest = -Infinity;
    for (const score of scores) if (score > highest) highest = score;
    for (let id = 0; id < scores.length; id++)
      if (Math.exp(scores[id]! - highest) < share) scores[id] = -Infinity;
  },
});

/** Tokens whose surprise is nearest to the expected one, up to the share `mass` (Meister et al. 2022). */
export const typicalP = (mass: number): LogitsProcessor => ({
  process(_ids, scores) {
    const logs = new Float64Array(scores.length);
    logSoftmaxRow(scores, 0, logs);
    let entropy = 0;
    for (const log of logs) if (log > -Infinity) entropy -= Math.exp(log) * log;
    const distances = logs.map((log) => Math.abs(-log - entropy));
    const order = Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]!);
    let last = 0;
    let sum = Math.exp(logs[order[0]!]!);
    while (sum < mass && last + 1 < order.length) sum += Math.exp(logs[order[++last]!]!);
    const farthest = distances[order[last]!]!;
    distances.forEach((distance, id) => {
      if (distance > farthest) scores[id] = -Infinity;
    });
  },
});
