import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distinctTicks, logTicks, wantsLog } from '../../src/ui/charts/ticks';
import { formatBytes, formatLoss, formatStep } from '../../src/ui/kit/format';

test('an axis over values that look the same has ticks that do not', () => {
  const ticks = distinctTicks([6.92401, 6.92402], formatLoss);
  expect(new Set(ticks.map(formatLoss)).size).toBe(ticks.length);
  expect(ticks.length).toBeGreaterThan(2);
});

test('all values are inside, and every tick has words of its own', () => {
  const values = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1 });
  for (const format of [formatLoss, formatBytes])
    fc.assert(
      fc.property(values, (list) => {
        const ticks = distinctTicks(list, format);
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(...list) + 1e-9);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...list) - 1e-9);
        expect(ticks[0]).toBeGreaterThanOrEqual(0);
        expect(new Set(ticks.map(format)).size).toBe(ticks.length);
      }),
    );
});

test.each([1, 2, 3, 4, 96, 0])('an axis of %i steps has whole numbers, each once', (steps) => {
  const ticks = distinctTicks([0, steps], formatStep, { isWhole: true });
  expect(ticks.every(Number.isInteger)).toBe(true);
  expect(new Set(ticks).size).toBe(ticks.length);
});

describe('logarithmic ticks', () => {
  test('for positive values that are far apart alone', () => {
    expect(wantsLog([1, 29])).toBe(false);
    expect(wantsLog([1, 30])).toBe(true);
    expect(wantsLog([0, 1000])).toBe(false);
    expect(wantsLog([-1, 1000])).toBe(false);
    expect(wantsLog([5])).toBe(false);
    expect(wantsLog([])).toBe(false);
  });
  test('stand around all values, rising, and not too many', () => {
    const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(positive, fc.double({ min: 30, max: 1e8, noNaN: true }), (least, ratio) => {
        const most = least * ratio;
        const ticks = logTicks([least, most]);
        expect(ticks[0]).toBeLessThanOrEqual(least);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
        expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThan(18);
      }),
    );
  });
});
