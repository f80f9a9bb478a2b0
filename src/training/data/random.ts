/**
 * Counter-based random numbers: a number is a pure function of (seed, stream, counter), so any document
 * or batch can be made again from its index alone, and resuming needs no generator state.
 * Mixing function: "triple32" from C. Wellons, Hash Prospector (public domain), a 32-bit bijection.
 */

function mix32(value: number): number {
  let x = value;
  x ^= x >>> 17;
  x = Math.imul(x, 0xed5ad4bb);
  x ^= x >>> 11;
  x = Math.imul(x, 0xac4c1b51);
  x ^= x >>> 15;
  x = Math.imul(x, 0x31848bab);
  x ^= x >>> 14;
  return x >>> 0;
}

/** The Weyl increment of SplitMix: neighboring counters must not enter the mixer as neighbors. */
const GOLDEN = 0x9e3779b9;

function streamKey(seed: number, stream: number): number {
  return mix32((mix32((seed ^ 0x6a09e667) | 0) + Math.imul(stream | 0, GOLDEN) + 1) | 0);
}

/** Uniform in [0, 2^32). */
export function randomUint32(seed: number, stream: number, counter: number): number {
  const key = streamKey(seed, stream);
  return mix32((mix32((key + Math.imul(counter | 0, GOLDEN)) | 0) ^ key) | 0);
}

export interface RandomStream {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
}

/** The numbers (seed, stream, 0), (seed, stream, 1), … one after the other. */
export function createRandomStream(seed: number, stream: number): RandomStream {
  const key = streamKey(seed, stream);
  let counter = 0;
  return {
    next() {
      const bits = mix32((mix32((key + Math.imul(counter, GOLDEN)) | 0) ^ key) | 0);
      counter = (counter + 1) | 0;
      return bits / 4294967296;
    },
  };
}
