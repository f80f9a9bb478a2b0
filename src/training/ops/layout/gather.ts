// Rows of a tensor by number. A row that is taken twice gets the sum of both gradients.
import { ShapeError } from '../../../gpu/errors';
import { gatherRows, scatterAddRows } from '../../../gpu/kernels/layout/gatherRows';
import {
  applyOne,
  describeShape,
  namesOf,
  sizeOf,
  type Op,
  type Shape,
  type Tensor,
} from '../../tensor';

interface GatherInputs {
  readonly [key: string]: Tensor | undefined;
  /** [R, …] */
  readonly x: Tensor;
  /** u32 or i32 [...], each in 0 … R-1. */
  readonly ids: Tensor;
}

const gatherOp: Op<GatherInputs> = {
  name: 'gather',
  outputs({ x, ids }) {
    if (x.shape.length === 0 || ids.dtype === 'f32') {
      throw new ShapeError({
        op: 'gather',
        node: namesOf(x, ids),
        expected: 'a tensor of rows and whole numbers',
        got: `${describeShape(x.shape)} and ${ids.dtype} ${describeShape(ids.shape)}`,
        remedy: 'Give the ids as i32 or u32, behind the tensor that they read from.',
      });
    }
    return [{ shape: [...ids.shape, ...x.shape.slice(1)] }];
  },
  lower({ inputs: { x, ids }, outputs }, context) {
    gatherRows(context.sink, {
      table: context.view(x),
      ids: context.view(ids),
      out: context.view(outputs[0]!),
      rows: sizeOf(ids.shape),
      width: sizeOf(x.shape.slice(1)),
      tableRows: x.shape[0]!,
    });
  },
  gradient: ({ inputs: { x, ids } }, [dout]) => ({
    x: dout && applyOne(scatterOp, { ids, dout }, x.shape, `d_${x.name}`),
  }),
};

const scatterOp: Op<{ ids: Tensor; dout: Tensor }, Shape> = {
  name: 'scatter_add',
  outputs: (_inputs, shape) => [{ shape }],
  lower({ inputs: { ids, dout }, attrs: shape, outputs }, context) {
    scatterAddRows(context.sink, {
      ids: context.view(ids),
      dout: context.view(dout),
      dtable: context.view(outputs[0]!),
      rows: sizeOf(ids.shape),
      width: sizeOf(shape.slice(1)),
      tableRows: shape[0]!,
    });
  },
  gradient: ({ inputs: { ids } }, [dout]) => ({ dout: dout && gather(dout, ids) }),
};

/** x[ids]: x [R, …], ids [...] → [..., …]. */
export const gather = (x: Tensor, ids: Tensor): Tensor => applyOne(gatherOp, { x, ids }, undefined);
