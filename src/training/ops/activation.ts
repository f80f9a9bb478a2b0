// Activations, elementwise: gelu (tanh or erf form), silu, relu, tanh, sigmoid. Behind a linear
// layer, `linear(…, { activation })` applies them inside the product instead.
// GELU: Hendrycks & Gimpel 2016. SiLU: Elfwing et al. 2017.
import { activationForward } from '../../gpu/kernels/activation';
import type { ActivationKind } from '../../gpu/kernels/matmul';
import { applyOne, sizeOf, type Op, type Tensor } from '../tensor';
import { activationGradient } from './matmul';

const activationOp: Op<{ x: Tensor }, ActivationKind> = {
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
  gradient: ({ inputs: { x }, attrs: kind }, [dout]) => ({
    x: dout && activationGradient(dout, x, kind),
  }),
};

export const activation = (x: Tensor, kind: ActivationKind): Tensor =>
  kind === 'none' ? x : applyOne(activationOp, { x }, kind, kind);
