// What training reads of augmented texts and examples, and what its targets are.
import { expect, test } from 'vitest';
import { augmentedExamples, augmentedWindow } from '../../src/training/objectives/augmented';
import type { ExampleData } from '../../src/training/objectives/exampleData';
import { createRandomStream } from '../../src/training/data/random';
import type { TextData } from '../../src/training/objectives/source';
import type { AugmentationConfig } from '../../src/training/run/objectiveConfig';

/** Ids count up; a sentence ends with every fifth. */
const tokens = Int32Array.from({ length: 500 }, (_, position) => position);
const range = { from: 0, to: tokens.length };
const MASK = 901;
const data: TextData = {
  train: tokens,
  validation: tokens,
  sources: [{ id: 'text', train: range, validation: range }],
  schedule: [{ text: 0, fromStep: 0, share: 1 }],
  special: { pad: 900, cls: 902, sep: 903, mask: MASK, sentinels: [], vocabSize: 904 },
  endsSentence: Array.from({ length: 500 }, (_, id) => id % 5 === 4),
  continuesWord: () => false,
  seed: 3,
};
const LENGTH = 60;
const at = (
  augmentations: AugmentationConfig[],
  split: 'train' | 'validation' = 'train',
  seed = 1,
) =>
  augmentedWindow(data, { split, source: 0 }, LENGTH, createRandomStream(seed, 0), augmentations);
const isRising = (ids: readonly number[]): boolean =>
  ids.every((id, index) => index === 0 || id > ids[index - 1]!);
const isRun = (ids: readonly number[]): boolean =>
  ids.every((id, index) => index === 0 || id === ids[index - 1]! + 1);

test('masking and noise change what is read; the text of the targets stays', () => {
  const masked = at([{ kind: 'masking', probability: 0.3 }]);
  expect(isRun(masked.text)).toBe(true);
  expect(masked.read.filter((id) => id === MASK).length).toBeGreaterThan(5);
  expect(masked.read.every((id, index) => id === MASK || id === masked.text[index])).toBe(true);
  const noisy = at([{ kind: 'back_off_noise', probability: 0.3 }]);
  expect(isRun(noisy.text)).toBe(true);
  expect(noisy.read).not.toEqual(noisy.text);
});

test('what moves tokens moves them in the targets too, and dropped ones are made up for', () => {
  const dropped = at([{ kind: 'token_dropout', probability: 0.3 }]);
  expect(dropped.text).toHaveLength(LENGTH);
  expect([isRising(dropped.text), isRun(dropped.text)]).toEqual([true, false]);
  expect(dropped.read).toEqual(dropped.text);
  for (const one of [
    { kind: 'span_shuffle', span_length: 4 },
    { kind: 'sentence_permutation' },
  ] as const) {
    const { text, read } = at([one]);
    expect(read).toEqual(text);
    expect(isRun(text)).toBe(false);
    expect(isRun(text.toSorted((a, b) => a - b))).toBe(true);
  }
});

test('held-out text stays as it is; the same draw gives the same', () => {
  const strong: AugmentationConfig[] = [
    { kind: 'token_dropout', probability: 0.3 },
    { kind: 'masking', probability: 0.3 },
  ];
  expect(isRun(at(strong, 'validation').read)).toBe(true);
  expect(at(strong)).toEqual(at(strong));
  expect(at(strong, 'train', 2)).not.toEqual(at(strong));
});

const labeled: ExampleData = {
  labels: ['a', 'b'],
  train: [
    { ids: [902, 1, 2, 3, 4, 903, 11, 12, 13, 14, 903], secondAt: 6, label: 1, isClosed: true },
  ],
  validation: [{ ids: [902, 1, 2, 903], secondAt: 4, label: 0 }],
};
const shuffle: AugmentationConfig[] = [{ kind: 'span_shuffle', span_length: 1 }];

test('pairs of a classifier change each by itself between their special tokens', () => {
  const exampleAt = augmentedExamples(labeled, data, shuffle);
  const { ids, secondAt, label } = exampleAt({ split: 'train', index: 3 }, 1, 0);
  expect([ids[0], ids[5], ids[10], secondAt, label]).toEqual([902, 903, 903, 6, 1]);
  expect(ids.slice(1, 5).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  expect(ids.slice(6, 10).toSorted((a, b) => a - b)).toEqual([11, 12, 13, 14]);
  expect(ids).not.toEqual(labeled.train[0]!.ids);
  const heldOut = { split: 'validation', index: 0 } as const;
  expect(exampleAt(heldOut, 1, 0)).toBe(labeled.validation[0]);
});

test('an answer stays whole behind a changed prompt', () => {
  const answered = {
    labels: [],
    train: [{ ids: [50, 1, 2, 3, 4, 5, 60, 71, 72], secondAt: 7, label: 0 }],
    validation: [],
  };
  const drop: AugmentationConfig[] = [{ kind: 'token_dropout', probability: 0.5 }];
  const exampleAt = augmentedExamples(answered, data, drop, true);
  const { ids, secondAt } = exampleAt({ split: 'train', index: 1 }, 1, 0);
  expect(ids.length).toBeLessThan(9);
  expect([ids[0], ids[secondAt - 1]]).toEqual([50, 60]);
  expect(ids.slice(secondAt)).toEqual([71, 72]);
});
