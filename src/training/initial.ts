// Initial weights from a counter-based generator: value i of stream s of a seed is always the same.

/** 32 well-mixed bits from a counter (Chris Wellons' lowbias32, twice keyed). */
export function hash32(counter: number, key: number): number {
  let h = (counter ^ Math.imul(key, 0x9e3779b9)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Fills with N(0, std²) by Box–Muller. */
export function normalFloats(out: Float32Array, std: number, seed: number, stream: number): void {
  const key = hash32(stream + 1, seed >>> 0);
  for (let i = 0; i < out.length; i += 2) {
    const u = (hash32(i, key) + 0.5) / 2 ** 32;
    const angle = (2 * Math.PI * hash32(i + 1, key)) / 2 ** 32;
    const radius = std * Math.sqrt(-2 * Math.log(u));
    out[i] = radius * Math.cos(angle);
    if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
  }
}
