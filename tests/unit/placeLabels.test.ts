import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels } from '../../src/ui/features/compare/placeLabels';

const ROOM = { x: 0, y: 0, width: 300, height: 200 };

const boxOf = (
  { x, y, anchor }: NonNullable<ReturnType<typeof placeLabels>[number]>,
  width: number,
) => {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 7.5, bottom: y + 7.5 };
};

test('a point alone has its name at its right, at the right edge at its left', () => {
  const point = { x: 20, y: 100, width: 60 };
  expect(placeLabels([point], ROOM)).toEqual([{ x: 32, y: 100, anchor: 'start' }]);
  expect(placeLabels([{ ...point, x: 290 }], ROOM)).toEqual([{ x: 278, y: 100, anchor: 'end' }]);
});

test('no name leaves the room, or covers another name or the dot of another point', () => {
  const points = fc.array(
    fc.record({
      x: fc.integer({ min: 8, max: 292 }),
      y: fc.integer({ min: 8, max: 192 }),
      width: fc.integer({ min: 20, max: 120 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(points, (list) => {
      const labels = placeLabels(list, ROOM);
      const boxes = labels.map((label, i) => label && boxOf(label, list[i]!.width));
      boxes.forEach((box, i) => {
        if (!box) return;
        expect(box.left >= 0 && box.right <= 300 && box.top >= 0 && box.bottom <= 200).toBe(true);
        list.forEach(({ x, y }, j) => {
          if (i === j) return;
          const covers =
            box.left < x + 8 && box.right > x - 8 && box.top < y + 8 && box.bottom > y - 8;
          expect(covers).toBe(false);
        });
        boxes.slice(0, i).forEach((other) => {
          if (!other) return;
          const covers =
            box.left < other.right &&
            other.left < box.right &&
            box.top < other.bottom &&
            other.top < box.bottom;
          expect(covers).toBe(false);
        });
      });
    }),
  );
});
