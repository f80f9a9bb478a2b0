// Every matmul variant against float64, at edges, in all four transpositions, with every epilogue.
import { describe, expect, test } from 'vitest';
import type { BufferView, DispatchSink } from '../../src/gpu/dispatch';
import {
  chooseMatmul,
  matmul,
  matmulVariants,
  type ActivationKind,
  type MatmulEpilogue,
  type MatmulShape,
} from '../../src/gpu/kernels/matmul/matmul';
import { findDrivers } from '../../src/host/node/drivers';
import { garbage, openTestGpu, withBindingLimit } from './runKernel';

/** The sink of a GPU, where the variant is one that CPU adapters do not admit. */
function forGpu(sink: DispatchSink, variant: string): DispatchSink {
  if (!variant.startsWith('workgroup')) return sink;
  return {
    limits: { ...sink.limits, software: false },
    dispatch: (dispatch) => sink.dispatch(dispatch),
    scratch: (label, sizeBytes) => sink.scratch(label, sizeBytes),
  };
}

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

/** IEEE half of a multiple of 1/16 in [-1, 1]. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = Math.abs(value) / 2 ** exponent - 1;
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | (fraction * 1024);
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

/** For kernels that read single elements: they compile fast and their edges are their tiles'. */
const SMALL_SHAPES: readonly Dims[] = [
  [1, 1, 1],
  [1, 65, 32],
  [2, 128, 7],
  [5, 4, 3],
  [7, 13, 11],
  [8, 16, 4],
  [9, 17, 5],
  [15, 36, 12],
  [17, 31, 29],
  [63, 65, 36],
  [3, 8, 12, 5],
  [19, 23, 17, 2],
  // Long enough for the CPU to cut k.
  [1, 300, 517],
  [3, 517, 301],
  [8, 260, 518, 2],
];

/** For kernels that read 4×4 blocks: aligned at tile and tile ± 4, odd everywhere, mixed. */
const BLOCK_SHAPES: readonly Dims[] = [
  [36, 132, 64],
  [128, 64, 128],
  [97, 131, 67],
  [1, 1, 1],
  [20, 24, 16, 3],
  [19, 23, 17, 2],
];
const MIXED_SHAPES: readonly Dims[] = [
  [33, 65, 36],
  [68, 34, 35],
];

const readsBlocks = (variant: string): boolean => /register|subgroup|workgroup/.test(variant);

/**
 * Blocks are read by shared code, and each pipeline takes a second to compile: the plainest variant
 * and the chosen one see every case, the others meet each transposition and each alignment in turn.
 */
const inTurn = (variant: string, index: number, [m]: Dims, ta: boolean, tb: boolean): boolean =>
  variant === 'register_4x4' || (m % 2 === 0) === ((index + Number(ta) + Number(tb)) % 2 === 0);

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

const name = process.env.BENCHTOP_DRIVER ?? findDrivers()[0]?.name;

