// Gradients scaled so that their norm together is at most maxNorm, as torch's clip_grad_norm_
// (Pascanu et al. 2013). The captured training step does the same inside the optimizer's kernel.
import { type Tensor } from '../tensor';
import { add, div, minimum, mul } from './binary';
import { constant } from './layout/constant';
import { sum } from './reduce';
import { scale, sqrt, square } from './unary';

export interface Clipped {
  /** Each as it was, times min(1, maxNorm / (norm + 1e-6)). */
  readonly gradients: readonly Tensor[];
  /** [] before clipping. */
  readonly norm: Tensor;
}

export function clipGradients(gradients: readonly Tensor[], maxNorm: number): Clipped {
  const norm = sqrt(gradients.map((gradient) => sum(square(gradient))).reduce(add));
  const factor = minimum(constant([], 1), div(constant([], maxNorm), scale(norm, 1, 1e-6)));
  return { gradients: gradients.map((gradient) => mul(gradient, factor)), norm };
}
