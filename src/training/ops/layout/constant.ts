// A tensor of one value; takes memory only where a kernel really reads it.
import { f32 } from '../../../gpu/dispatch';
import { fill } from '../../../gpu/kernels/layout/fill';
import { applyOne, nodeOf, sizeOf, type Op, type Shape, type Tensor } from '../../tensor';

interface ConstantAttrs {
  readonly shape: Shape;
  readonly value: number;
}

const constantOp: Op<Record<never, never>, ConstantAttrs> = {
  name: 'constant',
  outputs: (_inputs, { shape }) => [{ shape }],
  lower({ attrs, outputs }, context) {
    const size = sizeOf(attrs.shape);
    fill(context.sink, { out: context.view(outputs[0]!), size, value: f32(attrs.value) });
  },
  gradient: () => ({}),
};

export const constant = (shape: Shape, value: number): Tensor =>
  applyOne(constantOp, {}, { shape, value });

/** The usual seed of a backward pass: dL/dL. */
export const ones = (shape: Shape): Tensor => constant(shape, 1);

export const isOnes = (tensor: Tensor): boolean => nodeOf(tensor, constantOp)?.attrs.value === 1;
