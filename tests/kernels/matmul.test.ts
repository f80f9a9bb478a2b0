// Every matmul variant against float64, at edges, in all four transpositions, with every epilogue.
import { describe, expect, test } from 'vitest';
import type { BufferView } from '../../src/gpu/dispatch';
import {
  matmul,
  matmulVariants,
  type ActivationKind,
  type MatmulEpilogue,
  type MatmulShape,
} from '../../src/gpu/kernels/matmul';
import { findDrivers } from '../../src/host/drivers';
import { garbage, openTestGpu } from './runKernel';

/** Deterministic numbers in (-1, 1). */
function numbers(count: number, seed: number): Float32Array {
  let state = seed * 2654435761;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

type Dims = readonly [m: number, n: number, k: number, batch?: number];

function shapeOf([m, n, k, batch = 1]: Dims, transA = false, transB = false): MatmulShape {
  return { m, n, k, transA, transB, batch, strideA: m * k, strideB: k * n, strideOut: m * n };
}

function product(a: Float32Array, b: Float32Array, shape: MatmulShape): Float64Array {
  const { m, n, k, transA, transB, batch, strideA, strideB, strideOut } = shape;
  const out = new Float64Array(batch * strideOut);
  for (let s = 0; s < batch; s++)
    for (let row = 0; row < m; row++)
      for (let i = 0; i < k; i++) {
        const left = a[s * strideA + (transA ? i * m + row : row * k + i)]!;
        for (let col = 0; col < n; col++)
          out[s * strideOut + row * n + col]! +=
            left * b[s * strideB + (transB ? col * k + i : i * n + col)]!;
      }
  return out;
}

function worst(got: Float32Array, expected: Float64Array | number[]): number {
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(got[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (!(difference <= error)) error = difference;
  }
  return error;
}

const TRANSPOSITIONS = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

const SHAPES: readonly Dims[] = [
  [1, 1, 1],
  [1, 65, 32],
  [2, 128, 7],
  [5, 4, 3],
  [7, 13, 11],
  [8, 16, 4],
  [9, 17, 5],
  [15, 36, 12],
  [17, 31, 29],
  [33, 64, 128],
  [63, 65, 36],
  [65, 68, 20],
  [97, 130, 67],
  [128, 128, 64],
  [130, 260, 132],
  [3, 8, 12, 5],
  [20, 24, 16, 3],
  [19, 23, 17, 2],
];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** Abramowitz and Stegun 7.1.5: the series, exact enough for |x| < 5. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
const cubic = (x: number): number => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
const FUNCTIONS: Record<ActivationKind, (x: number) => number> = {
  none: (x) => x,
  gelu_tanh: (x) => 0.5 * x * (1 + Math.tanh(cubic(x))),
  gelu_erf: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  relu: (x) => Math.max(0, x),
  silu: (x) => x * sigmoid(x),
  tanh: Math.tanh,
  sigmoid,
};
const KINDS = Object.keys(FUNCTIONS) as ActivationKind[];
/** Central difference in float64. */
const slope = (kind: ActivationKind, x: number): number =>
  (FUNCTIONS[kind](x + 1e-5) - FUNCTIONS[kind](x - 1e-5)) / 2e-5;

describe.each(findDrivers())('matmul on $name', async ({ name }) => {
  const gpu = await openTestGpu(name);

  test.each(TRANSPOSITIONS)('transA %s transB %s: every variant, every edge', async (ta, tb) => {
    for (const dims of SHAPES) {
      const shape = shapeOf(dims, ta, tb);
      const { m, n, k, batch } = shape;
      const a = numbers(batch * m * k, 1);
      const b = numbers(batch * k * n, 2);
      const expected = product(a, b, shape);
      for (const variant of matmulVariants(gpu.limits, shape)) {
        const { out } = await gpu.run({ a, b, out: garbage(batch * m * n) }, (sink, views) =>
          matmul(sink, { ...views, shape, variant }),
        );
        const error = worst(out, expected);
        expect(error, `${variant} [${dims.join(', ')}]`).toBeLessThan(2e-6 * Math.sqrt(k) + 1e-6);
      }
    }
  });

  test('a batch may broadcast A or B, and stride over gaps', async () => {
    const base = shapeOf([9, 20, 12, 3]);
    for (const strides of [{ strideA: 0 }, { strideB: 0 }, { strideOut: 256 }]) {
      const shape = { ...base, ...strides };
      const a = numbers(3 * 9 * 12, 1);
      const b = numbers(3 * 12 * 20, 2);
      const count = 2 * shape.strideOut + 9 * 20;
      const expected = product(a, b, shape);
      for (const variant of matmulVariants(gpu.limits, shape)) {
        const { out } = await gpu.run({ a, b, out: garbage(count) }, (sink, views) =>
          matmul(sink, { ...views, shape, variant }),
        );
        for (let s = 0; s < 3; s++) {
          const from = s * shape.strideOut;
          const error = worst(out.subarray(from, from + 180), [
            ...expected.subarray(from, from + 180),
          ]);
          expect(error, `${variant} ${JSON.stringify(strides)}`).toBeLessThan(1e-5);
        }
      }
    }
  });

  test.each([
    [37, 52, 24],
    [35, 33, 21],
    [3, 40, 20],
  ] as const)('epilogues at [%d, %d, %d]', async (m, n, k) => {
    for (const [ta, tb] of TRANSPOSITIONS) {
      const shape = shapeOf([m, n, k], ta, tb);
      const a = numbers(m * k, 1);
      const b = numbers(k * n, 2);
      const bias = numbers(n, 3);
      const residual = numbers(m * n, 4);
      const result = product(a, b, shape);
      const biased = result.map((x, i) => x + bias[i % n]!);
      for (const variant of matmulVariants(gpu.limits, shape)) {
        const check = async (
          title: string,
          expected: Float64Array,
          epilogue: (views: Record<string, BufferView>) => MatmulEpilogue,
          stored?: Float64Array,
        ): Promise<void> => {
          const start = residual.slice();
          const tensors = { a, b, bias, residual, out: start, stored: garbage(m * n) };
          const got = await gpu.run(tensors, (sink, views) =>
            matmul(sink, { ...views, shape, variant, epilogue: epilogue(views) }),
          );
          expect(worst(got.out, expected), `${variant} ${title}`).toBeLessThan(2e-5);
          if (stored) expect(worst(got.stored, stored), `${variant} ${title}`).toBeLessThan(2e-5);
        };
        const plus = (x: Float64Array): Float64Array => x.map((value, i) => value + residual[i]!);
        await check('accumulate', plus(result), () => ({ accumulate: true }));
        await check('bias', biased, ({ bias }) => ({ bias }));
        await check('bias, residual', plus(biased), ({ bias, residual }) => ({ bias, residual }));
        await check('residual', plus(result), ({ residual }) => ({ residual }));
        if (ta || variant !== matmulVariants(gpu.limits, shape).at(-1)) continue;
        for (const activation of KINDS) {
          const f = FUNCTIONS[activation];
          await check(activation, result.map(f), () => ({ activation }));
          await check(
            `${activation}, kept`,
            plus(biased.map(f)),
            ({ bias, residual, stored }) => ({ bias, activation, residual, preactivation: stored }),
            biased,
          );
          const gradient = result.map((x, i) => x * slope(activation, residual[i]!));
          await check(`gradient of ${activation}`, gradient, ({ residual }) => ({
            gradActivation: { kind: activation, preactivation: residual! },
          }));
        }
      }
    }
  });
});
