// The kernels in which a training step and a decoded token spend their time, as the launchers describe them for an
// adapter: with the variants that they choose for it before anything was measured. Pure.
import type { BufferView, KernelLimits } from '../../src/gpu/dispatch';
import { attentionBackward, attentionForward } from '../../src/gpu/kernels/attention/attention';
import { attentionDecode } from '../../src/gpu/kernels/attention/attentionDecode';
import { sampleToken } from '../../src/gpu/kernels/attention/sampleToken';
import { crossEntropyBackward, crossEntropyForward } from '../../src/gpu/kernels/crossEntropy';
import { layernormBackward, layernormForward } from '../../src/gpu/kernels/layernorm';
import { int8DotMatmul } from '../../src/gpu/kernels/matmul/int8Dot';
import { dequantMatmul } from '../../src/gpu/kernels/matmul/int8Matmul';
import { chooseMatmul, matmul, type MatmulEpilogue } from '../../src/gpu/kernels/matmul/matmul';
import { adamw } from '../../src/gpu/kernels/optimizer/adamw';
import type { Recorder } from '../../src/gpu/recorder';

type Buffers = (elements: number) => BufferView;

interface HotKernel {
  readonly name: string;
  readonly record: (sink: Recorder, buffer: Buffers) => void;
}

/** GPT-like: tokens, width, vocabulary. */
const T = 1024;
const C = 512;
const VOCAB = 8192;

interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transA?: boolean;
  readonly transB?: boolean;
  readonly elem?: 'f32' | 'f16';
  /** What a training step fuses into the store; `mn` and `n` elements. */
  readonly fused?: string;
  readonly epilogue?: (buffer: Buffers, mn: number, n: number) => MatmulEpilogue;
}

/** Of every kind that a step has: forward, gradients of activations and of weights, few rows, odd sizes. */
const PRODUCTS: readonly Product[] = [
  { m: T, n: 4 * C, k: C },
  { m: T, n: 4 * C, k: C, transB: true },
  { m: 4 * C, n: C, k: T, transA: true },
  { m: C, n: C, k: 4 * T, transA: true },
  { m: 128, n: 128, k: 128 },
  { m: T, n: VOCAB, k: C, transB: true },
  { m: T, n: 4 * C - 1, k: C - 1 },
  { m: 1, n: 4 * C, k: C, transB: true },
  { m: 8, n: 4 * C, k: C, transB: true },
];
const FUSED: readonly Product[] = [
  {
    ...PRODUCTS[0]!,
    fused: 'bias, GELU, preactivation',
    epilogue: (buffer, mn, n) => ({
      bias: buffer(n),
      activation: 'gelu_tanh',
      preactivation: buffer(mn),
    }),
  },
  {
    ...PRODUCTS[0]!,
    fused: 'bias, residual',
    epilogue: (buffer, mn, n) => ({ bias: buffer(n), residual: buffer(mn) }),
  },
  {
    ...PRODUCTS[1]!,
    fused: 'gradient of GELU',
    epilogue: (buffer, mn) => ({
      gradActivation: { kind: 'gelu_tanh', preactivation: buffer(mn) },
    }),
  },
  { ...PRODUCTS[2]!, fused: 'accumulate', epilogue: () => ({ accumulate: true }) },
];

function product(limits: KernelLimits, wanted: Product): HotKernel {
  const { m, n, k, transA = false, transB = false, elem = 'f32', fused, epilogue } = wanted;
  const shape = { m, n, k, transA, transB, batch: 1, strideA: 0, strideB: 0, strideOut: 0 };
  const layout = `${transA ? 'T' : 'N'}${transB ? 'T' : 'N'}`;
  const variant = chooseMatmul(limits, shape);
  const words = [`matmul ${layout} ${m}×${n}×${k}`, elem === 'f16' && elem, fused];
  return {
    name: `${words.filter(Boolean).join(', ')}: ${variant}`,
    record: (sink, buffer) =>
      matmul(sink, {
        a: buffer(m * k),
        b: buffer(k * n),
        out: buffer(m * n),
        shape,
        elem,
        ...(epilogue && { epilogue: epilogue(buffer, m * n, n) }),
      }),
  };
}

function attention(headDim: number): HotKernel {
  const heads = C / headDim;
  const packed = { batch: T * 3 * C, row: 3 * C, head: headDim };
  const strides = { q: packed, k: packed, v: packed, out: { batch: T * C, row: C, head: headDim } };
  return {
    name: `attention, heads of ${headDim}`,
    record: (sink, buffer) => {
      const qkv = buffer(3 * T * C);
      const dqkv = buffer(3 * T * C);
      const args = {
        q: qkv,
        k: qkv,
        v: qkv,
        qOffset: 0,
        kOffset: C,
        vOffset: 2 * C,
        strides,
        batch: 1,
        heads,
        kvHeads: heads,
        queryLen: T,
        keyLen: T,
        headDim,
        causal: true,
        scale: headDim ** -0.5,
        out: buffer(T * C),
        lse: buffer(heads * T),
      };
      attentionForward(sink, args);
      attentionBackward(sink, { ...args, dout: buffer(T * C), dq: dqkv, dk: dqkv, dv: dqkv });
    },
  };
}

