// Objectives on the CPU: what each writes into a batch, from (seed, draw) alone.
import { expect, test } from 'vitest';
import {
  augment,
  dropTokens,
  permuteSentences,
  shuffleSpans,
  type Vocabulary,
} from '../../src/training/data/augment';
import type { KernelLimits } from '../../src/gpu/dispatch';
import { createRandomStream } from '../../src/training/data/random';
import { combine } from '../../src/training/objectives/combine';
import { buildEncoder } from '../../src/training/models/model';
import { modelSchema, trainingSchema } from '../../src/training/run/config';
import { trainingState } from '../../src/training/run/state';
import { captureScores } from '../../src/training/run/stepProgram';
import { IGNORED } from '../../src/training/objectives/lossTerm';
import { maskTokens } from '../../src/training/objectives/terms/maskedLm';
import { nextSentenceTerm, sentencePair } from '../../src/training/objectives/terms/nextSentence';
import { tokenMeanings, type TextData } from '../../src/training/objectives/source';
import { corruptSpans, spanLengths } from '../../src/training/objectives/terms/spanCorruption';
import { CharTokenizer } from '../../src/training/tokenizers/char';

const random = (stream = 0) => createRandomStream(7, stream);
const SENTENCE = 5;
/** Ids 0 … 9, a sentence ends with 9. */
const tokens = Int32Array.from({ length: 4000 }, (_, position) =>
  position % SENTENCE === SENTENCE - 1 ? 9 : (position * position + (position >> 3)) % 9,
);
const data: TextData = {
  train: tokens,
  validation: tokens,
  sources: [
    {
      id: 'text',
      train: { from: 0, to: tokens.length },
      validation: { from: 0, to: tokens.length },
    },
  ],
  schedule: [{ text: 0, fromStep: 0, share: 1 }],
  special: { pad: 10, cls: 11, sep: 12, mask: 13, sentinels: [14, 15, 16, 17], vocabSize: 18 },
  endsSentence: Array.from({ length: 10 }, (_, id) => id === 9),
  continuesWord: (_before, id) => id % 3 === 1,
  seed: 3,
};
const masked = { ...data, ownIds: 10 };

test('masking hides 15 % of the tokens: 80 % behind [MASK], 10 % swapped, 10 % as they were', () => {
  const settings = { mlm_probability: 0.15, whole_words: false };
  const count = { hidden: 0, mask: 0, same: 0 };
  for (let stream = 0; stream < 200; stream++) {
    const window = tokens.subarray(stream, stream + 100);
    const { ids, targets } = maskTokens(window, settings, masked, random(stream));
    expect(targets.filter((target) => target !== IGNORED)).toHaveLength(15);
    targets.forEach((target, position) => {
      if (target === IGNORED) return expect(ids[position]).toBe(window[position]);
      expect(target).toBe(window[position]);
      count.hidden += 1;
      if (ids[position] === data.special.mask) count.mask += 1;
      else if (ids[position] === target) count.same += 1;
    });
  }
  expect(count.hidden).toBe(3000);
  // Five standard deviations of 3000 draws; one swap in ten gives the same token.
  expect(Math.abs(count.mask / count.hidden - 0.8)).toBeLessThan(0.037);
  expect(Math.abs(count.same / count.hidden - 0.11)).toBeLessThan(0.029);
});

test('whole words are hidden with all of their pieces', () => {
  const settings = { mlm_probability: 0.3, whole_words: true };
  const window = tokens.subarray(0, 60);
  const { targets } = maskTokens(window, settings, masked, random());
  for (let position = 1; position < window.length; position++) {
    if (!data.continuesWord(window[position - 1]!, window[position]!)) continue;
    expect(targets[position] === IGNORED).toBe(targets[position - 1] === IGNORED);
  }
  expect(targets.some((target) => target !== IGNORED)).toBe(true);
});

test('letters go on with a word, signs and Han characters do not', () => {
  const tokenizer = CharTokenizer.train('ab 中.\n');
  const { continuesWord, endsSentence } = tokenMeanings(tokenizer);
  const [a, b, blank, han, dot] = Array.from('ab 中.', (letter) => tokenizer.encode(letter)[0]!);
  expect(continuesWord(a!, b!)).toBe(true);
  expect(continuesWord(blank!, b!)).toBe(false);
  expect(continuesWord(a!, han!)).toBe(false);
  expect([dot, blank].map((id) => endsSentence[id!])).toEqual([true, false]);
});

