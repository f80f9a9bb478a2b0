// Token embedding, with learned positions and dropout in the same kernel.
import { ShapeError } from '../../gpu/errors';
import { embeddingBackward, embeddingForward, positionBackward } from '../../gpu/kernels/embedding';
import { productOp } from './matmul';
import { applyOne, describeShape, namesOf, nodeOf, sizeOf, type Op, type Tensor } from '../tensor';
import { iota } from './layout/counting';
import { dropoutArgs, type DropoutAttrs } from './dropout';
import { reshape } from './layout/reshape';

interface EmbeddingInputs {
  readonly [key: string]: Tensor | undefined;
  /** u32 [..., T] */
  readonly ids: Tensor;
  /** [V, C] */
  readonly table: Tensor;
  /** [P, C], P ≥ T: row t is added at position t of each sequence. */
  readonly positions?: Tensor | undefined;
  /** u32 DecodeControl: place 0 stands behind what a cache holds. */
  readonly past?: Tensor | undefined;
}
interface EmbeddingAttrs {
  readonly seqLen: number;
  readonly dropout?: DropoutAttrs | undefined;
}

const embeddingOp: Op<EmbeddingInputs, EmbeddingAttrs> = {
  name: 'embedding',
  outputs: ({ ids, table }) => [{ shape: [...ids.shape, table.shape[1]!] }],
  lower({ inputs, attrs, outputs }, context) {
    const [vocab, width] = inputs.table.shape as [number, number];
    embeddingForward(context.sink, {
      ids: context.view(inputs.ids),
      table: context.view(inputs.table),
      positions: context.viewOf(inputs.positions),
      past: context.viewOf(inputs.past),
      out: context.view(outputs[0]!),
      rows: sizeOf(inputs.ids.shape),
      width,
      vocab,
      seqLen: attrs.seqLen,
      dropout: dropoutArgs(attrs.dropout, context),
    });
  },
  gradient({ inputs, attrs }, [dout], flow) {
    if (!dout) return {};
    const { ids, table, positions } = inputs;
    // Only a product's fresh output may be added to in place: other tensors can have other readers.
    const base = flow.take('table', (gradient) => nodeOf(gradient, productOp) !== null);
    return {
      table: flow.wants('table')
        ? applyOne(
            tableGradientOp,
            { ids, dout, base },
            { shape: table.shape, dropout: attrs.dropout },
            `d_${table.name}`,
          )
        : undefined,
      positions:
        positions && flow.wants('positions')
          ? applyOne(
              positionGradientOp,
              { dout },
              { ...attrs, shape: positions.shape },
              `d_${positions.name}`,
            )
          : undefined,
    };
  },
};

interface GradientInputs {
  readonly [key: string]: Tensor | undefined;
  readonly ids: Tensor;
  readonly dout: Tensor;
  /** A gradient that another op made of the same table; taken over in place. */
  readonly base?: Tensor | undefined;
}

/** dtable[id] = Σ of dout over the rows that hold id, in order of the rows. */
interface TableGradientAttrs {
  readonly shape: readonly number[];
  readonly dropout?: DropoutAttrs | undefined;
}

const tableGradientOp: Op<GradientInputs, TableGradientAttrs> = {
  name: 'embedding_backward',
  outputs: (_inputs, { shape }) => [{ shape }],
  lower({ inputs, attrs, outputs }, context) {
    const [vocab, width] = attrs.shape as [number, number];
    const { base } = inputs;
    if (base) context.alias(outputs[0]!, context.view(base));
    embeddingBackward(context.sink, {
      ids: context.view(inputs.ids),
      dout: context.view(inputs.dout),
      dtable: context.view(outputs[0]!),
      rows: sizeOf(inputs.ids.shape),
      width,
      vocab,
      accumulate: base !== undefined,
      dropout: dropoutArgs(attrs.dropout, context),
    });
  },
  inPlace: ({ inputs }) => inputs.base,
};

const positionGradientOp: Op<{ dout: Tensor }, TableGradientAttrs & { seqLen: number }> = {
  name: 'position_backward',
  outputs: (_inputs, { shape }) => [{ shape }],
  lower({ inputs, attrs, outputs }, context) {
    const [positions, width] = attrs.shape as [number, number];
    positionBackward(context.sink, {
      dout: context.view(inputs.dout),
      dtable: context.view(outputs[0]!),
      batch: sizeOf(inputs.dout.shape) / (attrs.seqLen * width),
      seqLen: attrs.seqLen,
      positions,
      width,
      dropout: dropoutArgs(attrs.dropout, context),
    });
  },
};

/** table[ids] (+ positions): u32 [..., T] → [..., T, C]. Rows of unused ids get gradient 0. */
export function embedding(
  ids: Tensor,
  table: Tensor,
  options: { positions?: Tensor; past?: Tensor | undefined; dropout?: DropoutAttrs } = {},
): Tensor {
  const { positions, past, dropout } = options;
  const seqLen = ids.shape.at(-1) ?? 1;
  if (table.shape.length !== 2)
    throw new ShapeError({
      op: 'embedding',
      node: namesOf(ids, table),
      expected: 'a table [V, C]',
      got: describeShape(table.shape),
      remedy: 'Reshape the table to a row for each id; gather reads tables of any rank.',
    });
  if (positions && (positions.shape[0]! < seqLen || positions.shape[1] !== table.shape[1])) {
    throw new ShapeError({
      op: 'embedding',
      node: namesOf(ids, table, positions),
      expected: `positions of at least [${seqLen}, ${table.shape[1]}]`,
      got: describeShape(positions.shape),
      remedy:
        'Shorten the sequences to the context length of the model, or give it more positions.',
    });
  }
  const looked = table.node?.op.stored?.rows(table.node, ids);
  if (!looked) return applyOne(embeddingOp, { ids, table, positions, past }, { seqLen, dropout });
  if (!positions && !dropout) return looked;
  // The rows are their own table now: row i for place i.
  const count = sizeOf(ids.shape);
  const own = { ids: reshape(iota(count, 'i32'), ids.shape), positions, past };
  const rows = reshape(looked, [count, table.shape[1]!]);
  return applyOne(embeddingOp, { ...own, table: rows }, { seqLen, dropout });
}
