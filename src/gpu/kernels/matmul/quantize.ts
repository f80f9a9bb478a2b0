// Weights to integers, or to halves, and back. A packed weight is words, scales and zero points; its
// rows are output channels whatever way the float weight lies.
import { BuildError } from '../../errors';
import int4Lib from '../../../shaders/lib/dequantize_int4.wgsl';
import int4AnyLib from '../../../shaders/lib/dequantize_int4_any.wgsl';
import f16Lib from '../../../shaders/lib/dequantize_f16.wgsl';
import int8Lib from '../../../shaders/lib/dequantize_int8.wgsl';
import int8GroupLib from '../../../shaders/lib/dequantize_int8_group.wgsl';
import rowReduceLib from '../../../shaders/lib/row_reduce.wgsl';
import dequantizeCode from '../../../shaders/dequantize.wgsl';
import packCode from '../../../shaders/quantize_pack.wgsl';
import rowsCode from '../../../shaders/quantize_rows.wgsl';
import scaleCode from '../../../shaders/quantize_scale.wgsl';
import zerosCode from '../../../shaders/quantize_zeros.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { elementsOf, read, requireRoom, rowRanges, rowTile, write } from '../shapes';

/** How a weight [rows, cols] is packed. */
export interface QuantizedFormat {
  /** 16: halves, without scales. */
  readonly bits: 4 | 8 | 16;
  /** Output channels. */
  readonly rows: number;
  readonly cols: number;
  /** Elements of a row that share a scale: with 8 bits a multiple of 8. 0: the whole row; -1: the whole tensor. */
  readonly group: number;
  /** 4 bits only: a zero point for each group, instead of a range around 0. */
  readonly asymmetric: boolean;
}

/** Sizes in elements: 4-byte words, scales, words of zero points; `line` in weights, padding included. */
export interface QuantizedLayout {
  readonly line: number;
  readonly rowWords: number;
  readonly words: number;
  /** Scales a row; 0 where all rows share one. */
  readonly groups: number;
  readonly groupLength: number;
  readonly scales: number;
  readonly zeroWords: number;
}

export function quantizedLayout(format: QuantizedFormat): QuantizedLayout {
  const { bits, rows, cols, group, asymmetric } = format;
  const octets = Math.ceil(cols / 8) * 8;
  const groupLength = group > 0 ? Math.min(group, octets) : cols;
  // Rows hold whole groups, so that groups can be counted through.
  const whole = group > 0 && groupLength % 8 === 0;
  const line = whole ? Math.ceil(cols / groupLength) * groupLength : octets;
  const rowWords = (line * bits) / 32;
  const groups = group < 0 ? 0 : Math.ceil(cols / groupLength);
  const scales = bits === 16 ? 0 : Math.max(1, rows * groups);
  const zeroWords = asymmetric ? Math.ceil(scales / 8) : 0;
  return { line, rowWords, words: rows * rowWords, groups, groupLength, scales, zeroWords };
}

export interface QuantizedViews {
  /** u32 [rows, rowWords] */
  readonly words: BufferView;
  /** [rows, groups], or [1]; halves have none. */
  readonly scales?: BufferView | undefined;
  /** u32 [zeroWords], where the format is asymmetric. */
  readonly zeros?: BufferView | undefined;
}

/** How much of a group's range is kept. `share` is of its values, 0 … 1. */
export type Calibration =
  | { readonly kind: 'min_max' }
  | { readonly kind: 'percentile'; readonly share: number }
  | { readonly kind: 'mse' };

const CALIBRATIONS = { min_max: 0, percentile: 1, mse: 2 } as const;

/** Where element (row, col) of a float weight lies. */
export interface Strides {
  readonly row: number;
  readonly col: number;
}

export interface QuantizeArgs extends QuantizedViews {
  readonly inp: BufferView;
  readonly strides: Strides;
  readonly format: QuantizedFormat;
  readonly calibration: Calibration;
  /** Halves: to even as torch.round, or away from 0 as C's round. */
  readonly rounding: 'even' | 'away';
}

