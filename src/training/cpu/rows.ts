// Row by row on the CPU: norms with the residual sum in front of them, look-ups, rotary positions.

export interface CpuNorm {
  readonly kind: 'layer' | 'rms';
  readonly eps: number;
  /** [rows, width] */
  readonly x: Float32Array;
  readonly delta?: Float32Array | undefined;
  /** x + delta, where there is a delta. */
  readonly sum: Float32Array;
  readonly out: Float32Array;
  /** [width] */
  readonly weight?: Float32Array | undefined;
  readonly bias?: Float32Array | undefined;
  readonly width: number;
}

export function norm({ kind, eps, x, delta, sum, out, weight, bias, width }: CpuNorm): void {
  if (delta) for (let i = 0; i < x.length; i++) sum[i] = x[i]! + delta[i]!;
  for (let from = 0; from < x.length; from += width) {
    let mean = 0;
    if (kind === 'layer') {
      for (let i = 0; i < width; i++) mean += sum[from + i]!;
      mean /= width;
    }
    let squares = 0;
    for (let i = 0; i < width; i++) squares += (sum[from + i]! - mean) ** 2;
    const factor = 1 / Math.sqrt(squares / width + eps);
    for (let i = 0; i < width; i++) {
      const normed = (sum[from + i]! - mean) * factor;
      out[from + i] = normed * (weight ? weight[i]! : 1) + (bias ? bias[i]! : 0);
    }
  }
}

export interface CpuEmbedding {
  readonly ids: Uint32Array;
  /** [V, width] */
  readonly table: Float32Array;
  /** [P, width] */
  readonly positions?: Float32Array | undefined;
  /** Place of the first token of each sequence. */
  readonly past: number;
  readonly seqLen: number;
  readonly width: number;
  readonly out: Float32Array;
}

export function embedding(args: CpuEmbedding): void {
  const { ids, table, positions, past, seqLen, width, out } = args;
  for (let row = 0; row < ids.length; row++) {
    // An id outside the table gives the last row, as on the GPU.
    const from = Math.min(ids[row]! * width, table.length - width);
    out.set(table.subarray(from, from + width), row * width);
    if (!positions) continue;
    const place = ((row % seqLen) + past) * width;
    for (let i = 0; i < width; i++) out[row * width + i]! += positions[place + i]!;
  }
}

export interface CpuRope {
  /** [rows, headDim]; row r belongs to head r % heads at place (r / heads) % places. */
  readonly x: Float32Array;
  readonly out: Float32Array;
  /** [positions, headDim] */
  readonly cos: Float32Array;
  readonly sin: Float32Array;
  readonly places: number;
  readonly heads: number;
  /** Heads that turn; the rest are copied. */
  readonly rotated: number;
  readonly headDim: number;
  readonly first: number;
}

export function rope({ x, out, cos, sin, places, heads, rotated, headDim, first }: CpuRope): void {
  const half = headDim / 2;
  out.set(x);
  for (let row = 0; row * headDim < x.length; row++) {
    if (row % heads >= rotated) continue;
    const angle = (first + (Math.floor(row / heads) % places)) * headDim;
    const from = row * headDim;
    for (let i = 0; i < half; i++) {
      const [a, b] = [x[from + i]!, x[from + half + i]!];
      out[from + i] = a * cos[angle + i]! - b * sin[angle + i]!;
      out[from + half + i] = b * cos[angle + half + i]! + a * sin[angle + half + i]!;
    }
  }
}
