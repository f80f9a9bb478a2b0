// Tokens that are not to come, or that must.
import type { LogitsProcessor } from './logitsProcessor';

type Sequences = readonly (readonly [ids: readonly number[], bias: number])[];

const endsWith = (ids: readonly number[], end: readonly number[]): boolean =>
  end.length <= ids.length && end.every((id, i) => ids[ids.length - end.length + i] === id);

/** Added to the last token of a sequence behind its others. */
export const sequenceBias = (sequences: Sequences): LogitsProcessor => ({
  process(ids, scores) {
    for (const [sequence, bias] of sequences)
      if (endsWith(ids, sequence.slice(0, -1))) scores[sequence.at(-1)!]! += bias;
  },
});

/** An end token on its own is no bad word, as in transformers. */
export function badWords(
  words: readonly (readonly number[])[],
  endIds: readonly number[],
): LogitsProcessor {
  const isEnd = (ids: readonly number[]): boolean => ids.length === 1 && endIds.includes(ids[0]!);
  return sequenceBias(words.filter((ids) => !isEnd(ids)).map((ids) => [ids, -Infinity]));
}

const banAll = (scores: Float32Array, ids: readonly number[]): void => {
  for (const id of ids) scores[id] = -Infinity;
};

export const suppressed = (tokens: readonly number[]): LogitsProcessor => ({
  process: (_ids, scores) => banAll(scores, tokens),
});

/** While a sequence has a certain length. */
export const suppressedAt = (tokens: readonly number[], length: number): LogitsProcessor => ({
  process(ids, scores) {
    if (ids.length === length) banAll(scores, tokens);
  },
});

/** While a sequence is shorter. */
export const suppressedBelow = (tokens: readonly number[], length: number): LogitsProcessor => ({
  process(ids, scores) {
    if (ids.length < length) banAll(scores, tokens);
  },
});

/** Where a sequence has a certain length, a token must come: with score 0, and no other. */
export const forcedAt = (tokens: ReadonlyMap<number, number>): LogitsProcessor => ({
  process(ids, scores) {
    const token = tokens.get(ids.length);
    if (token === undefined) return;
    scores.fill(-Infinity);
    scores[token] = 0;
  },
});
