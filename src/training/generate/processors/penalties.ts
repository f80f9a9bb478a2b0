// What lowers the scores of tokens that came before.
import type { LogitsProcessor } from './logitsProcessor';

/** Keskar et al. 2019: each token so far once, those of the prompt among them. */
export const repetitionPenalty = (penalty: number): LogitsProcessor => ({
  isInKernel: true,
  process(ids, scores) {
    for (const id of new Set(ids)) {
      const score = scores[id]!;
      scores[id] = score < 0 ? score * penalty : score / penalty;
    }
  },
});

/** Once for a token that was written, and again for each time; the prompt is not counted. */
export const countPenalties = (
  { presence, frequency }: { readonly presence: number; readonly frequency: number },
  promptTokens: number,
): LogitsProcessor => ({
  process(ids, scores) {
    const counts = new Map<number, number>();
    for (const id of ids.slice(promptTokens)) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const [id, count] of counts) scores[id]! -= presence + frequency * count;
  },
});

/** No sequence of `size` tokens comes twice, counted with the prompt. */
export const noRepeatNgram = (size: number): LogitsProcessor => ({
  process(ids, scores) {
    const last = ids.slice(ids.length - size + 1);
    if (last.length < size - 1) return;
    for (let from = 0; from + size <= ids.length; from++) {
      if (last.every((id, i) => ids[from + i] === id)) scores[ids[from + size - 1]!] = -Infinity;
    }
  },
});
