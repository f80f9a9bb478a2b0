import { expect, test } from 'vitest';
import { apart, shortened } from '../../src/ui/charts/endLabels';

const ROOM = { gap: 15, low: 0, high: 300 };

test('names that have room stay where they are wanted', () => {
  expect(apart([200, 20, 100], ROOM)).toEqual([200, 20, 100]);
});

test('names at one place part evenly around it', () => {
  expect(apart([100, 100, 100], ROOM)).toEqual([85, 100, 115]);
});

test('no two names overlap, and none leaves the chart', () => {
  const wanted = [-40, 3, 4, 5, 150, 151, 290, 310, 400];
  const sorted = apart(wanted, ROOM).toSorted((a, b) => a - b);
  expect(sorted[0]).toBeGreaterThanOrEqual(0);
  expect(sorted.at(-1)).toBeLessThanOrEqual(300);
  sorted.slice(1).forEach((at, i) => expect(at - sorted[i]!).toBeGreaterThanOrEqual(15 - 1e-9));
});

test('more names than have room share what there is', () => {
  const positions = apart(
    Array.from({ length: 31 }, () => 100),
    ROOM,
  );
  expect(Math.min(...positions)).toBe(0);
  expect(Math.max(...positions)).toBe(300);
});

test('names keep the order of their curves', () => {
  const positions = apart([120, 118, 122], ROOM);
  expect(positions[1]).toBeLessThan(positions[0]!);
  expect(positions[0]).toBeLessThan(positions[2]!);
});

test('a long name is cut where it no longer fits', () => {
  expect(shortened('held-out', () => true)).toBe('held-out');
  expect(shortened('general text', (text) => text.length <= 8)).toBe('general…');
});
