import { expect, test } from 'vitest';
import {
  hasDiverged,
  suggestRate,
  rangeTestRateAt,
  type RatePoint,
} from '../../src/training/run/lrRangeTest';

const TEST = { from: 1e-5, to: 1, steps: 101 };
const curve = (loss: (rate: number) => number): RatePoint[] =>
  Array.from({ length: TEST.steps }, (_, step) => {
    const learningRate = rangeTestRateAt(TEST, step);
    return { learningRate, loss: loss(learningRate) };
  });
/** Flat, a fall centered at 1e-3, a climb from 1e-1 on. */
const usual = (rate: number): number =>
  4 - 2 / (1 + (1e-3 / rate) ** 2) + (rate > 0.1 ? 40 * (rate - 0.1) : 0);

test('the rate climbs evenly in its logarithm', () => {
  expect(rangeTestRateAt(TEST, 0)).toBeCloseTo(1e-5, 12);
  expect(rangeTestRateAt(TEST, 50)).toBeCloseTo(Math.sqrt(1e-5), 12);
  expect(rangeTestRateAt(TEST, 100)).toBeCloseTo(1, 12);
});

test('the suggestion is where the loss falls fastest', () => {
  const suggestion = suggestRate(curve(usual))!;
  expect(suggestion).toBeGreaterThan(4e-4);
  expect(suggestion).toBeLessThan(1.2e-3);
  expect(String(suggestion)).toMatch(/^\d(\.\d)?e-\d$|^0\.0+\d\d?$/);
});

test('noise does not move it far', () => {
  const noisy = curve((rate) => usual(rate) + 0.15 * Math.sin(1e6 * Math.log(rate)));
  const suggestion = suggestRate(noisy)!;
  expect(suggestion).toBeGreaterThan(2e-4);
  expect(suggestion).toBeLessThan(5e-3);
});

test('a loss that never falls suggests nothing', () => {
  expect(suggestRate(curve(() => 4))).toBeNull();
  expect(suggestRate(curve((rate) => 4 + rate))).toBeNull();
  expect(suggestRate([])).toBeNull();
});

test('a loss that climbs, or is no number any more, has diverged; a falling one has not', () => {
  const points = curve(usual);
  expect(hasDiverged(points.slice(0, 70))).toBe(false);
  expect(hasDiverged(points)).toBe(true);
  const broken = points.slice(0, 60).concat(points.slice(60, 64).map((p) => ({ ...p, loss: NaN })));
  expect(hasDiverged(broken)).toBe(true);
});
