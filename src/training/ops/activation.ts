import { BenchtopError } from '../../gpu/errors';
import type { ActivationKind } from '../../gpu/kernels/matmul';
import type { Tensor } from '../tensor';
import { fuseActivationGradient } from './matmul';
export function activationGradient(dy: Tensor, pre: Tensor, kind: ActivationKind): Tensor {
  const fused = fuseActivationGradient(dy, pre, kind);
  if (fused) return fused;
  throw new BenchtopError('todo', 'activation gradient');
}
