// Augmentations of a sequence of tokens: pure functions of the sequence and a stream of random numbers.
// Back-off noise: Xie et al. 2017 (unigram); sentence permutation: Lewis et al. 2020 (BART).
import type { AugmentationConfig } from '../run/objectiveConfig';
import type { RandomStream } from './random';

export interface Vocabulary {
  /** Stands for a token that is hidden. */
  readonly maskId: number;
  readonly isSentenceEnd: (id: number) => boolean;
  /** Any token of the corpus: tokens are drawn as often as they occur. */
  readonly corpus: Int32Array;
}

type Ids = readonly number[];

/** Uniform in 0 … count - 1. */
export const drawIndex = (random: RandomStream, count: number): number =>
  Math.floor(random.next() * count);

/** Fisher–Yates. */
export function shuffled<T>(items: readonly T[], random: RandomStream): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = drawIndex(random, i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** At least one token stays. */
export function dropTokens(ids: Ids, probability: number, random: RandomStream): number[] {
  const saved = drawIndex(random, ids.length);
  return ids.filter((_id, index) => random.next() >= probability || index === saved);
}

const replaceTokens = (
  ids: Ids,
  probability: number,
  random: RandomStream,
  by: () => number,
): number[] => ids.map((id) => (random.next() < probability ? by() : id));

/** Spans of this length change places; within a span the order stays. */
export function shuffleSpans(ids: Ids, spanLength: number, random: RandomStream): number[] {
  const count = Math.ceil(ids.length / spanLength);
  const spans = Array.from({ length: count }, (_, index) =>
    ids.slice(index * spanLength, (index + 1) * spanLength),
  );
  return shuffled(spans, random).flat();
}

/** What stands behind the last end of a sentence is a sentence too. */
export function permuteSentences(
  ids: Ids,
  isSentenceEnd: (id: number) => boolean,
  random: RandomStream,
): number[] {
  const sentences: number[][] = [[]];
  ids.forEach((id, index) => {
    sentences.at(-1)!.push(id);
    if (isSentenceEnd(id) && index < ids.length - 1) sentences.push([]);
  });
  return shuffled(sentences, random).flat();
}

export function augment(
  ids: Ids,
  config: AugmentationConfig,
  { maskId, isSentenceEnd, corpus }: Vocabulary,
  random: RandomStream,
): number[] {
  switch (config.kind) {
    case 'token_dropout':
      return dropTokens(ids, config.probability, random);
    case 'masking':
      return replaceTokens(ids, config.probability, random, () => maskId);
    case 'span_shuffle':
      return shuffleSpans(ids, config.span_length, random);
    case 'sentence_permutation':
      return permuteSentences(ids, isSentenceEnd, random);
    case 'back_off_noise':
      return replaceTokens(
        ids,
        config.probability,
        random,
        () => corpus[drawIndex(random, corpus.length)]!,
      );
  }
}
