import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findExperiment } from '../../src/experiments/all';
import { termsOf, seamsOf, textAbout } from '../../src/ui/features/run/curves/chartData';
import { runConfigSchema } from '../../src/training/run/config';
import { indexAt, LossHistory, smooth } from '../../src/ui/charts/lossHistory';

const point = (step: number, loss: number) => ({ step, loss, learningRate: 1e-3, gradNorm: 1 });

test('a million steps stay drawable, in order, with the first and the mean kept', () => {
  const history = new LossHistory();
  let sum = 0;
  for (let step = 0; step < 1_000_000; step++) {
    const loss = 4 / (1 + step / 1000);
    sum += loss;
    history.push(point(step, loss));
  }
  expect(history.count).toBe(1_000_000);
  expect(history.steps.length).toBeLessThanOrEqual(256 + 2048);
  expect(history.steps.length).toBeGreaterThan(1000);
  expect(history.steps.slice(0, 256)).toEqual(Array.from({ length: 256 }, (_step, i) => i));
  expect(history.steps).toEqual(history.steps.toSorted((a, b) => a - b));
  const size = (history.steps[300] as number) - (history.steps[299] as number);
  const tail = history.means.slice(256).reduce((total, mean) => total + mean * size, 0);
  const head = history.means.slice(0, 256).reduce((total, mean) => total + mean, 0);
  expect((head + tail) / sum).toBeCloseTo(1, 2);
});

test('evaluations stay bounded and keep the newest', () => {
  const history = new LossHistory();
  for (let step = 0; step < 5000; step++)
    history.pushEval({ step, validationLoss: 1, standardError: 0.1 });
  expect(history.evals.length).toBeLessThanOrEqual(1025);
  expect(history.evals.at(-1)?.step).toBe(4999);
});

test('smoothing leaves straight lines and lengths alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 50 }), (n, radius) => {
      const line = Array.from({ length: n }, (_value, i) => 3 - 0.01 * i);
      const result = smooth(line, radius);
      expect(result).toHaveLength(n);
      result.forEach((value, i) => expect(value).toBeCloseTo(line[i] as number, 9));
    }),
  );
});

test('a step is found at or before itself', () => {
  const steps = [1, 2, 3, 10, 20];
  expect(indexAt(steps, 0)).toBe(0);
  expect(indexAt(steps, 9)).toBe(2);
  expect(indexAt(steps, 10)).toBe(3);
  expect(indexAt(steps, 99)).toBe(4);
  expect(indexAt([], 5)).toBe(0);
});

test('objectives of a run keep curves of their own beside the sum, also when steps are merged', () => {
  const history = new LossHistory();
  for (let step = 0; step < 5000; step++)
    history.push({ ...point(step, 3), parts: { masked_lm: 1 + step / 5000, contrastive: 2 } });
  const masked = history.terms.get('masked_lm')!;
  expect(masked).toHaveLength(history.steps.length);
  expect(masked).toEqual(masked.toSorted((a, b) => a - b));
  expect(masked[0]).toBe(1);
  expect(new Set(history.terms.get('contrastive'))).toEqual(new Set([2]));
});

test('a part may be trained, or only measured; training answers of a task are no part', () => {
  const history = new LossHistory();
  history.push({ ...point(0, 3), parts: { masked_lm: 1 } });
  const score = { loss: 2, standardError: 0.1 };
  const parts = { story: score, train: { ...score, accuracy: 0.5 } };
  history.pushEval({ step: 0, validationLoss: 1, standardError: 0.1, parts });
  expect(termsOf(history)).toEqual([
    { name: 'masked_lm', color: 0, means: [1], evals: [] },
    { name: 'story', color: 1, means: null, evals: [{ step: 0, loss: 2 }] },
  ]);
});

test('seams stand where a later corpus begins; a share is one of all steps', () => {
  const { config } = findExperiment('story')!;
  const more = [
    { corpus: 'finance_zh', from_step: 0 },
    { corpus: 'letters', from_step: 0.5 },
    { corpus: 'reviews', from_step: 0.5, share: 2 },
    { corpus: 'code' },
  ];
  const followed = runConfigSchema.parse({ ...config, data: { ...config.data, more } });
  const half = Math.round(followed.training.max_steps / 2);
  expect(seamsOf(followed)).toEqual([{ corpora: ['letters', 'reviews'], step: half }]);
  expect(textAbout(followed)).toBe('reviews');
  expect(textAbout(config as typeof followed)).toBeUndefined();
});
