import { expect, test } from 'vitest';
import { Divergence } from '../../src/training/run/divergence';

const reportedAt = (losses: readonly number[]): number[] => {
  const divergence = new Divergence();
  return losses.flatMap((loss, step) => (divergence.see(loss) ? [step] : []));
};

const START = [4.1, 4.2, 4, 4.1, 4.1];

test('a loss that climbs and stays there is reported, once', () => {
  const climbing = Array.from({ length: 40 }, (_, i) => 4 + i ** 2);
  expect(reportedAt([...START, ...climbing])).toEqual([11]);
});

test.each([
  ['falls', Array.from({ length: 50 }, (_, i) => 4 / (1 + i))],
  ['has spikes', Array.from({ length: 50 }, (_, i) => (i % 5 === 0 ? 90 : 4))],
  ['is noisy at a low level', Array.from({ length: 50 }, (_, i) => 4 + Math.sin(i))],
  ['is no number', Array.from({ length: 50 }, () => Number.NaN)],
])('a loss that %s is not', (_what, losses) => {
  expect(reportedAt([...START, ...losses])).toEqual([]);
});

test('a fine-tuned model begins low: a nat above is what counts', () => {
  const low = [0.07, 0.06, 0.07, 0.08, 0.07];
  expect(reportedAt([...low, ...Array.from({ length: 20 }, () => 0.4)])).toEqual([]);
  expect(reportedAt([...low, ...Array.from({ length: 20 }, () => 1.4)])).toEqual([9]);
});
