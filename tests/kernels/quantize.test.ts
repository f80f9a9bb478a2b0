// Packing weights: each calibration against a plain search on the CPU, ranges of odd lengths, and
// back. Integers, roundings and layouts are compared with PyTorch's in tests/fixtures/quant.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dequantize,
  quantize,
  quantizedLayout,
  type Calibration,
  type QuantizedFormat,
} from '../../src/gpu/kernels/matmul/quantize';
import { packWeight, unpackWeight } from '../../src/training/compress/packWeight';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu, withBindingLimit } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.device.destroy());

const DIVISION_ERROR = 2.5 * 2 ** -23;

const words = (count: number): Uint32Array => new Uint32Array(garbage(count).buffer);

/** Scales, and the weight that the packed form stands for. */
async function roundTrip(w: Float32Array, format: QuantizedFormat, calibration: Calibration) {
  const layout = quantizedLayout(format);
  const { rows, cols, asymmetric } = format;
  const tensors = {
    w,
    words: words(layout.words),
    scales: garbage(layout.scales),
    zeros: words(Math.max(1, layout.zeroWords)),
    out: garbage(rows * cols),
  };
  return gpu.run(tensors, (sink, views) => {
    const zeros = asymmetric ? views.zeros : undefined;
    const strides = { row: 1, col: rows };
    const packed = { words: views.words, scales: views.scales, zeros, format };
    quantize(sink, { ...packed, inp: views.w, strides, calibration, rounding: 'even' });
    dequantize(sink, { ...packed, out: views.out, strides });
  });
}

/** Values of a group, of a weight that lies [cols, rows]. */
function groupOf(w: Float32Array, { rows, cols }: QuantizedFormat, row: number, group: number[]) {
  const [from, to] = group as [number, number];
  return Array.from({ length: Math.min(to, cols) - from }, (_, i) => w[(from + i) * rows + row]!);
}

const squaredError = (values: readonly number[], scale: number, top: number): number =>
  values.reduce((sum, v) => {
    const q = Math.max(-top, Math.min(top, Math.round(v / scale)));
    return sum + (v - q * scale) ** 2;
  }, 0);

const INT8 = { bits: 8, group: 0, asymmetric: false } as const;

test.each([
  [8, 0, 5, 37],
  [8, 0, 33, 8],
  [4, 32, 7, 70],
  [4, 32, 3, 32],
  [4, 32, 19, 5],
] as const)(
  'INT%i, groups of %i, [%i, %i]: packed on the host to the same integers',
  async (bits, group, rows, cols) => {
    const format = { bits, group, rows, cols, asymmetric: false };
    const w = normals(rows * cols, 3);
    // Halves go to even; a group of zeros has the scale 1.
    w.set([7, 0.5, 1.5, 2.5, -0.5, -1.5].slice(0, w.length));
    for (let col = 0; col < cols; col++) w[col * rows + rows - 1] = 0;
    const { scales, out } = await roundTrip(w, format, { kind: 'min_max' });
    const packed = packWeight(w, format, false);
    const unpacked = unpackWeight(packed, format, false);
    // A quotient in WGSL is right to 2.5 units in the last place: a scale may differ by as much, and then
    // a weight between two integers may go to either.
    for (const [index, scale] of packed.scales.entries())
      expect(Math.abs(scales[index]! - scale)).toBeLessThanOrEqual(DIVISION_ERROR * scale);
    const { groups, groupLength } = quantizedLayout(format);
    for (const [index, value] of unpacked.entries()) {
      const [row, col] = [index % rows, Math.floor(index / rows)];
      const scale = packed.scales[row * groups + Math.floor(col / groupLength)]!;
      const isBetween = Math.abs((Math.abs(w[index]! / scale) % 1) - 0.5) < 1e-5;
      const most = isBetween ? scale : 2 * DIVISION_ERROR * Math.abs(value);
      expect(Math.abs(out[index]! - value)).toBeLessThanOrEqual(most);
    }
  },
);

test('halves are the nearest ones, and finite', async () => {
  const format: QuantizedFormat = { bits: 16, rows: 5, cols: 37, group: -1, asymmetric: false };
  const w = normals(5 * 37, 1);
  w.set([7e4, -1e30, 1.5, 0]);
  const { words: packed, out } = await gpu.run(
    { w, words: words(quantizedLayout(format).words), out: garbage(5 * 37) },
    (sink, { w: inp, words: to, out: back }) => {
      const strides = { row: 1, col: 5 };
      const calibration = { kind: 'min_max' } as const;
      quantize(sink, { words: to, format, inp, strides, calibration, rounding: 'even' });
      dequantize(sink, { words: to, format, out: back, strides });
    },
  );
  expect(packed.length).toBe(5 * 20);
  expect([...out.subarray(0, 4)]).toEqual([65504, -65504, 1.5, 0]);
  out.subarray(4).forEach((value, i) => {
    const want = w[i + 4]!;
    expect(Math.abs(value - want)).toBeLessThanOrEqual(Math.abs(want) * 2 ** -11 + 2 ** -25);
  });
});

