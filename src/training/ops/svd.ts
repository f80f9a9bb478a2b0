// Singular value decomposition and the best approximation of a lower rank (Eckart and Young 1936).
// No gradient: it is for weights that stand still.
import { ShapeError } from '../../gpu/errors';
import { sortOrder, svdRotations } from '../../gpu/kernels/svd';
import { applyOne, describeShape, namesOf, type Op, type Tensor } from '../tensor';
import { gather } from './layout/gather';
import { matmul } from './matmul';
import { transpose } from './layout/permute';
import { sum } from './reduce';
import { slice } from './layout/slice';
import { sqrt, square } from './unary';

const rotationsOp: Op<{ w: Tensor }> = {
  name: 'svd_rotate',
  outputs({ w }) {
    const { shape } = w;
    if (shape.length !== 2)
      throw new ShapeError({
        op: 'svd',
        node: namesOf(w),
        expected: 'a matrix',
        got: describeShape(shape),
        remedy: 'Reshape the tensor to two dimensions.',
      });
    const [rows, columns] = shape as [number, number];
    return [{ shape: [Math.min(rows, columns), rows + columns], kind: 'workspace' }];
  },
  lower({ inputs: { w }, outputs }, context) {
    const [rows, columns] = w.shape as [number, number];
    const vectors = context.view(outputs[0]!);
    svdRotations(context.sink, { w: context.view(w), vectors, rows, columns });
  },
};

const sortOrderOp: Op<{ values: Tensor }> = {
  name: 'sort_order',
  outputs: ({ values }) => [{ shape: values.shape, dtype: 'u32', kind: 'workspace' }],
  lower({ inputs: { values }, outputs }, context) {
    const order = context.view(outputs[0]!);
    sortOrder(context.sink, {
      values: context.view(values),
      order,
      count: values.shape[0]!,
    });
  },
};

export interface Svd {
  /** Singular values, falling, [min(m, n)]. */
  readonly values: Tensor;
  /** w ≈ left · right with left [m, rank], right [rank, n]; the one of the longer side holds the values. */
  factors(rank: number): { left: Tensor; right: Tensor };
}

/** w [m, n]. */
export function svd(w: Tensor): Svd {
  const vectors = applyOne(rotationsOp, { w }, undefined);
  const [rows, columns] = w.shape as [number, number];
  const length = Math.max(rows, columns);
  const turned = slice(vectors, 1, 0, length); // [k, length], orthogonal
  const turns = slice(vectors, 1, length); // [k, k], orthonormal
  const lengths = sqrt(sum(square(turned), { axes: [1] }));
  const order = applyOne(sortOrderOp, { values: lengths }, undefined);
  const [long, short] = [gather(turned, order), gather(turns, order)];
  return {
    values: gather(lengths, order),
    factors(rank) {
      const [first, second] = [long, short].map((all) => slice(all, 0, 0, rank)) as [
        Tensor,
        Tensor,
      ];
      return rows > columns
        ? { left: transpose(first), right: second }
        : { left: transpose(second), right: first };
    },
  };
}

/** The matrix of that rank which is nearest to w, [m, n]. */
export function lowRank({ factors }: Pick<Svd, 'factors'>, rank: number): Tensor {
  const { left, right } = factors(rank);
  return matmul(left, right);
}
