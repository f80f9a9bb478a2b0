// Checks a product against float64: sampled entries, and whole rows against B·ones.
import { hash32 } from '../../src/training/initial';
import type { MatmulInputs } from '../engine';

export interface Check {
  readonly ok: boolean;
  /** Largest error in units of what is allowed. */
  readonly worst: number;
}

const SAMPLES = 512;

/** An error of `tolerance` × sqrt(K) an entry is allowed; inputs lie in [-1, 1). */
export function checkMatmul(
  { M, K, N, A, B }: MatmulInputs,
  product: Float32Array,
  tolerance = 2e-6,
): Check {
  if (product.length !== M * N) return { ok: false, worst: Infinity };
  let worst = 0;
  const entryBound = tolerance * Math.sqrt(K);
  const see = (error: number, bound: number): void => {
    // A comparison that NaN fails too.
    if (!(error / bound <= worst)) worst = Number.isNaN(error) ? Infinity : error / bound;
  };
  for (let sample = 0; sample < SAMPLES; sample++) {
    const i = hash32(sample, 1) % M;
    const j = hash32(sample, 2) % N;
    let sum = 0;
    for (let k = 0; k < K; k++) sum += A[i * K + k]! * B[k * N + j]!;
    see(Math.abs(sum - product[i * N + j]!), entryBound);
  }
  const signs = Float64Array.from({ length: N }, (_, j) => (hash32(j, 3) % 2 === 0 ? 1 : -1));
  const signedB = new Float64Array(K);
  for (let k = 0; k < K; k++) {
    for (let j = 0; j < N; j++) signedB[k]! += B[k * N + j]! * signs[j]!;
  }
  for (let i = 0; i < M; i++) {
    let expected = 0;
    let found = 0;
    for (let k = 0; k < K; k++) expected += A[i * K + k]! * signedB[k]!;
    for (let j = 0; j < N; j++) found += product[i * N + j]! * signs[j]!;
    see(Math.abs(expected - found), entryBound * Math.sqrt(N));
  }
  return { ok: worst <= 1, worst };
}