describe('quantize_scale', () => {
  const format: QuantizedFormat = { ...INT8, bits: 4, rows: 5, cols: 37, group: 16 };
  const w = normals(5 * 37, 1);
  const groups = [0, 1, 2].map((g) => [16 * g, 16 * g + 16]);

  test('percentile keeps the least magnitude that the share does not exceed', async () => {
    const { scales } = await roundTrip(w, format, { kind: 'percentile', share: 0.8 });
    const want = Array.from({ length: 15 }, (_, i) => {
      const values = groupOf(w, format, Math.floor(i / 3), groups[i % 3]!).map(Math.abs);
      values.sort((a, b) => a - b);
      return values[Math.ceil(0.8 * values.length - 1e-6) - 1]! / 7;
    });
    expectClose(scales, want);
  });

  test('mse finds the range with the least squared error', async () => {
    const { scales } = await roundTrip(w, format, { kind: 'mse' });
    let cut = 0;
    scales.forEach((scale, i) => {
      const values = groupOf(w, format, Math.floor(i / 3), groups[i % 3]!);
      const top = Math.max(...values.map(Math.abs));
      const errors = Array.from({ length: 60 }, (_, s) =>
        squaredError(values, ((1 - 0.01 * s) * top) / 7, 7),
      );
      expect(squaredError(values, scale, 7)).toBeLessThanOrEqual(Math.min(...errors) * 1.0001);
      if (scale < (0.995 * top) / 7) cut++;
    });
    expect(cut).toBeGreaterThan(5);
  });
});

describe('quantize, dequantize', () => {
  const formats: Record<string, QuantizedFormat> = {
    'one weight': { ...INT8, rows: 1, cols: 1 },
    'a scale a row': { ...INT8, rows: 7, cols: 37 },
    'a scale for all': { ...INT8, rows: 3, cols: 65, group: -1 },
    'groups of 32, symmetric': { ...INT8, bits: 4, rows: 9, cols: 97, group: 32 },
    'groups of 64, zero points': { bits: 4, rows: 9, cols: 70, group: 64, asymmetric: true },
    'groups of 12': { bits: 4, rows: 5, cols: 31, group: 12, asymmetric: true },
  };

  test.each(Object.entries(formats))('%s: within half a step', async (_name, format) => {
    const w = normals(format.rows * format.cols, 3, 1, 0.5);
    const { scales, out } = await roundTrip(w, format, { kind: 'min_max' });
    const { groups, groupLength } = quantizedLayout(format);
    out.forEach((value, i) => {
      const [col, row] = [Math.floor(i / format.rows), i % format.rows];
      const scale = scales[row * groups + (groups > 0 ? Math.floor(col / groupLength) : 0)]!;
      // A zero point is rounded too: another half.
      const steps = format.asymmetric ? 1.001 : 0.501;
      expect(Math.abs(value - w[i]!)).toBeLessThanOrEqual(steps * scale);
    });
  });
});

test.each([
  { bits: 8, group: 0, asymmetric: false },
  { bits: 4, group: 8, asymmetric: true },
  { bits: 16, group: -1, asymmetric: false },
] as const)('a table that one binding cannot hold, %o: the same to the bit', async (kind) => {
  const format: QuantizedFormat = { ...kind, rows: 70, cols: 16 };
  const layout = quantizedLayout(format);
  const tensors = {
    inp: normals(70 * 16, 1),
    words: words(layout.words),
    scales: garbage(Math.max(1, layout.scales)),
    zeros: words(Math.max(1, layout.zeroWords)),
  };
  const run = (maxBindingBytes: number) =>
    gpu.run(tensors, (sink, { scales, zeros, ...views }) =>
      quantize(withBindingLimit(sink, maxBindingBytes), {
        ...views,
        ...(kind.bits !== 16 && { scales }),
        ...(kind.asymmetric && { zeros }),
        format,
        strides: { row: 16, col: 1 },
        calibration: { kind: 'min_max' },
        rounding: 'even',
      }),
    );
  expect(await run(64 * 16 * 4)).toEqual(await run(2 ** 27));
});
