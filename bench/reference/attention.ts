// Causal attention and its gradients in float64, written as the textbook has them.
import type { AttentionInputs } from '../engine';

/** [out, dq, dk, dv], each [B, T, H, D]. */
export function attentionReference(inputs: AttentionInputs): Float64Array[] {
  const { B, T, H, D, q, k, v, dout } = inputs;
  const size = B * T * H * D;
  const [out, dq, dk, dv] = Array.from({ length: 4 }, () => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const scale = 1 / Math.sqrt(D);
  const dot = (a: ArrayLike<number>, atA: number, b: ArrayLike<number>, atB: number): number => {
    let sum = 0;
    for (let d = 0; d < D; d++) sum += a[atA + d]! * b[atB + d]!;
    return sum;
  };
  const probs = new Float64Array(T);
  const dprobs = new Float64Array(T);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < H; h++) {
      const row = (t: number): number => ((b * T + t) * H + h) * D;
      for (let i = 0; i < T; i++) {
        const at = row(i);
        let max = -Infinity;
        for (let j = 0; j <= i; j++) {
          probs[j] = scale * dot(q, at, k, row(j));
          max = Math.max(max, probs[j]!);
        }
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += probs[j] = Math.exp(probs[j]! - max);
        let delta = 0;
        for (let j = 0; j <= i; j++) {
          probs[j]! /= sum;
          dprobs[j] = dot(dout, at, v, row(j));
          delta += probs[j]! * dprobs[j]!;
        }
        for (let j = 0; j <= i; j++) {
          const to = row(j);
          const dscore = scale * probs[j]! * (dprobs[j]! - delta);
          for (let d = 0; d < D; d++) {
            out[at + d]! += probs[j]! * v[to + d]!;
            dv[to + d]! += probs[j]! * dout[at + d]!;
            dq[at + d]! += dscore * k[to + d]!;
            dk[to + d]! += dscore * q[at + d]!;
          }
        }
      }
    }
  }
  return [out, dq, dk, dv];
}

/** Largest difference over the largest value of its tensor. */
export function worstRelative(
  found: readonly Float32Array[],
  expected: readonly Float64Array[],
): number {
  let worst = 0;
  found.forEach((tensor, index) => {
    const reference = expected[index]!;
    let largest = 0;
    for (const value of reference) largest = Math.max(largest, Math.abs(value));
    if (tensor.length !== reference.length) worst = Infinity;
    tensor.forEach((value, i) => {
      const error = Math.abs(value - reference[i]!) / largest;
      if (!(error <= worst)) worst = Number.isNaN(error) ? Infinity : error;
    });
  });
  return worst;
}
