// Tensors one after another along a dimension.
import { ShapeError } from '../../../gpu/errors';
import { concat as launch } from '../../../gpu/kernels/layout/concat';
import { stridedCopy } from '../../../gpu/kernels/layout/permute';
import { contiguousStrides } from '../../../gpu/kernels/strides';
import {
  apply,
  applyOne,
  describeShape,
  namesOf,
  sizeOf,
  type Inputs,
  type Op,
  type Shape,
  type Tensor,
} from '../../tensor';
import { constant } from './constant';
import { reshape } from './reshape';
import { slice } from './slice';

interface ConcatAttrs {
  readonly axis: number;
  readonly shape: Shape;
}

const entriesOf = (inputs: Inputs): [key: string, tensor: Tensor][] =>
  Object.entries(inputs) as [string, Tensor][];

const concatOp: Op<Inputs, ConcatAttrs> = {
  name: 'concat',
  outputs: (_inputs, { shape }) => [{ shape }],
  lower({ inputs, attrs: { axis, shape }, outputs }, context) {
    launch(context.sink, {
      inputs: entriesOf(inputs).map(([, tensor]) => ({
        inp: context.view(tensor),
        extent: tensor.shape[axis]!,
      })),
      out: context.view(outputs[0]!),
      outer: sizeOf(shape.slice(0, axis)),
      inner: sizeOf(shape.slice(axis + 1)),
    });
  },
  gradient({ inputs, attrs: { axis } }, [dout], flow) {
    if (!dout) return {};
    const gradients: Record<string, Tensor> = {};
    let start = 0;
    for (const [key, tensor] of entriesOf(inputs)) {
      const end = start + tensor.shape[axis]!;
      if (flow.wants(key)) gradients[key] = slice(dout, axis, start, end);
      start = end;
    }
    return gradients;
  },
};

/** All shapes agree except in dimension `axis`, where they add up. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const [first] = tensors;
  if (!first)
    throw new ShapeError({
      op: 'concat',
      node: `axis ${axis}`,
      expected: 'at least one tensor',
      got: 'none',
      remedy: 'Leave the concatenation out where the list is empty.',
    });
  if (tensors.length === 1) return first;
  const at = axis < 0 ? axis + first.shape.length : axis;
  for (const { shape } of tensors) {
    const agrees = shape.every((extent, d) => d === at || extent === first.shape[d]);
    if (shape.length !== first.shape.length || at >= shape.length || !agrees) {
      throw new ShapeError({
        op: 'concat',
        node: namesOf(...tensors),
        expected: `shapes like ${describeShape(first.shape)} but for dimension ${axis}`,
        got: describeShape(shape),
        remedy: 'Concatenate along the dimension in which they differ, or expand the smaller one.',
      });
    }
  }
  const whole = tensors.reduce((sum, { shape }) => sum + shape[at]!, 0);
  const shape = first.shape.map((extent, d) => (d === at ? whole : extent));
  const inputs = Object.fromEntries(tensors.map((tensor, index) => [`part${index}`, tensor]));
  return applyOne(concatOp, inputs, { axis: at, shape });
}

const splitOp: Op<{ x: Tensor }, { readonly axis: number; readonly extents: Shape }> = {
  name: 'split',
  outputs: ({ x }, { axis, extents }) =>
    extents.map((extent) => ({
      shape: x.shape.map((n, d) => (d === axis ? extent : n)),
      dtype: x.dtype,
    })),
  lower({ inputs: { x }, attrs: { axis }, outputs }, context) {
    const inpStrides = contiguousStrides(x.shape);
    let start = 0;
    for (const output of outputs) {
      if (context.isUsed(output)) {
        stridedCopy(context.sink, {
          inp: context.view(x),
          out: context.view(output),
          shape: output.shape,
          inpStrides,
          outStrides: contiguousStrides(output.shape),
          inpFirst: start * inpStrides[axis]!,
          label: 'split',
        });
      }
      start += output.shape[axis]!;
    }
  },
  gradient({ attrs: { axis }, outputs }, douts) {
    const tensors = outputs.map(({ shape }, index) => douts[index] ?? constant(shape, 0));
    return { x: concat(tensors, axis) };
  },
};

/** What `concat` undoes: x cut along a dimension; the extents add up to it. */
export function split(x: Tensor, axis: number, extents: Shape): readonly Tensor[] {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const whole = extents.reduce((sum, extent) => sum + extent, 0);
  if (whole !== x.shape[at]) {
    throw new ShapeError({
      op: 'split',
      node: namesOf(x),
      expected: `extents that add up to ${x.shape[at]}, dimension ${axis} of ${describeShape(x.shape)}`,
      got: describeShape(extents),
      remedy: 'Give every part its extent; slice takes a part alone.',
    });
  }
  if (extents.length === 1) return [x];
  return apply(splitOp, { x }, { axis: at, extents }).outputs;
}

/** Tensors of one shape along a new dimension in front: [n, …]. */
export const stack = (tensors: readonly Tensor[]): Tensor =>
  concat(
    tensors.map((tensor) => reshape(tensor, [1, ...tensor.shape])),
    0,
  );
