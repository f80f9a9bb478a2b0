// Another order of the dimensions, as a copy.
import { ShapeError } from '../../../gpu/errors';
import { permute as launch } from '../../../gpu/kernels/layout/permute';
import { applyOne, describeShape, namesOf, type Op, type Tensor } from '../../tensor';

const permuteOp: Op<{ x: Tensor }, readonly number[]> = {
  name: 'permute',
  outputs({ x }, order) {
    const sorted = [...order].sort((a, b) => a - b);
    if (sorted.length !== x.shape.length || sorted.some((d, index) => d !== index)) {
      throw new ShapeError({
        op: 'permute',
        node: namesOf(x),
        expected: `each dimension of ${describeShape(x.shape)} once`,
        got: describeShape(order),
        remedy: `Name every dimension from 0 to ${x.shape.length - 1}; reshape adds and drops them.`,
      });
    }
    return [{ shape: order.map((d) => x.shape[d]!), dtype: x.dtype }];
  },
  lower({ inputs: { x }, attrs: order, outputs }, context) {
    const views = { inp: context.view(x), out: context.view(outputs[0]!) };
    launch(context.sink, { ...views, shape: x.shape, order });
  },
  gradient: ({ attrs: order }, [dout]) => ({
    x:
      dout &&
      permute(
        dout,
        order.map((_, d) => order.indexOf(d)),
      ),
  }),
};

/** Dimension d of the result is dimension order[d] of x. */
export const permute = (x: Tensor, order: readonly number[]): Tensor =>
  order.every((d, index) => d === index) && order.length === x.shape.length
    ? x
    : applyOne(permuteOp, { x }, order);

/** x with two dimensions swapped, the last two where left out; negative ones count from the end. */
export function transpose(x: Tensor, first = -2, second = -1): Tensor {
  const order = x.shape.map((_, d) => d);
  const at = (d: number): number => (d < 0 ? d + order.length : d);
  [order[at(first)], order[at(second)]] = [at(second), at(first)];
  return permute(x, order);
}
