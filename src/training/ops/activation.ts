// Activations, elementwise: gelu (tanh or erf form), silu, relu, tanh, sigmoid. Behind a linear
// layer, `linear(…, { activation })` applies them inside the product instead.
// GELU: Hendrycks & Gimpel 2016. SiLU: Elfwing et al. 2017.
import type { ActivationKind } from '../../gpu/kernels/matmul/matmul';
import { applyOne, type Op, type Tensor } from '../tensor';
import { activationAgainOp } from './activationAgain';
import { activationGradient } from './matmul';

const activationOp: Op<{ x: Tensor }, ActivationKind> = {
  ...activationAgainOp,
  gradient: ({ inputs: { x }, attrs: kind }, [dout]) => ({
    x: dout && activationGradient(dout, x, kind),
  }),
};

export const activation = (x: Tensor, kind: ActivationKind): Tensor =>
  kind === 'none' ? x : applyOne(activationOp, { x }, kind, kind);
