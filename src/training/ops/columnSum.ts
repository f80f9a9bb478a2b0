// Sum over all but the trailing dimensions: gradients of biases and of broadcast operands.
import { columnSum as launch } from '../../gpu/kernels/columnSum';
import { applyOne, sizeOf, type Op, type Shape, type Tensor } from '../tensor';

const columnSumOp: Op<{ x: Tensor }, { shape: Shape }> = {
  name: 'column_sum',
  outputs: (_inputs, { shape }) => [{ shape }],
  lower({ inputs, attrs, outputs }, context) {
    const width = sizeOf(attrs.shape);
    const rows = sizeOf(inputs.x.shape) / width;
    launch(context.sink, {
      inp: context.view(inputs.x),
      out: context.view(outputs[0]!),
      rows,
      width,
    });
  },
};

/** [..., ...shape] → shape. */
export const columnSum = (x: Tensor, shape: Shape): Tensor =>
  applyOne(columnSumOp, { x }, { shape });
