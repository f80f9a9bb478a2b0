// The inputs of every benchmark: sizes, weights and batches, the same for all engines.
import { hash32, normalFloats } from '../src/training/initial';
import type {
  AttentionInputs,
  AttentionSize,
  Batch,
  MatmulInputs,
  MatmulSize,
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

export const matmulName = ({ M, K, N }: MatmulSize): string => `${M}×${K}×${N}`;
export const attentionName = ({ B, T, H, D }: AttentionSize): string =>
  `B ${B} T ${T} H ${H} D ${D}`;

export const matmulFlops = ({ M, K, N }: MatmulSize): number => 2 * M * K * N;
export const matmulBytes = ({ M, K, N }: MatmulSize): number => 4 * (M * K + K * N + M * N);
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

export function attentionInputs(size: AttentionSize): AttentionInputs {
  const count = size.B * size.T * size.H * size.D;
  const random = (stream: number): Float32Array<ArrayBuffer> => {
    const values = new Float32Array(count);
    normalFloats(values, 1, 20_262, stream);
    return values;
  };
  return { ...size, q: random(0), k: random(1), v: random(2), dout: random(3) };
}

export function gptWeights({ nLayer, nEmbd: C, block, vocab }: TrainConfig): Weights {
  const weights: Record<string, { shape: number[]; data: Float32Array<ArrayBuffer> }> = {};
  let stream = 0;
  const add = (name: string, shape: number[], std?: number): void => {
    const data = new Float32Array(shape.reduce((product, dim) => product * dim, 1));
    if (std === undefined) data.fill(1);
    else normalFloats(data, std, 20_263, stream++);
    weights[name] = { shape, data };
  };
  const residualStd = 0.02 / Math.sqrt(2 * nLayer);
  add('wte', [vocab, C], 0.02);
  add('wpe', [block, C], 0.02);
  for (let layer = 0; layer < nLayer; layer++) {
    add(`h${layer}.ln1.w`, [C]);
    add(`h${layer}.qkv.w`, [C, 3 * C], 0.02);
    add(`h${layer}.proj.w`, [C, C], residualStd);
    add(`h${layer}.ln2.w`, [C]);
    add(`h${layer}.fc.w`, [C, 4 * C], 0.02);
    add(`h${layer}.fc2.w`, [4 * C, C], residualStd);
  }
  add('lnf.w', [C]);
  return weights;
}

/** Sequences in which a token mostly decides the next one, so that there is something to learn. */
export function gptBatch({ batch, block, vocab }: TrainConfig): Batch {
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
