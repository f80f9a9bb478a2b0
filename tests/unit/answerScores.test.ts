// How near written answers come: by hand, and as the SQuAD script and rouge_score have it.
import { expect, test } from 'vitest';
import {
  answerScores,
  isExactMatch,
  normalizedAnswer,
  rougeL,
  rougeTokens,
  tokenF1,
} from '../../src/training/evaluate/answerScores';

test('answers are compared as the SQuAD script normalizes them', () => {
  expect(normalizedAnswer(' The  Cat, an owl; and A dog! ')).toBe('cat owl and dog');
  expect(normalizedAnswer('Athens theatre')).toBe('athens theatre');
  expect(isExactMatch('a red kite.', 'The red kite')).toBe(true);
  expect(isExactMatch('red kites', 'red kite')).toBe(false);
  expect(isExactMatch('在山上。', '在山上')).toBe(true);
  // Letters with marks belong to their words.
  expect(normalizedAnswer('là an Äa')).toBe('là äa');
});

test('token F1: each token as often as both have it', () => {
  // 2 of 3 written, 2 of 4 due: 2 · 2/3 · 1/2 / (2/3 + 1/2).
  expect(tokenF1('in red house', 'in big red barn')).toBeCloseTo(4 / 7, 12);
  expect(tokenF1('red red red', 'red kite')).toBeCloseTo(0.4, 12);
  expect(tokenF1('', '')).toBe(1);
  expect(tokenF1('', 'kite')).toBe(0);
  expect(tokenF1('the', 'kite')).toBe(0);
  // Characters of Chinese: 3 of 3 written, 3 of 5 due.
  expect(tokenF1('在山上', '他在山上住')).toBeCloseTo(0.75, 12);
});

test('ROUGE-L: the longest common subsequence of lower-case runs of letters and digits', () => {
  expect(rougeTokens("It's 3.5% UP-to-date")).toEqual(['it', 's', '3', '5', 'up', 'to', 'date']);
  expect(rougeTokens('营收增长 12%，GDP')).toEqual(['营', '收', '增', '长', '12', 'gdp']);
  // Lin 2004: police killed the gunman / police kill the gunman / the gunman kill police.
  expect(rougeL('police kill the gunman', 'police killed the gunman')).toBeCloseTo(0.75, 12);
  expect(rougeL('the gunman kill police', 'police killed the gunman')).toBeCloseTo(0.5, 12);
  // LCS 2 of 2 written and 5 due.
  expect(rougeL('a e', 'a b c d e')).toBeCloseTo(4 / 7, 12);
  expect(rougeL('...', 'kite')).toBe(0);
  expect(rougeL('收入下降', '收入增长')).toBeCloseTo(0.5, 12);
});

test('means over prompts, with their number', () => {
  const answers = [
    { prompt: 'p', written: 'a cat', due: 'the cat' },
    { prompt: 'q', written: 'dog', due: 'red kite' },
  ];
  expect(answerScores(answers)).toEqual({ exactMatch: 0.5, rougeL: 0.25, f1: 0.5, answered: 2 });
});
