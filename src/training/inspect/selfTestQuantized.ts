// Packed weights for the self-test: products that unpack INT8, INT4 and halves in registers, and integer
// products by the device's four-byte dot instruction against the same sums without it.
import type { KernelLimits } from '../../gpu/dispatch';
import { int8DotMatmul } from '../../gpu/kernels/matmul/int8Dot';
import { dequantMatmul, dequantVariants } from '../../gpu/kernels/matmul/int8Matmul';
import { quantizedLayout, type QuantizedFormat } from '../../gpu/kernels/matmul/quantize';
import type { SelfTestCase } from './selfTest';

/** Odd in every extent: n, k. */
const INT8: QuantizedFormat = { bits: 8, rows: 67, cols: 101, group: 0, asymmetric: false };
const INT4: QuantizedFormat = { bits: 4, rows: 67, cols: 96, group: 32, asymmetric: true };

const F16: QuantizedFormat = { bits: 16, rows: 67, cols: 101, group: -1, asymmetric: false };

/** Any bits are four valid bytes or eight valid half-bytes. */
const ANY_BITS = 2 ** 32;
/** Halves below 2: the exponent's highest bit is 0. */
const SMALL_HALVES = 0xbfffbfff;

function tensorsOf(format: QuantizedFormat, m: number) {
  const { words, scales, zeroWords } = quantizedLayout(format);
  return {
    inputs: {
      x: m * format.cols,
      words,
      scales: Math.max(1, scales),
      zeros: Math.max(1, zeroWords),
    },
    ...(format.bits === 16
      ? { mask: { words: SMALL_HALVES } }
      : { below: { words: ANY_BITS, zeros: ANY_BITS } }),
    outputs: { out: m * format.rows },
  };
}

function dequantCase(limits: KernelLimits, format: QuantizedFormat, m: number): SelfTestCase {
  return {
    ...tensorsOf(format, m),
    name: `${format.bits === 16 ? 'f' : 'int'}${format.bits}_dequant_matmul`,
    shape: `${m} × ${format.rows} × ${format.cols}`,
    variants: dequantVariants(limits, m, format),
    tolerance: () => 1e-5,
    record: (sink, { x, words, scales, zeros, out }, variant) =>
      dequantMatmul(sink, {
        x: x!,
        words: words!,
        scales: scales!,
        ...(format.asymmetric && { zeros: zeros! }),
        out: out!,
        format,
        m,
        variant,
      }),
  };
}

function dotCase({ dot4 }: KernelLimits, m: number, kernel: 'tiled' | 'matvec'): SelfTestCase {
  const fast = dot4 ? [`${kernel}, native`] : [];
  return {
    ...tensorsOf(INT8, m),
    name: 'int8_dot_matmul',
    shape: `${m} × ${INT8.rows} × ${INT8.cols}`,
    variants: ['plain, emulated', `${kernel}, emulated`, ...fast],
    tolerance: () => 1e-6,
    record: (sink, { x, words, scales, out }, variant) =>
      int8DotMatmul(sink, {
        x: x!,
        words: words!,
        scales: scales!,
        out: out!,
        format: INT8,
        m,
        variant: variant.split(',')[0],
        emulate: variant.endsWith('emulated'),
      }),
  };
}

export const quantizedCases = (limits: KernelLimits): SelfTestCase[] => [
  dequantCase(limits, INT8, 1),
  dequantCase(limits, INT8, 35),
  dequantCase(limits, INT4, 35),
  dequantCase(limits, F16, 1),
  dequantCase(limits, F16, 35),
  dotCase(limits, 1, 'matvec'),
  dotCase(limits, 35, 'tiled'),
];
