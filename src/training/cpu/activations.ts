// The activations of lib/activation.wgsl in float64.
import type { ActivationKind } from '../../gpu/kernels/matmul/matmul';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const geluTanh = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

const ACTIVATIONS: Readonly<Record<ActivationKind, (x: number) => number>> = {
  none: (x) => x,
  gelu_tanh: geluTanh,
  gelu_erf: (x) => 0.5 * x * erfc(-x * Math.SQRT1_2),
  relu: (x) => Math.max(0, x),
  silu: (x) => x * sigmoid(x),
  tanh: Math.tanh,
  sigmoid,
};

export const activationOf = (kind: ActivationKind): ((x: number) => number) => ACTIVATIONS[kind];

/** 1 − erf(x) to 1.2e-7 of its value everywhere (Chebyshev fit of Press et al., Numerical Recipes). */
function erfc(x: number): number {
  const t = 1 / (1 + 0.5 * Math.abs(x));
  const sum = ERFC.reduceRight((inner, coefficient) => coefficient + t * inner, 0);
  const value = t * Math.exp(-x * x + sum);
  return x >= 0 ? value : 2 - value;
}

const ERFC = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];
