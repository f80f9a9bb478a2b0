// Numbers for the kernel tests: seeded inputs, float64 comparison, dropout as the shaders draw it.
import { expect } from 'vitest';

/** mulberry32: enough for test inputs. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values of about unit variance around `offset`. */
export function normals(count: number, seed: number, scale = 1, offset = 0): Float32Array {
  const next = seeded(seed * 7919 + count);
  return Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return offset + scale * radius * Math.cos(2 * Math.PI * next());
  });
}

export function integers(count: number, below: number, seed: number): Uint32Array {
  const next = seeded(seed * 104729 + count);
  return Uint32Array.from({ length: count }, () => Math.floor(next() * below));
}

/** Every element within rtol of the largest wanted value (fixtures allow 1e-5 of it). */
export function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, rtol = 1e-5): void {
  expect(got.length).toBe(want.length);
  let greatest = 0;
  for (let i = 0; i < want.length; i++) greatest = Math.max(greatest, Math.abs(want[i]!));
  const limit = rtol * greatest + 1e-7;
  for (let i = 0; i < want.length; i++) {
    const difference = Math.abs(got[i]! - want[i]!);
    if (!(difference <= limit)) {
      expect.fail(`element ${i} of ${want.length}: ${got[i]}, want ${want[i]} within ${limit}`);
    }
  }
}

function pcg4d(values: readonly number[]): number[] {
  let [x, y, z, w] = values.map((v) => (Math.imul(v, 1664525) + 1013904223) >>> 0) as [
    number,
    number,
    number,
    number,
  ];
  const mix = () => {
    x = (x + Math.imul(y, w)) >>> 0;
    y = (y + Math.imul(z, x)) >>> 0;
    z = (z + Math.imul(x, y)) >>> 0;
    w = (w + Math.imul(y, z)) >>> 0;
  };
  mix();
  [x, y, z, w] = [x, y, z, w].map((v) => (v ^ (v >>> 16)) >>> 0) as [
    number,
    number,
    number,
    number,
  ];
  mix();
  return [x, y, z, w];
}

/** What random4 of lib/random.wgsl gives. */
export const dropoutBits = (seed: number, step: number, op: number, block: number): number[] =>
  pcg4d([seed, step, op, block]);

/** What lib/dropout.wgsl gives for element i. */
export function dropoutScale(p: number, seed: number, step: number, op: number, i: number): number {
  const bits = dropoutBits(seed, step, op, Math.floor(i / 4))[i % 4]!;
  return bits >= Math.round(p * 2 ** 32) ? 1 / (1 - p) : 0;
}
