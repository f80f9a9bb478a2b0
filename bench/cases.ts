// The inputs of every benchmark: sizes, weights and batches, the same for all engines.
import { hash32, normalFloats } from '../src/training/initial';
import type {
  AttentionInputs,
  AttentionSize,
  Batch,
  GptConfig,
  MatmulInputs,
  MatmulSize,
  QuantizedInputs,
  QuantizedWeight,
  TrainConfig,
  Weights,
} from './engine';

export const MATMUL_SIZES: readonly MatmulSize[] = [
  { M: 256, K: 256, N: 256 },
  { M: 512, K: 512, N: 512 },
  { M: 1024, K: 1024, N: 1024 },
  { M: 512, K: 128, N: 512 },
  { M: 512, K: 512, N: 128 },
  { M: 768, K: 768, N: 3072 },
];

export interface QuantizedSize extends MatmulSize {
  readonly bits: QuantizedInputs['bits'];
}

/** A linear layer that one token passes, a wider one, few tokens and many; in floats first. */
export const QUANTIZED_SIZES: readonly QuantizedSize[] = [
  { M: 1, K: 512, N: 2048 },
  { M: 1, K: 1024, N: 4096 },
  { M: 8, K: 512, N: 2048 },
  { M: 512, K: 512, N: 2048 },
].flatMap((size) => ([32, 8, 4] as const).map((bits) => ({ ...size, bits })));

/** Weights that share a scale. */
const SCALE_BLOCK = 32;

/** nanoGPT's CPU configuration, then a longer context with wider heads. */
export const ATTENTION_SIZES: readonly AttentionSize[] = [
  { B: 12, T: 64, H: 4, D: 32 },
  { B: 1, T: 512, H: 8, D: 64 },
];

/** nanoGPT's README, "I only have a MacBook": 4 layers, 4 heads, 128 wide, context 64, batch 12. */
export const NANOGPT_CPU: TrainConfig = {
  nLayer: 4,
  nHead: 4,
  nEmbd: 128,
  block: 64,
  batch: 12,
  vocab: 65,
  lnEps: 1e-5,
  lr: 1e-3,
  beta1: 0.9,
  beta2: 0.99,
  eps: 1e-8,
  weightDecay: 0.1,
};

/** What writes: 6 layers, 8 heads, 512 wide, a vocabulary of 8192. */
export const WRITER: GptConfig = {
  nLayer: 6,
  nHead: 8,
  nEmbd: 512,
  block: 128,
  vocab: 8192,
  lnEps: 1e-5,
  bias: true,
};

export const matmulName = ({ M, K, N }: MatmulSize): string => `${M}×${K}×${N}`;
export const quantizedName = (size: QuantizedSize): string =>
  `${matmulName(size)}, ${size.bits === 32 ? 'FP32' : `INT${size.bits}`}`;
export const attentionName = ({ B, T, H, D }: AttentionSize): string =>
  `B ${B} T ${T} H ${H} D ${D}`;

export const matmulFlops = ({ M, K, N }: MatmulSize): number => 2 * M * K * N;
export const matmulBytes = ({ M, K, N }: MatmulSize): number => 4 * (M * K + K * N + M * N);
/** Weights at their own width, with a scale for each block. */
export const quantizedBytes = ({ M, K, N, bits }: QuantizedSize): number =>
  4 * (M * K + M * N) + K * N * (bits === 32 ? 4 : bits / 8 + 4 / SCALE_BLOCK);
/** Of a causal mask only the lower triangle is needed: q kᵀ and p v forward, five products backward. */
export const attentionFlops = ({ B, T, H, D }: AttentionSize, backward: boolean): number =>
  (backward ? 7 : 2) * B * H * T * (T + 1) * D;

/** Multiply-adds of forward and backward as two operations each: 6 N a token, and attention. */
export function trainFlops({ nLayer, nEmbd: C, block, batch, vocab }: TrainConfig): number {
  const perToken = 6 * (nLayer * 12 * C * C + vocab * C) + 12 * nLayer * C * block;
  return perToken * batch * block;
}

/** Even in [-1, 1). */
function evenFloats(count: number, stream: number): Float32Array<ArrayBuffer> {
  const key = hash32(stream + 1, 20_261);
  return Float32Array.from({ length: count }, (_, i) => hash32(i, key) / 2 ** 31 - 1);
}

