// PyTorch's broadcasting: shapes align from the right, an extent of 1 or a missing dimension repeats.
import { ShapeError } from '../../../gpu/errors';
import { describeShape, type Shape } from '../../tensor';

/** The shape that both broadcast to. @throws ShapeError */
export function broadcastShape(op: string, node: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, d) => {
    const [x, y] = [a[d - rank + a.length] ?? 1, b[d - rank + b.length] ?? 1];
    if (x !== y && x !== 1 && y !== 1) {
      throw new ShapeError({
        op: op,
        node: node,
        expected: 'shapes that agree from the right, up to extents of 1',
        got: `${describeShape(a)} and ${describeShape(b)}`,
        remedy: 'Insert dimensions of 1 with reshape so that the ones that match line up.',
      });
    }
    return x === 1 ? y : x;
  });
}