export function quantize(sink: DispatchSink, args: QuantizeArgs): void {
  const { format, inp, words, scales, zeros } = args;
  const layout = quantizedLayout(format);
  requireRoom('quantize', {
    inp: [inp, format.rows * format.cols],
    words: [words, layout.words],
    scales: [scales, layout.scales],
    zeros: [zeros, layout.zeroWords],
  });
  const zeroPoints = sink.scratch('zero_points', format.asymmetric ? 4 * layout.scales : 16);
  for (const slice of slicesOf(sink, { ...args, zeroPoints })) {
    const sliceLayout = quantizedLayout(slice.format);
    if (slice.scales) quantizeScale(sink, slice, sliceLayout, slice.scales, slice.zeroPoints);
    // What halves lack, another input stands in for.
    const [own, ownZeros] = slice.scales
      ? [slice.scales, slice.zeroPoints]
      : [slice.inp, slice.inp];
    quantizePack(sink, slice, sliceLayout, own, ownZeros);
  }
  if (!zeros) return;
  sink.dispatch({
    label: 'quantize_zeros',
    shader: { name: 'quantize_zeros', code: zerosCode },
    bindings: [read(zeroPoints), write(zeros)],
    params: [layout.scales],
    grid: foldGrid(Math.ceil(layout.scales / 512)),
    flops: 0,
    bytes: 4.5 * layout.scales,
  });
}

interface QuantizeSlice extends QuantizeArgs {
  /** [rows, groups], where the format is asymmetric. */
  readonly zeroPoints: BufferView;
}

/** A large weight comes in ranges of its rows, unless one scale for all of it needs it whole. */
function slicesOf(sink: DispatchSink, whole: QuantizeSlice): QuantizeSlice[] {
  const { format, inp, words, scales, strides, zeroPoints } = whole;
  const { rows, cols, asymmetric } = format;
  const { groups, rowWords } = quantizedLayout(format);
  if (strides.col !== 1 || (scales && groups === 0)) return [whole];
  return rowRanges(sink, rows, cols).map(({ first, size }) => ({
    ...whole,
    format: { ...format, rows: size },
    inp: elementsOf(inp, first * cols, size * cols),
    words: elementsOf(words, first * rowWords, size * rowWords),
    scales: scales && elementsOf(scales, first * groups, size * groups),
    zeroPoints: asymmetric ? elementsOf(zeroPoints, first * groups, size * groups) : zeroPoints,
  }));
}

function quantizeScale(
  sink: DispatchSink,
  { format, inp, strides, calibration }: QuantizeArgs,
  layout: QuantizedLayout,
  scales: BufferView,
  zeroPoints: BufferView,
): void {
  const { rows, cols, bits, asymmetric } = format;
  const { groups, groupLength } = layout;
  // The whole tensor is one long row, in whatever order it lies.
  const whole = groups === 0;
  const group = whole ? rows * cols : groupLength;
  const tile = layout.scales < 64 ? { LANES: 64, ROWS: 1 } : rowTile(sink, group);
  const { kind } = calibration;
  const passes = { min_max: 1, percentile: 32, mse: 61 }[kind];
  sink.dispatch({
    label: 'quantize_scale',
    shader: { name: 'quantize_scale', code: scaleCode, lib: [rowReduceLib] },
    constants: {
      ...tile,
      Q_MAX: bits === 8 ? 127 : 7,
      ASYMMETRIC: asymmetric,
      CALIBRATION: CALIBRATIONS[kind],
    },
    bindings: [read(inp), write(scales), write(zeroPoints)],
    params: [
      ...(whole ? [1, rows * cols, 0, 1, 1] : [rows, cols, strides.row, strides.col, groups]),
      group,
      f32(calibration.kind === 'percentile' ? calibration.share : 1),
    ],
    grid: foldGrid(Math.ceil(layout.scales / tile.ROWS)),
    flops: 2 * passes * rows * cols,
    bytes: 4 * (passes * rows * cols + layout.scales),
  });
}

function quantizePack(
  sink: DispatchSink,
  { format, inp, words, strides, rounding }: QuantizeArgs,
  layout: QuantizedLayout,
  scales: BufferView,
  zeroPoints: BufferView,
): void {
  const { rows, cols, bits, asymmetric } = format;
  sink.dispatch({
    label: 'quantize_pack',
    shader: { name: 'quantize_pack', code: packCode },
    constants: { BITS: bits, ASYMMETRIC: asymmetric, AWAY: rounding === 'away' },
    bindings: [read(inp), read(scales), read(zeroPoints), write(words)],
    params: [
      rows,
      cols,
      strides.row,
      strides.col,
      layout.rowWords,
      layout.groups,
      layout.groupLength,
    ],
    grid: foldGrid(Math.ceil(layout.words / 64)),
    flops: 2 * rows * cols,
    bytes: 4 * (rows * cols + layout.scales + layout.words),
  });
}