test('half of the sentence pairs follow each other in the text', () => {
  const text = Array.from(tokens).join(' ');
  let followers = 0;
  for (let stream = 0; stream < 200; stream++) {
    const draw = { split: 'train', index: stream, source: 0 } as const;
    const { first, second, follows } = sentencePair(data, draw, 29, random(stream));
    expect(first.length).toBeLessThanOrEqual(13);
    expect(second.length).toBeLessThanOrEqual(13);
    expect(first.at(-1)).toBe(9);
    if (follows) expect(text).toContain([...first, ...second].join(' '));
    followers += Number(follows);
  }
  expect(Math.abs(followers - 100)).toBeLessThan(36);
});

test.each([
  [37, 0.15, 3],
  [64, 0.5, 1],
  [5, 0.15, 3],
])(
  'corrupted spans of %i positions put together again are the text',
  (positions, density, mean) => {
    const noise = { noise_density: density, mean_noise_span_length: mean };
    const lengths = spanLengths(positions, noise);
    const sentinels = Array.from({ length: lengths.spans + 1 }, (_, index) => 100 + index);
    for (let stream = 0; stream < 20; stream++) {
      const window = Array.from(tokens.subarray(stream, stream + lengths.text));
      const { input, target } = corruptSpans(window, lengths, { sentinels }, random(stream));
      expect(input).toHaveLength(lengths.input);
      expect(target).toHaveLength(lengths.target);
      const spans = new Map(
        sentinels.map((sentinel, index) => [
          sentinel,
          target.slice(target.indexOf(sentinel) + 1, target.indexOf(sentinels[index + 1] ?? -1)),
        ]),
      );
      expect(input.flatMap((id) => spans.get(id) ?? [id])).toEqual(window);
    }
    expect(lengths.input).toBeLessThanOrEqual(positions);
  },
);

const vocabulary: Vocabulary = { maskId: 13, isSentenceEnd: (id) => id === 9, corpus: tokens };
const sequence = Array.from(tokens.subarray(0, 40));
const counted = (ids: readonly number[]): number[] => ids.toSorted((a, b) => a - b);

test('augmentations change what they say and nothing else', () => {
  const dropped = dropTokens(sequence, 0.3, random());
  expect(dropped.length).toBeLessThan(sequence.length);
  expect(dropTokens([1, 2, 3], 0.999, random())).not.toEqual([]);
  const spans = shuffleSpans(sequence, 4, random());
  expect(counted(spans)).toEqual(counted(sequence));
  expect(spans).not.toEqual(sequence);
  expect(spans.join(' ')).toContain(sequence.slice(4, 8).join(' '));
  const sentences = permuteSentences(sequence, vocabulary.isSentenceEnd, random());
  expect(counted(sentences)).toEqual(counted(sequence));
  expect(sentences).not.toEqual(sequence);
  for (let from = 0; from < sentences.length; from += SENTENCE) {
    expect(sentences[from + SENTENCE - 1]).toBe(9);
  }
});

test('masking and noise replace about their share, in place', () => {
  const long = Array.from(tokens.subarray(0, 2000));
  const hidden = augment(long, { kind: 'masking', probability: 0.2 }, vocabulary, random());
  const share = hidden.filter((id) => id === 13).length / long.length;
  expect(Math.abs(share - 0.2)).toBeLessThan(0.045);
  const noisy = augment(long, { kind: 'back_off_noise', probability: 0.2 }, vocabulary, random());
  const changed = noisy.filter((id, position) => id !== long[position]).length / long.length;
  expect(changed).toBeGreaterThan(0.1);
  expect(changed).toBeLessThan(0.2);
  expect(noisy.every((id) => id < 10)).toBe(true);
});

test('next sentence refuses a model without the head for it, such as DistilBERT', () => {
  const config = modelSchema.parse({
    family: 'distilbert',
    n_layer: 1,
    n_head: 2,
    n_embd: 8,
    n_inner: 8,
    n_positions: 16,
  });
  const part = nextSentenceTerm(buildEncoder(config, 18), data, { name: 'next', weight: 1 });
  const shape = { batch: 2, seqLen: 16 };
  const { objective, fields } = combine([part], shape);
  const state = trainingState(
    buildEncoder(config, 18),
    trainingSchema.parse({ per_device_train_batch_size: 2, max_steps: 1, learning_rate: 1 }),
  );
  const capture = () =>
    captureScores(state, { objective, fields }, shape, tokens.length, {} as KernelLimits);
  expect(capture).toThrow(expect.objectContaining({ code: 'no_sentence_head' }));
});
