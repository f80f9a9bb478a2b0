// Sums and means over chosen dimensions, and their gradient, which spreads a value out again.
import { ShapeError } from '../../gpu/errors';
import { stridedCopy } from '../../gpu/kernels/layout/permute';
import { reduce as launch, type ReduceKind } from '../../gpu/kernels/reduce';
import { broadcastStrides, contiguousStrides, isWalkable } from '../../gpu/kernels/strides';
import {
  applyOne,
  describeShape,
  namesOf,
  sameShape,
  sizeOf,
  type Op,
  type Shape,
  type Tensor,
} from '../tensor';
import { columnSum } from './columnSum';
import { reshape } from './layout/reshape';
import { scale } from './unary';

interface ReduceAttrs {
  readonly kind: ReduceKind;
  readonly axes: readonly number[];
  readonly shape: Shape;
}

const reduceOp: Op<{ x: Tensor }, ReduceAttrs> = {
  name: 'reduce',
  outputs: (_inputs, { shape }) => [{ shape }],
  lower({ inputs: { x }, attrs: { kind, axes }, outputs }, context) {
    const views = { inp: context.view(x), out: context.view(outputs[0]!) };
    launch(context.sink, { ...views, kind, shape: x.shape, axes });
  },
  gradient({ inputs: { x }, attrs: { kind, axes } }, [dout]) {
    if (!dout) return {};
    const terms = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
    const each = kind === 'mean' ? scale(dout, 1 / terms) : dout;
    return { x: expand(reshape(each, keepDimsShape(x.shape, axes)), x.shape) };
  },
};

const expandOp: Op<{ x: Tensor }, { shape: Shape }> = {
  name: 'expand',
  outputs({ x }, { shape }) {
    const missing = shape.length - x.shape.length;
    const fits = x.shape.every((extent, d) => extent === 1 || extent === shape[d + missing]);
    if (missing < 0 || !fits) {
      throw new ShapeError({
        op: 'expand',
        node: namesOf(x),
        expected: `a shape that ${describeShape(x.shape)} can be repeated into`,
        got: describeShape(shape),
        remedy:
          'Only extents of 1 repeat: insert them with reshape so that the others line up from the right.',
      });
    }
    return [{ shape }];
  },
  lower({ inputs: { x }, attrs: { shape }, outputs }, context) {
    stridedCopy(context.sink, {
      inp: context.view(x),
      out: context.view(outputs[0]!),
      shape,
      inpStrides: broadcastStrides(x.shape, shape),
      outStrides: contiguousStrides(shape),
      label: 'expand',
    });
  },
  gradient: ({ inputs: { x } }, [dout]) => ({ x: dout && sumTo(dout, x.shape) }),
};

/** The shape with extent 1 where a dimension is summed. */
const keepDimsShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((extent, d) => (axes.includes(d) ? 1 : extent));

function axesOf(op: string, x: Tensor, axes: readonly number[] | undefined): number[] {
  const { shape } = x;
  const all = shape.map((_, d) => d);
  const chosen = axes?.map((axis) => (axis < 0 ? axis + shape.length : axis)) ?? all;
  if (chosen.some((axis) => !all.includes(axis)) || new Set(chosen).size !== chosen.length) {
    throw new ShapeError({
      op,
      node: namesOf(x),
      expected: `different dimensions of ${describeShape(shape)}`,
      got: `[${axes!.join()}]`,
      remedy: `Name each of ${-shape.length} … ${shape.length - 1} at most once.`,
    });
  }
  return chosen;
}

export interface ReduceOptions {
  /** Dimensions, negative ones from the end; all where left out. */
  readonly axes?: readonly number[];
  /** Keep them with extent 1. */
  readonly keepDims?: boolean;
}

/** Shared with max.ts: the greatest value has a gradient of another kind. */
export function reduceAttrs(kind: ReduceKind, x: Tensor, options: ReduceOptions): ReduceAttrs {
  const axes = axesOf(kind, x, options.axes);
  const whole = keepDimsShape(x.shape, axes);
  return {
    kind,
    axes,
    shape: options.keepDims ? whole : whole.filter((_, d) => !axes.includes(d)),
  };
}

/** Whether one kernel can walk both the kept and the vanishing dimensions. */
function isReducible({ shape }: Tensor, axes: readonly number[]): boolean {
  const strides = contiguousStrides(shape);
  const all = shape.map((_, d) => d);
  return [true, false].every((whole) => {
    const dims = all.filter((d) => axes.includes(d) !== whole);
    return isWalkable(
      dims.map((d) => shape[d]!),
      [dims.map((d) => strides[d]!)],
    );
  });
}

/** Where the dimensions are too scattered for one kernel, one after another. */
function reduced(x: Tensor, attrs: ReduceAttrs): Tensor {
  const { kind, axes, shape } = attrs;
  if (isReducible(x, axes)) return applyOne(reduceOp, { x }, attrs, kind);
  let rest = x;
  for (const axis of axes) {
    const each = { kind, axes: [axis], shape: keepDimsShape(rest.shape, [axis]) };
    rest = applyOne(reduceOp, { x: rest }, each, kind);
  }
  return reshape(rest, shape);
}

/** Σ of x over dimensions. */
export const sum = (x: Tensor, options: ReduceOptions = {}): Tensor =>
  reduced(x, reduceAttrs('sum', x, options));

/** Mean of x over dimensions. */
export const mean = (x: Tensor, options: ReduceOptions = {}): Tensor =>
  reduced(x, reduceAttrs('mean', x, options));

/** x repeated to a larger shape, by the rules of broadcasting. @throws ShapeError */
export function expand(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const missing = shape.length - x.shape.length;
  const strides = [broadcastStrides(x.shape, shape), contiguousStrides(shape)];
  if (missing < 0 || isWalkable(shape, strides)) return applyOne(expandOp, { x }, { shape });
  // Too many separate dimensions for one kernel: one after another.
  let rest = reshape(x, [...Array<number>(missing).fill(1), ...x.shape]);
  shape.forEach((extent, d) => {
    if (rest.shape[d] === extent) return;
    const next = rest.shape.map((own, e) => (e === d ? extent : own));
    rest = applyOne(expandOp, { x: rest }, { shape: next });
  });
  return rest;
}

/** What `expand` undoes: x [...] summed down to `shape`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const missing = x.shape.length - shape.length;
  const axes = x.shape.map((_, d) => d).filter((d) => d < missing || shape[d - missing] === 1);
  const summed = axes.filter((d) => x.shape[d]! > 1);
  if (summed.length === 0) return reshape(x, shape);
  const isLeading = summed.every((d) =>
    x.shape.slice(0, d).every((n, e) => n === 1 || axes.includes(e)),
  );
  if (isLeading && sizeOf(shape) > 1) return columnSum(x, shape);
  return reduced(x, { kind: 'sum', axes, shape });
}