export interface QuantizeRows {
  /** [rows, cols] */
  readonly inp: BufferView;
  /** u32 [rows, rowWords], four INT8 a word */
  readonly words: BufferView;
  /** [rows] */
  readonly scales: BufferView;
  readonly rows: number;
  readonly cols: number;
  readonly rowWords: number;
}

/** Dynamic quantization of activations: INT8, a scale a row. */
export function quantizeRows(sink: DispatchSink, args: QuantizeRows): void {
  const { inp, words, scales, rows, cols, rowWords } = args;
  requireRoom('quantize_rows', {
    inp: [inp, rows * cols],
    words: [words, rows * rowWords],
    scales: [scales, rows],
  });
  // Few rows: lanes share one even on a CPU.
  const tile = rows < 8 ? { LANES: 8, ROWS: 1 } : rowTile(sink, cols);
  sink.dispatch({
    label: 'quantize_rows',
    shader: { name: 'quantize_rows', code: rowsCode, lib: [rowReduceLib] },
    constants: { ...tile },
    bindings: [read(inp), write(words), write(scales)],
    params: [rows, cols, rowWords],
    grid: foldGrid(Math.ceil(rows / tile.ROWS)),
    flops: 3 * rows * cols,
    bytes: rows * (4 * cols + 4 * rowWords + 4),
  });
}

/** Lib file and constants with which a shader reads a packed weight at bindings 1 to 3. */
export function dequantizeLib(format: QuantizedFormat): {
  lib: string;
  constants: Record<string, number | boolean>;
} {
  const { groups, groupLength, line } = quantizedLayout(format);
  if (format.bits === 16) return { lib: f16Lib, constants: {} };
  if (format.bits === 8 && groups <= 1) {
    return { lib: int8Lib, constants: { SCALE_STEP: groups === 0 ? 0 : 1 } };
  }
  if (format.bits === 8) {
    if (groupLength % 8 !== 0) {
      throw new BuildError('quantized_group', {
        op: 'dequantize',
        node: `INT8 [${format.rows}, ${format.cols}]`,
        expected: 'groups whose length is a multiple of 8',
        got: `${groupLength}`,
        remedy: 'Choose a group length of 8, 16, 32, …, or scales per channel.',
      });
    }
    return { lib: int8GroupLib, constants: { GROUP: groupLength } };
  }
  const constants = { GROUP: groupLength, ASYMMETRIC: format.asymmetric };
  return groupLength % 8 === 0
    ? { lib: int4Lib, constants }
    : { lib: int4AnyLib, constants: { ...constants, GROUPS: groups, LINE: line } };
}

export interface DequantizeArgs extends QuantizedViews {
  readonly format: QuantizedFormat;
  /** u32 [count]: only these rows, in this order. */
  readonly ids?: { readonly view: BufferView; readonly count: number };
  readonly out: BufferView;
  /** Of out. */
  readonly strides: Strides;
}

export function dequantize(sink: DispatchSink, args: DequantizeArgs): void {
  const { format, words, scales, zeros, ids, out, strides } = args;
  const { rows: stored, cols } = format;
  const layout = quantizedLayout(format);
  const rows = ids?.count ?? stored;
  requireRoom('dequantize', {
    words: [words, layout.words],
    scales: [scales, layout.scales],
    zeros: [zeros, layout.zeroWords],
    ids: [ids?.view, rows],
    out: [out, rows * cols],
  });
  const { lib, constants } = dequantizeLib(format);
  sink.dispatch({
    label: 'dequantize',
    shader: { name: 'dequantize', code: dequantizeCode, lib: [lib] },
    constants: { ...constants, GATHER: ids !== undefined },
    bindings: [
      read(ids?.view ?? words),
      read(words),
      read(scales ?? words),
      read(zeros ?? words),
      write(out),
    ],
    params: [rows, cols, stored, layout.line, strides.row, strides.col],
    grid: foldGrid(Math.ceil((rows * Math.ceil(cols / 4)) / 64)),
    flops: rows * cols,
    bytes: rows * (4 * layout.rowWords + 4 * cols),
  });
}
