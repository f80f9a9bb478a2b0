// int8_dot_matmul: activations become INT8 as they come (a scale a row), products are summed as
// integers. Uses the device's four-byte dot product; where it has none, the same sums are emulated,
// and the label says so.
import { BuildError, unknownVariant } from '../../errors';
import dot4Emulated from '../../../shaders/lib/dot4_emulated.wgsl';
import dot4Native from '../../../shaders/lib/dot4_native.wgsl';
import dotLib from '../../../shaders/lib/int8_dot.wgsl';
import matmulCode from '../../../shaders/int8_dot_matmul.wgsl';
import matvecCode from '../../../shaders/int8_dot_matvec.wgsl';
import type { BufferView, Dispatch, DispatchSink, KernelLimits } from '../../dispatch';
import { checkRoom, matvecTile, scaledStore, type QuantizedMatmulArgs } from './int8Matmul';
import { quantizedLayout, quantizeRows } from './quantize';
import { read } from '../shapes';

export interface Int8DotArgs extends QuantizedMatmulArgs {
  /** For tests: the emulation on a device that has the instruction. */
  readonly emulate?: boolean;
}

/** Plain first. */
export const DOT_VARIANTS = ['plain', 'tiled', 'matvec'] as const;

/** Name of the kernel on this adapter. */
const int8DotLabel = ({ dot4 }: Pick<KernelLimits, 'dot4'>): string =>
  dot4 ? 'int8_dot_matmul' : 'int8_dot_matmul_emulated';

/** The format has 8 bits, and a scale a row or one for all: sums of integers have one scale. */
export function int8DotMatmul(sink: DispatchSink, args: Int8DotArgs): void {
  const { x, m, format } = args;
  checkRoom(args);
  const { rowWords, groups } = quantizedLayout(format);
  if (groups > 1) {
    throw new BuildError('quantized_group', {
      op: 'int8_dot_matmul',
      node: args.words.buffer.label,
      expected: 'one scale a row, or one for all',
      got: `${groups} groups a row`,
      remedy: 'Quantize the weight per channel or per tensor, or use its dequantizing product.',
    });
  }
  const words = sink.scratch('int8 activations', 4 * m * rowWords);
  const scales = sink.scratch('int8 activation scales', 4 * m);
  quantizeRows(sink, { inp: x, words, scales, rows: m, cols: format.cols, rowWords });
  sink.dispatch(describe(sink.limits, args, words, scales));
}

function describe(
  limits: KernelLimits,
  args: Int8DotArgs,
  a: BufferView,
  aScales: BufferView,
): Dispatch {
  const { m, format, emulate = false } = args;
  const { rows: n, cols: k } = format;
  const { rowWords, groups } = quantizedLayout(format);
  const dot4 = limits.dot4 && !emulate;
  const label = int8DotLabel({ dot4 });
  const store = scaledStore({ ...args, x: a });
  const choice = choiceOf(limits, args, label);
  return {
    ...choice,
    label,
    shader: {
      ...choice.shader,
      lib: [dot4 ? dot4Native : dot4Emulated, dotLib, ...store.lib],
    },
    constants: { ...choice.constants, ...store.constants, SCALE_STEP: groups === 0 ? 0 : 1 },
    bindings: [
      read(a),
      read(args.words),
      read(args.scales ?? args.words),
      read(aScales),
      ...store.bindings,
    ],
    params: [m, n, rowWords],
    flops: 2 * m * n * k,
    bytes: 4 * ((m + n) * rowWords + m * n),
  };
}

function choiceOf(
  limits: KernelLimits,
  { m, format, variant, out }: Int8DotArgs,
  label: string,
): Pick<Dispatch, 'shader' | 'constants' | 'grid'> {
  const { rows: n } = format;
  const name = variant ?? (m <= (limits.software ? 2 : 8) ? 'matvec' : 'tiled');
  switch (name) {
    case 'plain':
    case 'tiled': {
      const ROWS = name === 'plain' ? 1 : 4;
      return {
        shader: { name: 'int8_dot_matmul', code: matmulCode },
        constants: { ROWS },
        grid: [Math.ceil(n / 32), Math.ceil(m / (8 * ROWS)), 1],
      };
    }
    case 'matvec': {
      const tile = matvecTile(limits);
      return {
        shader: { name: 'int8_dot_matvec', code: matvecCode },
        constants: { ...tile },
        grid: [Math.ceil(n / ((4 * tile.LANES) / tile.SPLIT)), m, 1],
      };
    }
    default:
      throw unknownVariant(label, out.buffer.label, name, DOT_VARIANTS);
  }
}
