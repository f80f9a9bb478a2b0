// Softmax attention on the CPU, one query row after another: grouped heads, causal or not, ALiBi.
// With a cache the queries stand behind what it holds.
import type { AttentionStrides } from '../../gpu/kernels/attention/attention';

export interface CpuOperand {
  readonly data: Float32Array;
  readonly offset: number;
  readonly strides: AttentionStrides;
}

export interface CpuAttention {
  readonly q: CpuOperand;
  readonly k: CpuOperand;
  readonly v: CpuOperand;
  readonly out: CpuOperand;
  /** [H] */
  readonly slopes?: Float32Array | undefined;
  readonly batch: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly queryLen: number;
  readonly keyLen: number;
  readonly scale: number;
  readonly causal: boolean;
}

export function attention(args: CpuAttention): void {
  const { batch, heads, kvHeads, queryLen, keyLen, causal } = args;
  const scores = new Float64Array(keyLen);
  for (let b = 0; b < batch; b++) {
    for (let head = 0; head < heads; head++) {
      const kvHead = Math.floor(head / (heads / kvHeads));
      for (let row = 0; row < queryLen; row++) {
        const position = row + keyLen - queryLen;
        const keys = causal ? position + 1 : keyLen;
        attendRow(args, scores.subarray(0, keys), { b, head, kvHead, row, position });
      }
    }
  }
}

interface Row {
  readonly b: number;
  readonly head: number;
  readonly kvHead: number;
  readonly row: number;
  readonly position: number;
}

const at = ({ offset, strides }: CpuOperand, b: number, head: number, row: number): number =>
  offset + b * strides.batch + head * strides.head + row * strides.row;

/** `scores`: room for one number a key that may be seen. */
function attendRow(args: CpuAttention, scores: Float64Array, where: Row): void {
  const { q, k, v, out, slopes, headDim, scale } = args;
  const { b, head, kvHead, row, position } = where;
  const query = at(q, b, head, row);
  const slope = slopes ? slopes[head]! : 0;
  let highest = -Infinity;
  for (let key = 0; key < scores.length; key++) {
    const from = at(k, b, kvHead, key);
    let sum = 0;
    for (let i = 0; i < headDim; i++) sum += q.data[query + i]! * k.data[from + i]!;
    scores[key] = sum * scale + slope * (key - position);
    highest = Math.max(highest, scores[key]!);
  }
  let total = 0;
  for (let key = 0; key < scores.length; key++) {
    scores[key] = Math.exp(scores[key]! - highest);
    total += scores[key]!;
  }
  const result = at(out, b, head, row);
  out.data.fill(0, result, result + headDim);
  for (let key = 0; key < scores.length; key++) {
    const share = scores[key]! / total;
    const from = at(v, b, kvHead, key);
    for (let i = 0; i < headDim; i++) out.data[result + i]! += share * v.data[from + i]!;
  }
}
