// What each augmentation makes of a few sentences, in words, as the page shows it before a run.
import { augment } from '../data/augment';
import { createRandomStream } from '../data/random';
import type { AugmentationConfig } from '../run/objectiveConfig';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { wordsOf } from './examples';
import type { TextData } from './source';

export interface AugmentationExample {
  readonly kind: AugmentationConfig['kind'];
  readonly before: string;
  readonly after: string;
}

const SENTENCES = 3;
const MOST_TOKENS = 240;
const DRAWS = 8;

/** The first whole sentences: permuting them must have something to do. */
function firstSentences({ train, endsSentence }: TextData): number[] {
  const ids: number[] = [];
  for (let count = 0; count < SENTENCES && ids.length < Math.min(MOST_TOKENS, train.length);) {
    const id = train[ids.length]!;
    ids.push(id);
    if (endsSentence[id]) count += 1;
  }
  return ids;
}

export function augmentationExamples(
  data: TextData,
  tokenizer: Tokenizer,
  augmentations: readonly AugmentationConfig[],
): AugmentationExample[] {
  const ids = firstSentences(data);
  const vocabulary = {
    maskId: data.special.mask,
    isSentenceEnd: (id: number): boolean => data.endsSentence[id] ?? false,
    corpus: data.train,
  };
  const words = (tokens: readonly number[]): string =>
    wordsOf(Int32Array.from(tokens), tokenizer, data.special);
  const before = words(ids);
  return augmentations.map((config) => {
    // Chance may leave everything as it was, which would show nothing.
    const drawn = Array.from({ length: DRAWS }, (_, stream) =>
      words(augment(ids, config, vocabulary, createRandomStream(data.seed, stream))),
    );
    return { kind: config.kind, before, after: drawn.find((one) => one !== before) ?? before };
  });
}
