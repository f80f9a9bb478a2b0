import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathOf, roundScale, scale } from '../../src/ui/charts/plot';

test('a scale puts its ends on the ends of the range, the values between in proportion', () => {
  const { at, ticks } = scale(0, 90, [50, 500], 9);
  expect([at(0), at(45), at(90)]).toEqual([50, 275, 500]);
  expect(ticks).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
});

test('a scale without a span does not divide by it', () => {
  expect(scale(3, 3, [0, 100], 2).at(3)).toBe(0);
});

test('round steps cover every value, inside the range, and stay above 0 with them', () => {
  const values = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(values, (list) => {
      const { at, ticks } = roundScale(list, [0, 100]);
      for (const value of list) {
        expect(at(value)).toBeGreaterThanOrEqual(-1e-9);
        expect(at(value)).toBeLessThanOrEqual(100 + 1e-9);
      }
      expect(ticks[0]).toBeGreaterThanOrEqual(0);
      expect(ticks.length).toBeLessThanOrEqual(9);
    }),
  );
});

test('a path begins with a move', () => {
  expect(
    pathOf([
      [0, 1],
      [2.04, 3],
    ]),
  ).toBe('M0.0 1.0L2.0 3.0');
});
