// Reshape: the same memory under another shape.
import { ShapeError } from '../../../gpu/errors';
import {
  applyOne,
  describeShape,
  namesOf,
  sizeOf,
  type Op,
  type Shape,
  type Tensor,
} from '../../tensor';

const reshapeOp: Op<{ x: Tensor }, { shape: Shape }> = {
  name: 'reshape',
  outputs({ x }, { shape }) {
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      throw new ShapeError({
        op: 'reshape',
        node: namesOf(x),
        expected: `${sizeOf(x.shape)} elements of ${describeShape(x.shape)}`,
        got: `${sizeOf(shape)} of ${describeShape(shape)}`,
        remedy: 'A reshape keeps every element: slice or expand first where the number changes.',
      });
    }
    return [{ shape, dtype: x.dtype, kind: x.kind }];
  },
  lower(node, context) {
    context.alias(node.outputs[0]!, context.view(node.inputs.x));
  },
  inPlace: (node) => node.inputs.x,
  gradient: (node, [dout]) => ({ x: dout && reshape(dout, node.inputs.x.shape) }),
};

export function reshape(x: Tensor, shape: Shape): Tensor {
  return applyOne(reshapeOp, { x }, { shape }, x.name);
}