describe(`matmul on ${name}`, async () => {
  const gpu = await openTestGpu(name);

  const check = async (variant: string, dims: Dims, ta: boolean, tb: boolean): Promise<void> => {
    const shape = shapeOf(dims, ta, tb);
    const { m, n, k, batch } = shape;
    const a = numbers(batch * m * k, 1);
    const b = numbers(batch * k * n, 2);
    const { out } = await gpu.run({ a, b, out: garbage(batch * m * n) }, (sink, views) =>
      matmul(forGpu(sink, variant), { ...views, shape, variant }),
    );
    const error = worst(out, product(a, b, shape));
    expect(error, `${variant} [${dims.join(', ')}]`).toBeLessThan(2e-6 * Math.sqrt(k) + 1e-6);
  };

  test.each(TRANSPOSITIONS)('transA %s transB %s: every variant, every edge', async (ta, tb) => {
    const shapes = [...SMALL_SHAPES, ...BLOCK_SHAPES, ...(ta === tb ? [] : MIXED_SHAPES)];
    const chosen = chooseMatmul(gpu.limits, shapeOf([768, 768, 768], ta, tb));
    for (const dims of shapes) {
      const variants = matmulVariants(gpu.limits, shapeOf(dims, ta, tb)).filter((variant, index) =>
        readsBlocks(variant)
          ? BLOCK_SHAPES.includes(dims)
            ? inTurn(variant, index, dims, ta, tb) || variant === chosen
            : MIXED_SHAPES.includes(dims) && ['register_4x4', chosen].includes(variant)
          : SMALL_SHAPES.includes(dims),
      );
      // Together, so that pipelines compile side by side.
      await Promise.all(variants.map((variant) => check(variant, dims, ta, tb)));
    }
  });

  // CPU adapters compile these slowly and never choose them; one driver shows that they are right.
  test.runIf(name !== 'swiftshader')('the kernels for GPUs only', async () => {
    await check('workgroup_64', [68, 132, 64], false, false);
    await check('workgroup_64', [67, 65, 37], false, true);
    await check('workgroup_64', [40, 33, 35, 2], true, false);
    await check('workgroup_64_sliced_8', [36, 20, 96], true, false);
    await check('workgroup_64_sliced_8', [36, 20, 96], false, true);
    await check('workgroup_128', [132, 20, 32], false, true);
    await check('workgroup_128', [131, 133, 19], true, false);
  });

  test.runIf(gpu.device.features.has('shader-f16'))('A and B stored as f16', async () => {
    // Sixteenths are exact in f16, so the reference needs no rounding.
    const halves = (values: Float32Array): Uint32Array => {
      const bits = new Uint16Array(values.length + (values.length & 1));
      values.forEach((value, i) => (bits[i] = halfBits(value)));
      return new Uint32Array(bits.buffer);
    };
    for (const dims of [
      [36, 52, 24],
      [35, 33, 21],
    ] as const) {
      const shape = shapeOf(dims, false, true);
      const sixteenths = (count: number, seed: number): Float32Array =>
        numbers(count, seed).map((x) => Math.round(x * 16) / 16);
      const a = sixteenths(shape.m * shape.k, 1);
      const b = sixteenths(shape.k * shape.n, 2);
      for (const variant of matmulVariants(gpu.limits, shape)) {
        const tensors = { a: halves(a), b: halves(b), out: garbage(shape.m * shape.n) };
        const { out } = await gpu.run(tensors, (sink, views) =>
          matmul(sink, { ...views, shape, variant, elem: 'f16' }),
        );
        expect(worst(out, product(a, b, shape)), variant).toBeLessThan(1e-6);
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
    ['register_4x4', [132, 200, 136], 51_200, false],
    ['plain', [67, 131, 70], 33_600, true],
  ] as const)('%s of %j in bindings of %i bytes', async (variant, dims, limit, hasEpilogue) => {
    // Blocks compile slowly, and parts are the same for all kernels.
    for (const [ta, tb] of variant === 'plain' ? TRANSPOSITIONS : [[false, false] as const]) {
      const shape = shapeOf(dims, ta, tb);
      const { m, n, k } = shape;
      const tensors = {
        a: numbers(m * k, 1),
        b: numbers(k * n, 2),
        bias: numbers(n, 3),
        residual: numbers(m * n, 4),
        out: garbage(m * n),
      };
      const { out } = await gpu.run(tensors, (sink, { bias, residual, ...views }) => {
        matmul(withBindingLimit(sink, limit), {
          ...views,
          shape,
          variant,
          ...(hasEpilogue && { epilogue: { bias, residual } }),
        });
      });
      expect(4 * m * n).toBeGreaterThan(limit);
      const plain = product(tensors.a, tensors.b, shape);
      const expected = hasEpilogue
        ? plain.map((x, i) => x + tensors.bias[i % n]! + tensors.residual[i]!)
        : plain;
      expect(worst(out, expected)).toBeLessThan(2e-5);
    }
  });

  test.each([
    [36, 52, 24],
    [35, 33, 21],
    [2, 6501, 21],
  ] as const)('epilogues at [%d, %d, %d]', async (m, n, k) => {
    for (const [ta, tb] of [
      [false, false],
      [true, true],
    ] as const) {
      const shape = shapeOf([m, n, k], ta, tb);
      const a = numbers(m * k, 1);
      const b = numbers(k * n, 2);
      const bias = numbers(n, 3);
      const residual = numbers(m * n, 4);
      const result = product(a, b, shape);
      const biased = result.map((x, i) => x + bias[i % n]!);
      // Epilogues are shared by the variants: one of each family will do.
      const family = ta
        ? ['plain']
        : ['plain', 'register_4x4', chooseMatmul(gpu.limits, { ...shape, m: 768, k: 768 })];
      for (const variant of new Set(family)) {
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
        if (ta || tb || !['plain', 'register_4x4'].includes(variant)) continue;
        for (const activation of variant === 'plain' ? KINDS : ['gelu_tanh' as const]) {
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
