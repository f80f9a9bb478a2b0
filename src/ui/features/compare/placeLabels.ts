// Where the names of points stand: beside their dot, over no dot and no other name.

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Label extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
}

const DOT = 8;
const GAP = 12;
const LINE = 15;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const inside = (a: Box, room: Box): boolean =>
  a.x >= room.x &&
  a.y >= room.y &&
  a.x + a.width <= room.x + room.width &&
  a.y + a.height <= room.y + room.height;

/** In the order in which they are tried: right, left, above, below, and further off on both sides. */
function candidates({ x, y }: Point): Label[] {
  const sides = [0, -LINE, LINE, -2 * LINE, 2 * LINE].flatMap((dy): Label[] => [
    { x: x + GAP, y: y + dy, anchor: 'start' },
    { x: x - GAP, y: y + dy, anchor: 'end' },
  ]);
  return [
    ...sides.slice(0, 2),
    { x, y: y - GAP - 3, anchor: 'middle' },
    { x, y: y + GAP + 3, anchor: 'middle' },
    ...sides.slice(2),
  ];
}

const boxOf = ({ x, y, anchor }: Label, width: number): Box => ({
  x: anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2,
  y: y - LINE / 2,
  width,
  height: LINE,
});

/** Null where there is no room for a name; what stands first in `points` has the first choice. */
export function placeLabels(
  points: readonly (Point & { readonly width: number })[],
  room: Box,
): (Label | null)[] {
  const taken = points.map(({ x, y }): Box => {
    return { x: x - DOT, y: y - DOT, width: 2 * DOT, height: 2 * DOT };
  });
  return points.map((point, index) => {
    const own = taken[index];
    const found = candidates(point).find((label) => {
      const box = boxOf(label, point.width);
      return inside(box, room) && !taken.some((other) => other !== own && overlap(box, other));
    });
    if (found) taken.push(boxOf(found, point.width));
    return found ?? null;
  });
}
