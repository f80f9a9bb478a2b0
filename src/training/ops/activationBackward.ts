// dy · f'(preactivation): the gradient of an activation where no matmul takes it in.
import { activationBackward as launch } from '../../gpu/kernels/activation';
import type { ActivationKind } from '../../gpu/kernels/matmul/matmul';
import { applyOne, sizeOf, type Op, type Tensor } from '../tensor';

const activationBackwardOp: Op<{ dy: Tensor; preactivation: Tensor }, ActivationKind> = {
  name: 'activation_backward',
  outputs: ({ preactivation }) => [{ shape: preactivation.shape }],
  lower({ inputs, attrs: kind, outputs }, context) {
    launch(context.sink, {
      kind,
      dout: context.view(inputs.dy),
      inp: context.view(inputs.preactivation),
      dinp: context.view(outputs[0]!),
      size: sizeOf(inputs.preactivation.shape),
    });
  },
};

export const activationBackward = (
  dy: Tensor,
  preactivation: Tensor,
  kind: ActivationKind,
): Tensor => applyOne(activationBackwardOp, { dy, preactivation }, kind, `d_${preactivation.name}`);
