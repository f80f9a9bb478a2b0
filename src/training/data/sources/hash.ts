/** SHA-256 (FIPS 180-4) piece by piece: the browser's own digest wants the whole file in memory. */

const BLOCK_BYTES = 64;

/** The first 32 bits of the fractions of cube (k) and square roots (initial state) of the first primes. */
const PRIMES = Array.from({ length: 311 }, (_, i) => i + 2).filter((n) =>
  Array.from({ length: n - 2 }, (_, i) => i + 2).every((d) => n % d !== 0),
);
const K = Uint32Array.from(PRIMES.slice(0, 64), (prime) => fractionOfRoot(prime, 3n));
const INITIAL = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fractionOfRoot(prime, 2n));

/** floor(prime^(1/degree) * 2^32) mod 2^32, exactly: floats have too few bits for it. */
function fractionOfRoot(prime: number, degree: bigint): number {
  const target = BigInt(prime) << (32n * degree);
  let low = 0n;
  let high = 1n << 37n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** degree <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

export class Sha256 {
  private readonly state = Uint32Array.from(INITIAL);
  private readonly words = new Uint32Array(64);
  private readonly block = new Uint8Array(BLOCK_BYTES);
  private readonly view = new DataView(this.block.buffer);
  private filled = 0;
  private totalBytes = 0;

  push(bytes: Uint8Array): this {
    this.totalBytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const chunk = bytes.subarray(at, at + BLOCK_BYTES - this.filled);
      this.block.set(chunk, this.filled);
      this.filled += chunk.length;
      at += chunk.length;
      if (this.filled < BLOCK_BYTES) break;
      this.mix();
      this.filled = 0;
    }
    return this;
  }

  /** In hexadecimal; nothing may be pushed after it. */
  digest(): string {
    const bits = this.totalBytes * 8;
    const padding = new Uint8Array(((BLOCK_BYTES + 55 - this.filled) % BLOCK_BYTES) + 1);
    padding[0] = 0x80;
    this.push(padding);
    this.view.setUint32(56, Math.floor(bits / 4294967296));
    this.view.setUint32(60, bits >>> 0);
    this.mix();
    return Array.from(this.state, (word) => word.toString(16).padStart(8, '0')).join('');
  }

  private mix(): void {
    const { words: w, view, state } = this;
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15] as number;
      const b = w[i - 2] as number;
      const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
      const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
      w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let i = 0; i < 64; i++) {
      const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (h + big1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (w[i] as number)) | 0;
      const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries())
      state[i] = ((state[i] as number) + value) | 0;
  }
}

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));
