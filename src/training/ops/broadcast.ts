// PyTorch's broadcasting: shapes align from the right, an extent of 1 or a missing dimension repeats.
import { describeShape, ShapeError, type Shape } from '../tensor';

/** The shape that both broadcast to. @throws ShapeError */
export function broadcastShape(op: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, d) => {
    const [x, y] = [a[d - rank + a.length] ?? 1, b[d - rank + b.length] ?? 1];
    if (x !== y && x !== 1 && y !== 1) {
      throw new ShapeError(
        op,
        'shapes that agree from the right, up to extents of 1',
        `${describeShape(a)} and ${describeShape(b)}`,
      );
    }
    return x === 1 ? y : x;
  });
}
