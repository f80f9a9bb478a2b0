// What lowers the scores of tokens that came before.
import type { LogitsProcessor } from './logitsProcessor';

/** Keskar et al. 2019: each token so far once, those of the prompt among them. */
export const repetitionPenalty = (penalty: number): LogitsProcessor => ({
  process(ids, scores) {
    for (const id of new Set(ids)) {
      const score = scores[id]!;
      scores[id] = score < 0 ? score * penalty : score / penalty;
    }
  },
});
