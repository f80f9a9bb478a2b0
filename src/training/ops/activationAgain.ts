// f(preactivation) computed a second time, for the backward pass: what a fused activation gave to
// the next layer is not kept from the forward pass, since one cheap kernel brings it back.
import { activationForward } from '../../gpu/kernels/activation';
import type { ActivationKind } from '../../gpu/kernels/matmul/matmul';
import { applyOne, sizeOf, type Op, type Tensor } from '../tensor';

export const activationAgainOp: Op<{ x: Tensor }, ActivationKind> = {
  name: 'activation',
  outputs: ({ x }) => [{ shape: x.shape }],
  lower({ inputs: { x }, attrs: kind, outputs }, context) {
    activationForward(context.sink, {
      kind,
      inp: context.view(x),
      out: context.view(outputs[0]!),
      size: sizeOf(x.shape),
    });
  },
};

export const activationAgain = (preactivation: Tensor, kind: ActivationKind): Tensor =>
  applyOne(activationAgainOp, { x: preactivation }, kind, `${kind}_again`);
