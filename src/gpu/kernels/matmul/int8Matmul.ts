// int8_dequant_matmul, int4_… and f16_dequant_matmul: out = x · Wᵀ with W packed in memory and made floats in
// registers. The block kernels of matmul run unchanged: only how they read B and store differs.
import { unknownVariant } from '../../errors';
import activation from '../../../shaders/lib/activation.wgsl';
import loadA1 from '../../../shaders/lib/matmul_load_a1.wgsl';
import loadA4 from '../../../shaders/lib/matmul_load_a4.wgsl';
import blocksLib from '../../../shaders/lib/matmul_blocks.wgsl';
import paramsLib from '../../../shaders/lib/matmul_params.wgsl';
import storeScaled from '../../../shaders/lib/matmul_store_scaled.wgsl';
import matmulCode from '../../../shaders/int8_dequant_matmul.wgsl';
import matvecCode from '../../../shaders/int8_dequant_matvec.wgsl';
import type { Binding, BufferView, Dispatch, DispatchSink, KernelLimits } from '../../dispatch';
import { ACTIVATIONS, type ActivationKind } from './matmul';
import { chooseMatmul, MATMUL_VARIANTS, type MatmulShape } from './matmulVariants';
import {
  dequantizeLib,
  quantizedLayout,
  type QuantizedFormat,
  type QuantizedViews,
} from './quantize';
import { read, requireRoom, write } from '../shapes';

export interface QuantizedEpilogue {
  /** [n] */
  readonly bias?: BufferView | undefined;
  readonly activation?: ActivationKind | undefined;
  /** [m, n] */
  readonly residual?: BufferView | undefined;
}

export interface QuantizedMatmulArgs extends QuantizedViews, QuantizedEpilogue {
  /** [m, k] */
  readonly x: BufferView;
  /** n = rows, k = cols */
  readonly format: QuantizedFormat;
  /** [m, n] */
  readonly out: BufferView;
  readonly m: number;
  /** Forces one of `dequantVariants`; for tests and benchmarks. */
  readonly variant?: string | undefined;
}

const shapeOf = (m: number, { rows: n, cols: k }: QuantizedFormat): MatmulShape => ({
  m,
  n,
  k,
  transA: false,
  transB: true,
  batch: 1,
  strideA: 0,
  strideB: 0,
  strideOut: 0,
});

/** Every way that gives the right result for this shape on this adapter, plain first. */
export function dequantVariants(
  limits: KernelLimits,
  m: number,
  format: QuantizedFormat,
): string[] {
  const shape = shapeOf(m, format);
  const blocks = Object.entries(MATMUL_VARIANTS).filter(
    ([, variant]) => variant.blockStep > 0 && !variant.slices && variant.admits(limits, shape),
  );
  return ['plain', 'matvec', ...blocks.map(([name]) => name)];
}

function chooseVariant(limits: KernelLimits, m: number, format: QuantizedFormat): string {
  if (m <= (limits.software ? 1 : 8)) return 'matvec';
  const admissible = dequantVariants(limits, m, format);
  const choice = chooseMatmul(limits, shapeOf(m, format));
  if (admissible.includes(choice)) return choice;
  return choice === 'plain' ? choice : 'register_4x4';
}

export function dequantMatmul(sink: DispatchSink, args: QuantizedMatmulArgs): void {
  const { format, m } = args;
  checkRoom(args);
  const admissible = dequantVariants(sink.limits, m, format);
  const name = args.variant ?? chooseVariant(sink.limits, m, format);
  if (!admissible.includes(name)) {
    throw unknownVariant(labelOf(format), args.out.buffer.label, name, admissible);
  }
  const choice =
    name === 'plain'
      ? plain(args)
      : name === 'matvec'
        ? matvec(sink.limits, args)
        : block(args, name);
  sink.dispatch(describe(args, choice));
}

type Choice = Pick<Dispatch, 'shader' | 'constants' | 'grid'> &
  Partial<Pick<Dispatch, 'enables' | 'overrides' | 'elem'>>;

const labelOf = ({ bits }: QuantizedFormat): string =>
  `${bits === 16 ? 'f' : 'int'}${bits}_dequant_matmul`;

