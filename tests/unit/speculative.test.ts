// Proposals of a draft model change the speed, not the distribution (Leviathan et al. 2023).
import { expect, test } from 'vitest';
import { chooseToken } from '../../src/training/generate/choose';
import { checkedToken } from '../../src/training/generate/speculative/acceptance';

const DRAWS = 40_000;
const softmax = (scores: Float32Array): number[] => {
  const weights = Array.from(scores, (score) => Math.exp(score));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

test.each([
  ['alike', [0.3, -1, 2, 0.5, -0.2], [0.4, -1.1, 1.8, 0.4, 0]],
  ['far apart', [3, 0, -1, 0, 1], [-2, 1, 3, 0, 0]],
  ['with tokens that one of them rules out', [1, -Infinity, 0, 2, 1], [0, 2, -Infinity, 1, 1]],
])('%s: tokens come as often as the model gives them', (_, target, draft) => {
  const scores = Float32Array.from(target);
  const offered = Float32Array.from(draft);
  const counts = Array.from(target, () => 0);
  for (let seed = 0; seed < DRAWS; seed++) {
    const settings = { temperature: 1, seed, made: 3 };
    const id = chooseToken(offered, { ...settings, sequence: 0 });
    counts[checkedToken({ scores, proposed: { id, scores: offered }, ...settings })]! += 1;
  }
  softmax(scores).forEach((share, id) => {
    const deviation = Math.sqrt((share * (1 - share)) / DRAWS);
    expect(Math.abs(counts[id]! / DRAWS - share)).toBeLessThanOrEqual(4 * deviation);
  });
});

test('the same distribution accepts every proposal', () => {
  const scores = Float32Array.from([0.1, 2, -1, 0.7]);
  for (let seed = 0; seed < 500; seed++) {
    const settings = { temperature: 1, seed, made: 0 };
    const id = chooseToken(scores, { ...settings, sequence: 0 });
    expect(checkedToken({ scores, proposed: { id, scores }, ...settings })).toBe(id);
  }
});
