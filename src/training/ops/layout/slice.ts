// A box out of a tensor, and a tensor inside a larger box: each is the other's gradient.
import { ShapeError } from '../../../gpu/errors';
import { pad as launchPad } from '../../../gpu/kernels/layout/pad';
import { stridedCopy } from '../../../gpu/kernels/layout/permute';
import { contiguousStrides } from '../../../gpu/kernels/strides';
import {
  applyOne,
  describeShape,
  namesOf,
  sameShape,
  type Op,
  type Shape,
  type Tensor,
} from '../../tensor';

interface Box {
  /** First place in each dimension. */
  readonly starts: Shape;
  readonly shape: Shape;
}

const fits = (inner: Shape, starts: Shape, outer: Shape): boolean =>
  inner.length === outer.length &&
  starts.length === outer.length &&
  outer.every((extent, d) => starts[d]! >= 0 && starts[d]! + inner[d]! <= extent);

const describeBox = ({ starts, shape }: Box): string =>
  `${describeShape(shape)} from ${describeShape(starts)}`;

const sliceOp: Op<{ x: Tensor }, Box> = {
  name: 'slice',
  outputs: ({ x }, { shape }) => [{ shape, dtype: x.dtype }],
  lower({ inputs: { x }, attrs: { starts, shape }, outputs }, context) {
    const inpStrides = contiguousStrides(x.shape);
    stridedCopy(context.sink, {
      inp: context.view(x),
      out: context.view(outputs[0]!),
      shape,
      inpStrides,
      outStrides: contiguousStrides(shape),
      inpFirst: starts.reduce((sum, start, d) => sum + start * inpStrides[d]!, 0),
      label: 'slice',
    });
  },
  // Several slices of one tensor: each adds its part to what the others left.
  gradient: ({ inputs: { x }, attrs: { starts } }, [dout], flow) => ({
    x: dout && applyOne(padOp, { x: dout, base: flow.take('x') }, { starts, shape: x.shape }),
  }),
};

interface PadInputs {
  readonly [key: string]: Tensor | undefined;
  readonly x: Tensor;
  /** Added to. */
  readonly base?: Tensor | undefined;
}

const padOp: Op<PadInputs, Box & { readonly value?: number }> = {
  name: 'pad',
  outputs({ x }, box) {
    if (!fits(x.shape, box.starts, box.shape)) {
      throw new ShapeError({
        op: 'pad',
        node: namesOf(x),
        expected: `room for ${describeShape(x.shape)}`,
        got: describeBox(box),
        remedy: 'Padding only adds: make every extent of the result at least start + extent.',
      });
    }
    return [{ shape: box.shape }];
  },
  lower({ inputs: { x, base }, attrs: { starts, shape, value }, outputs }, context) {
    launchPad(context.sink, {
      inp: context.view(x),
      base: context.viewOf(base),
      out: context.view(outputs[0]!),
      shape: x.shape,
      outShape: shape,
      before: starts,
      ...(value !== undefined && { value }),
    });
  },
  gradient: ({ inputs: { x }, attrs: { starts } }, [dout]) => ({
    x: dout && sliceBox(dout, starts, x.shape),
    base: dout,
  }),
};

/** x[starts … starts + shape] in every dimension. */
const sliceBox = (x: Tensor, starts: Shape, shape: Shape): Tensor =>
  sameShape(x.shape, shape) ? x : applyOne(sliceOp, { x }, { starts, shape });

/** x[start … end] along one dimension; negative numbers count from the end. */
export function slice(x: Tensor, axis: number, start: number, end = x.shape.at(axis)!): Tensor {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const extent = x.shape[at];
  if (extent === undefined)
    throw new ShapeError({
      op: 'slice',
      node: namesOf(x),
      expected: `a dimension of ${describeShape(x.shape)}`,
      got: `${axis}`,
      remedy: `Choose one from ${-x.shape.length} to ${x.shape.length - 1}.`,
    });
  const fromStart = (index: number): number => (index < 0 ? index + extent : index);
  const length = fromStart(end) - fromStart(start);
  if (length < 1 || fromStart(start) < 0 || fromStart(end) > extent)
    throw new ShapeError({
      op: 'slice',
      node: namesOf(x),
      expected: `positions within ${extent}, at least one`,
      got: `${start} … ${end}`,
      remedy: 'Let start come before end and end not after the extent.',
    });
  const starts = x.shape.map((_, d) => (d === at ? fromStart(start) : 0));
  return sliceBox(
    x,
    starts,
    x.shape.map((n, d) => (d === at ? length : n)),
  );
}

/** `value` all around x: before[d] places in front of dimension d, after[d] behind it. */
export const pad = (x: Tensor, before: Shape, after: Shape, value = 0): Tensor =>
  applyOne(
    padOp,
    { x },
    { starts: before, shape: x.shape.map((n, d) => n + before[d]! + after[d]!), value },
  );
