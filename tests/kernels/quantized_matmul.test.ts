// Products with packed weights: every variant at shapes that fill no tile, against float64 on the
// values that the packed form stands for (float activations) or on the integers themselves.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOT_VARIANTS, int8DotMatmul } from '../../src/gpu/kernels/matmul/int8Dot';
import { dequantMatmul, dequantVariants } from '../../src/gpu/kernels/matmul/int8Matmul';
import {
  dequantize,
  quantize,
  quantizedLayout,
  type QuantizedFormat,
  type QuantizedViews,
} from '../../src/gpu/kernels/matmul/quantize';
import type { BufferView, DispatchSink } from '../../src/gpu/dispatch';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.device.destroy());

const words = (count: number): Uint32Array => new Uint32Array(garbage(count).buffer);

type Product = (
  sink: DispatchSink,
  packed: QuantizedViews & { words: BufferView; zeros: BufferView; format: QuantizedFormat },
  rest: { x: BufferView; bias: BufferView; residual: BufferView; out: BufferView; m: number },
) => void;

/** The product, and the weight as the kernels see it: [n, k]. */
async function run(m: number, format: QuantizedFormat, product: Product) {
  const { rows: n, cols: k } = format;
  const layout = quantizedLayout(format);
  const tensors = {
    x: normals(m * k, 1),
    w: normals(n * k, 2),
    bias: normals(n, 3),
    residual: normals(m * n, 4),
    words: words(layout.words),
    scales: garbage(Math.max(1, layout.scales)),
    zeros: words(Math.max(1, layout.zeroWords)),
    weight: garbage(n * k),
    out: garbage(m * n),
  };
  return gpu.run(tensors, (sink, views) => {
    const { words: w, zeros } = views;
    const scales = format.bits === 16 ? undefined : views.scales;
    const packed = { words: w, scales, zeros, format };
    const strides = { row: k, col: 1 };
    const calibration = { kind: 'min_max' } as const;
    quantize(sink, { ...packed, inp: views.w, strides, calibration, rounding: 'even' });
    dequantize(sink, { ...packed, out: views.weight, strides });
    product(sink, packed, { ...views, m });
  });
}

const relu = (value: number): number => Math.max(0, value);

/** residual + relu(x · wᵀ + bias) in float64. */
function reference(
  { x, weight, bias, residual }: Record<'x' | 'weight' | 'bias' | 'residual', Float32Array>,
  m: number,
  { rows: n, cols: k }: QuantizedFormat,
): Float64Array {
  return Float64Array.from({ length: m * n }, (_, i) => {
    const [row, col] = [Math.floor(i / n), i % n];
    let sum = 0;
    for (let j = 0; j < k; j++) sum += x[row * k + j]! * weight[col * k + j]!;
    return residual[i]! + relu(sum + bias[col]!);
  });
}

const FORMATS: Record<string, QuantizedFormat> = {
  int8: { bits: 8, rows: 37, cols: 43, group: 0, asymmetric: false },
  'int8, one scale': { bits: 8, rows: 17, cols: 40, group: -1, asymmetric: false },
  'int8, groups': { bits: 8, rows: 19, cols: 72, group: 32, asymmetric: false },
  int4: { bits: 4, rows: 37, cols: 72, group: 32, asymmetric: false },
  f16: { bits: 16, rows: 37, cols: 43, group: -1, asymmetric: false },
  'int4, zero points': { bits: 4, rows: 19, cols: 43, group: 16, asymmetric: true },
  'int4, zero points, groups of 32': { bits: 4, rows: 21, cols: 70, group: 32, asymmetric: true },
};

describe.each(Object.entries(FORMATS))('%s_dequant_matmul', (name, format) => {
  // The block kernels read packed weights by one lib: the smallest stands for them all, and the
  // usual one of this adapter is tried once. Each takes seconds to compile on a CPU.
  const usual = name === 'int8' ? [undefined] : [];
  test.each(['plain', 'matvec', 'register_4x4', ...usual])('%s', async (variant) => {
    const m = 5;
    if (variant) expect(dequantVariants(gpu.limits, m, format)).toContain(variant);
    const found = await run(m, format, (sink, packed, rest) =>
      dequantMatmul(sink, { ...packed, ...rest, activation: 'relu', variant }),
    );
    expectClose(found.out, reference(found, m, format));
  });

  test.each([1, 50])('%i rows', async (m) => {
    const found = await run(m, format, (sink, packed, rest) =>
      dequantMatmul(sink, { ...packed, ...rest, activation: 'relu', variant: 'plain' }),
    );
    expectClose(found.out, reference(found, m, format));
  });
});

describe('int8_dot_matmul', () => {
  /** As the kernel rounds activations: INT8, a scale a row. */
  function rounded(x: Float32Array, k: number): Float32Array {
    return x.map((value, i) => {
      const row = x.subarray(Math.floor(i / k) * k, (Math.floor(i / k) + 1) * k);
      const scale = row.reduce((top, v) => Math.max(top, Math.abs(v)), 0) / 127;
      return Math.round(value / scale) * scale;
    });
  }

  test.each(DOT_VARIANTS)('%s', async (variant) => {
    for (const m of [1, 6, 35]) {
      for (const format of [FORMATS.int8!, FORMATS['int8, one scale']!]) {
        const found = await run(m, format, (sink, packed, rest) =>
          int8DotMatmul(sink, { ...packed, ...rest, activation: 'relu', variant }),
        );
        const x = rounded(found.x, format.cols);
        expectClose(found.out, reference({ ...found, x }, m, format));
      }
    }
  });
});
