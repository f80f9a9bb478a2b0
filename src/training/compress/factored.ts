// A weight as a product of two thin ones. Layers run the factors one after the other; the whole
// weight is made only where an op asks for it that knows no better. Factors may be packed themselves.
import { matmul as launch } from '../../gpu/kernels/matmul/matmul';
import { gather } from '../ops/layout/gather';
import { linear } from '../ops/matmul';
import { applyOne, type Op, type Tensor } from '../tensor';

interface Factors {
  readonly [key: string]: Tensor;
  /** [a, rank] */
  readonly left: Tensor;
  /** [rank, b] */
  readonly right: Tensor;
}

const factoredOp: Op<Factors> = {
  name: 'factored',
  outputs: ({ left, right }) => [{ shape: [left.shape[0]!, right.shape[1]!], kind: 'workspace' }],
  lower({ inputs: { left, right }, outputs }, context) {
    const [m, k] = left.shape as [number, number];
    const n = right.shape[1]!;
    const batch = { batch: 1, strideA: 0, strideB: 0, strideOut: 0 };
    launch(context.sink, {
      a: context.view(left),
      b: context.view(right),
      out: context.view(outputs[0]!),
      shape: { m, n, k, transA: false, transB: false, ...batch },
    });
  },
  stored: {
    linear({ inputs: { left, right } }, x, { transposed, bias, activation, logits }) {
      const layout = transposed ? 'linear' : 'conv1d';
      const [first, second] = transposed ? [right, left] : [left, right];
      const narrow = linear(x, first, undefined, { layout });
      return linear(narrow, second, bias, { layout, activation, logits });
    },
    rows: ({ inputs: { left, right } }, ids) =>
      linear(left.node?.op.stored?.rows(left.node, ids) ?? gather(left, ids), right, undefined, {
        layout: 'conv1d',
      }),
  },
};

/** left · right, [a, rank] · [rank, b] → [a, b]. */
export const factored = (left: Tensor, right: Tensor): Tensor =>
  applyOne(factoredOp, { left, right }, undefined);

/** The least rank whose singular values hold a share of the energy, Σ s². */
export function rankForEnergy(singularValues: ArrayLike<number>, share: number): number {
  const squares = Array.from(singularValues, (value) => value ** 2);
  const wanted = share * squares.reduce((sum, square) => sum + square, 0);
  let held = 0;
  const rank = squares.findIndex((square) => (held += square) >= wanted);
  return rank < 0 ? squares.length : rank + 1;
}
