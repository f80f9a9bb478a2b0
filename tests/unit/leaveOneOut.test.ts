// Texts without one of their words, and what that changes.
import { expect, test } from 'vitest';
import { effectOf, logOdds, partsOf, without } from '../../src/training/evaluate/leaveOneOut';

test('parts are the text, and of two blanks that meet one stays', () => {
  for (const text of ["It's not, I said, bad.", '这部电影不好看。', ' 👩‍👩‍👧 ok\n', '']) {
    const parts = partsOf(text);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  }
  const parts = partsOf('one two three');
  const texts = parts.flatMap(({ isWord }, index) => (isWord ? [without(parts, index)] : []));
  expect(texts).toEqual(['two three', 'one three', 'one two ']);
  expect(partsOf('不好看').some(({ isWord }) => isWord)).toBe(true);
});

test('log-odds stay finite where a probability rounds to 1', () => {
  expect(logOdds(Float32Array.of(200, 0, -3), 0)).toBeCloseTo(200 - Math.log1p(Math.exp(-3)), 3);
  expect(logOdds(Float32Array.of(1, 2), 1)).toBeCloseTo(1, 6);
});

test('an effect is the difference of log-odds, or of the number of a regression', () => {
  const { effect, probability } = effectOf(Float32Array.of(3, 1), Float32Array.of(1, 1), 0);
  expect(effect).toBeCloseTo(2, 6);
  expect(probability).toBeCloseTo(0.5, 12);
  expect(effectOf(Float32Array.of(3), Float32Array.of(4.5), null)).toEqual({ effect: -1.5 });
});