const plain = ({ m, format }: QuantizedMatmulArgs): Choice => ({
  shader: { name: 'int8_dequant_matmul', code: matmulCode },
  grid: [Math.ceil(format.rows / 8), Math.ceil(m / 8), 1],
});

/** Lanes of a matrix-vector product, and how many of them share a column. */
export const matvecTile = ({ software }: KernelLimits): { LANES: number; SPLIT: number } =>
  software ? { LANES: 16, SPLIT: 1 } : { LANES: 64, SPLIT: 16 };

function matvec(limits: KernelLimits, { m, format }: QuantizedMatmulArgs): Choice {
  const { rows: n, cols: k } = format;
  const tile = matvecTile(limits);
  const lib = k % 4 === 0 ? loadA4 : loadA1;
  return {
    shader: { name: 'int8_dequant_matvec', code: matvecCode, lib: [lib] },
    elem: 'f32',
    constants: { ...tile, K_TAIL: k % 8 !== 0 },
    grid: [Math.ceil(n / ((4 * tile.LANES) / tile.SPLIT)), m, 1],
  };
}

function block({ m, format }: QuantizedMatmulArgs, name: string): Choice {
  const { rows: n, cols: k } = format;
  const { shader, constants, enables, overrides, blockStep, groupCols, groupRows } =
    MATMUL_VARIANTS[name]!;
  const vectorA = k % 4 === 0;
  return {
    shader: { ...shader, lib: [vectorA ? loadA4 : loadA1, blocksLib] },
    elem: 'f32',
    ...(enables && { enables }),
    ...(overrides && { overrides }),
    constants: {
      ...constants,
      TRANS_A: false,
      TRANS_B: true,
      VECTOR_A: vectorA,
      VECTOR_B: true,
      K_TAIL: k % blockStep !== 0,
    },
    grid: [Math.ceil(n / groupCols), Math.ceil(m / groupRows), 1],
  };
}

function describe(args: QuantizedMatmulArgs, choice: Choice): Dispatch {
  const { x, words, scales, zeros, format, m } = args;
  const { rows: n, cols: k } = format;
  const { line, rowWords } = quantizedLayout(format);
  const packed = dequantizeLib(format);
  const store = scaledStore(args);
  return {
    ...choice,
    label: labelOf(format),
    shader: {
      ...choice.shader,
      lib: [paramsLib, packed.lib, ...store.lib, ...(choice.shader.lib ?? [])],
    },
    constants: { ...packed.constants, ...store.constants, ...choice.constants, PARAMS_BINDING: 7 },
    bindings: [
      read(x),
      read(words),
      read(scales ?? words),
      read(zeros ?? words),
      ...store.bindings,
    ],
    params: [m, n, k, k, 1, 0, 1, line, 0, n, 0],
    flops: 2 * m * n * k,
    bytes: 4 * (m * k + n * rowWords + m * n),
  };
}

/** Lib files, constants and bindings 4 to 6 of lib/matmul_store_scaled.wgsl. */
export function scaledStore(args: QuantizedEpilogue & Pick<QuantizedMatmulArgs, 'x' | 'out'>): {
  lib: string[];
  constants: Record<string, number | boolean>;
  bindings: Binding[];
} {
  const { x, bias, residual, activation: kind = 'none', out } = args;
  return {
    lib: [activation, storeScaled],
    constants: {
      HAS_BIAS: bias !== undefined,
      HAS_RESIDUAL: residual !== undefined,
      ACTIVATION: ACTIVATIONS[kind],
    },
    // `x` stands in for an input that is absent: two read bindings may share a buffer.
    bindings: [read(bias ?? x), read(residual ?? x), write(out)],
  };
}

export function checkRoom(args: QuantizedMatmulArgs): void {
  const { x, words, scales, zeros, format, bias, residual, out, m } = args;
  const { rows: n, cols: k } = format;
  const layout = quantizedLayout(format);
  const label = labelOf(format);
  requireRoom(label, {
    x: [x, m * k],
    words: [words, layout.words],
    scales: [scales, layout.scales],
    zeros: [zeros, layout.zeroWords],
    bias: [bias, n],
    residual: [residual, m * n],
    out: [out, m * n],
  });
}