function quantized(bits: 4 | 8, group: number, m: number): HotKernel {
  const [n, k] = [4 * C, C];
  const format = { bits, rows: n, cols: k, group, asymmetric: false };
  return {
    name: `INT${bits}${group > 0 ? ` in groups of ${group}` : ''}, ${m} rows`,
    record: (sink, buffer) =>
      dequantMatmul(sink, {
        x: buffer(m * k),
        words: buffer(n * k),
        scales: buffer(n * 16),
        format,
        out: buffer(m * n),
        m,
      }),
  };
}

function quantizedDot(m: number): HotKernel {
  const [n, k] = [4 * C, C];
  const format = { bits: 8 as const, rows: n, cols: k, group: 0, asymmetric: false };
  return {
    name: `INT8 dot, ${m} rows`,
    record: (sink, buffer) =>
      int8DotMatmul(sink, {
        x: buffer(m * k),
        words: buffer(n * k),
        scales: buffer(n),
        format,
        out: buffer(m * n),
        m,
      }),
  };
}

const OTHERS: readonly HotKernel[] = [
  {
    name: 'attention of one token, heads of 64',
    record: (sink, buffer) =>
      attentionDecode(sink, {
        keys: buffer(T * C),
        values: buffer(T * C),
        control: buffer(4096),
        sequences: 1,
        capacity: T,
        q: {
          view: buffer(3 * C),
          row: 3 * C,
        },
        out: buffer(C),
        batch: 1,
        rows: 1,
        heads: C / 64,
        kvHeads: C / 64,
        headDim: 64,
        scale: 0.125,
      }),
  },
  {
    name: 'layer norm',
    record: (sink, buffer) => {
      const [inp, out, sum, mean, rstd] = [T * C, T * C, T * C, T, T].map(buffer) as [
        BufferView,
        BufferView,
        BufferView,
        BufferView,
        BufferView,
      ];
      const rows = { rows: T, width: C };
      layernormForward(sink, {
        inp,
        residualDelta: buffer(T * C),
        sum,
        weight: buffer(C),
        bias: buffer(C),
        out,
        mean,
        rstd,
        ...rows,
        eps: 1e-5,
      });
      layernormBackward(sink, {
        dout: buffer(T * C),
        inp,
        weight: buffer(C),
        mean,
        rstd,
        dresidual: buffer(T * C),
        dinp: buffer(T * C),
        dweight: buffer(C),
        dbias: buffer(C),
        ...rows,
      });
    },
  },
  {
    name: 'cross-entropy',
    record: (sink, buffer) => {
      const args = {
        logits: buffer(T * VOCAB),
        targets: buffer(T),
        lse: buffer(T),
        rows: T,
        vocab: VOCAB,
        ignoreIndex: -100,
        smoothing: 0,
      };
      crossEntropyForward(sink, { ...args, losses: buffer(T) });
      const dlogits = buffer(T * VOCAB);
      crossEntropyBackward(sink, { ...args, loss: buffer(2), reduction: 'mean', dlogits });
    },
  },
  {
    name: 'AdamW',
    record: (sink, buffer) => {
      const n = 1 << 20;
      adamw(sink, {
        params: buffer(n),
        grads: buffer(n),
        m: buffer(n),
        v: buffer(n),
        beta1: 0.9,
        beta2: 0.99,
        eps: 1e-8,
        sizeElements: n,
        decayEnd: n,
        weightDecay: 0.1,
        step: buffer(64),
        norm: buffer(64),
      });
    },
  },
  {
    name: 'sampling',
    record: (sink, buffer) =>
      sampleToken(sink, {
        logits: buffer(VOCAB),
        control: buffer(4096),
        seen: buffer(VOCAB / 32),
        probs: buffer(VOCAB),
        tokens: buffer(1),
        sampled: buffer(16),
        sequences: 1,
        rows: 1,
        slots: 16,
        vocab: VOCAB,
      }),
  },
];

export function hotKernels(limits: KernelLimits): readonly HotKernel[] {
  const half = limits.f16 ? PRODUCTS.map((one): Product => ({ ...one, elem: 'f16' })) : [];
  const quantizedRows = [1, T];
  return [
    ...[...PRODUCTS, ...FUSED, ...half].map((one) => product(limits, one)),
    ...[32, 64, 128].map(attention),
    ...quantizedRows.flatMap((m) => [quantized(8, 0, m), quantized(8, 32, m), quantized(4, 32, m)]),
    ...(limits.dot4 ? quantizedRows.map(quantizedDot) : []),
    ...OTHERS,
  ];
}