export function matmulInputs(size: MatmulSize): MatmulInputs {
  const { M, K, N } = size;
  return { ...size, A: evenFloats(M * K, 1), B: evenFloats(K * N, 2) };
}

export function quantizedInputs(size: QuantizedSize): QuantizedInputs {
  const inputs = matmulInputs(size);
  const { bits } = size;
  return { ...inputs, bits, q: bits === 32 ? null : quantized(inputs, bits) };
}

/** Symmetric, a scale for each block of a column. */
function quantized({ K, N, B }: MatmulInputs, bits: 4 | 8): QuantizedWeight {
  const zp = 2 ** (bits - 1);
  const most = zp - 1;
  const codes = new Uint8Array(N * K);
  const scales = new Float32Array((N * K) / SCALE_BLOCK);
  const deq = new Float32Array(K * N);
  scales.forEach((_, block) => {
    const n = Math.floor((block * SCALE_BLOCK) / K);
    const first = (block * SCALE_BLOCK) % K;
    let greatest = 0;
    for (let k = first; k < first + SCALE_BLOCK; k++) {
      greatest = Math.max(greatest, Math.abs(B[k * N + n]!));
    }
    const scale = Math.fround(greatest / most || 1);
    scales[block] = scale;
    for (let k = first; k < first + SCALE_BLOCK; k++) {
      const code = Math.round(B[k * N + n]! / scale);
      codes[n * K + k] = code + zp;
      deq[k * N + n] = code * scale;
    }
  });
  return { codes, scales, zp, deq };
}

export function attentionInputs(size: AttentionSize): AttentionInputs {
  const count = size.B * size.T * size.H * size.D;
  const random = (stream: number): Float32Array<ArrayBuffer> => {
    const values = new Float32Array(count);
    normalFloats(values, 1, 20_262, stream);
    return values;
  };
  return { ...size, q: random(0), k: random(1), v: random(2), dout: random(3) };
}

/** `std`: of all matrices but those that write into the residual stream. */
export function gptWeights(config: GptConfig, std = 0.02): Weights {
  const { nLayer, nEmbd: C, block, vocab, bias = false } = config;
  const weights: Record<string, { shape: number[]; data: Float32Array<ArrayBuffer> }> = {};
  let stream = 0;
  const random = (name: string, shape: number[], spread: number): void => {
    const data = new Float32Array(shape.reduce((product, dim) => product * dim, 1));
    normalFloats(data, spread, 20_263, stream++);
    weights[name] = { shape, data };
  };
  const norm = (name: string): void => {
    weights[`${name}.w`] = { shape: [C], data: new Float32Array(C).fill(1) };
    if (bias) random(`${name}.b`, [C], 0.01);
  };
  const linear = (name: string, from: number, to: number, spread: number): void => {
    random(`${name}.w`, [from, to], spread);
    if (bias) random(`${name}.b`, [to], 0.01);
  };
  const residualStd = std / Math.sqrt(2 * nLayer);
  random('wte', [vocab, C], std);
  random('wpe', [block, C], std);
  for (let layer = 0; layer < nLayer; layer++) {
    norm(`h${layer}.ln1`);
    linear(`h${layer}.qkv`, C, 3 * C, std);
    linear(`h${layer}.proj`, C, C, residualStd);
    norm(`h${layer}.ln2`);
    linear(`h${layer}.fc`, C, 4 * C, std);
    linear(`h${layer}.fc2`, 4 * C, C, residualStd);
  }
  norm('lnf');
  return weights;
}

/** Sequences in which a token mostly decides the next one, so that there is something to learn. */
export function gptBatch({
  batch,
  block,
  vocab,
}: Pick<TrainConfig, 'batch' | 'block' | 'vocab'>): Batch {
  const x = new Int32Array(batch * block);
  const y = new Int32Array(batch * block);
  for (let row = 0; row < batch; row++) {
    const key = hash32(row + 1, 20_264);
    let token = hash32(0, key) % vocab;
    for (let t = 0; t < block; t++) {
      const at = row * block + t;
      x[at] = token;
      const random = hash32(t + 1, key);
      token = random % 4 === 0 ? (random >>> 8) % vocab : (token * 5 + 11) % vocab;
      y[at] = token;
    }
  }
  return { x, y };
}
