// Dropout (Srivastava et al. 2014), mostly inside its neighbor's kernel: the mask is a function of
// (seed, step, op id, element), so the backward pass makes it again instead of storing it.
import { dropout as launch, type Dropout } from '../../gpu/kernels/dropout';
import { maskWeights } from './layout/counting';
import { mul } from './binary';
import { scale } from './unary';
import { applyOne, sizeOf, type Lowering, type Op, type Tensor } from '../tensor';

export interface DropoutAttrs {
  /** Probability of dropping. */
  readonly p: number;
  /** One number a place in the model, so that no two places share a mask. */
  readonly opId: number;
}

/** Attributes for a probability, or undefined where nothing is dropped. */
export const dropoutAt = (p: number, opId: number): DropoutAttrs | undefined =>
  p > 0 ? { p, opId } : undefined;

export const dropoutArgs = (
  attrs: DropoutAttrs | undefined,
  context: Lowering,
): Dropout | undefined => attrs && { ...attrs, step: context.step };

const dropoutOp: Op<{ x: Tensor }, DropoutAttrs> = {
  name: 'dropout',
  outputs: ({ x }) => [{ shape: x.shape }],
  lower({ inputs, attrs, outputs }, context) {
    launch(context.sink, {
      inp: context.view(inputs.x),
      out: context.view(outputs[0]!),
      size: sizeOf(inputs.x.shape),
      dropout: { ...attrs, step: context.step },
    });
  },
  // The mask is its own gradient.
  gradient: (node, [dout]) => ({ x: dout && dropout(dout, node.attrs) }),
};

/** x * mask / (1 - p), the mask drawn anew each step. */
export const dropout = (x: Tensor, attrs: DropoutAttrs | undefined): Tensor =>
  attrs ? applyOne(dropoutOp, { x }, attrs) : x;

/** x · mask / (1 - p) for a mask that is given: u32, 1 = keep; both broadcast. @throws ShapeError */
export const maskedDropout = (x: Tensor, mask: Tensor, p: number): Tensor =>
  scale(mul(x, maskWeights(mask, 'keep')), 1 / (1 - p));
