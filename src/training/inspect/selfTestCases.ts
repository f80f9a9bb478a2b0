// What the self-test compares. Shapes are odd on purpose, or one beside a tile's edge.
// `one lane` does a row in one invocation, as CPU adapters want it; `lanes` shares the row out.
import type { DispatchSink, KernelLimits } from '../../gpu/dispatch';
import { crossEntropyBackward, crossEntropyForward } from '../../gpu/kernels/crossEntropy';
import { binary, binaryVariants } from '../../gpu/kernels/elementwise';
import { layernormBackward, layernormForward } from '../../gpu/kernels/layernorm';
import {
  matmul,
  matmulVariants,
  type MatmulEpilogue,
  type MatmulShape,
} from '../../gpu/kernels/matmul/matmul';
import { permute, permuteVariants, type PermuteVariant } from '../../gpu/kernels/layout/permute';
import { reduce, reduceVariants, type ReduceVariant } from '../../gpu/kernels/reduce';
import { rmsnormForward } from '../../gpu/kernels/rmsnorm';
import type { SelfTestCase, Views } from './selfTest';
import { attentionCases } from './selfTestAttention';
import { quantizedCases } from './selfTestQuantized';

export const selfTestCases = (limits: KernelLimits): SelfTestCase[] => [
  ...matmulCases(limits),
  ...rowCases(),
  ...elementwiseCases(limits),
  ...attentionCases(limits),
  ...quantizedCases(limits),
];

/** f16 has eleven bits; sums in another order lose a few of f32's twenty-four. */
const matmulTolerance = (variant: string): number => (variant.includes('f16') ? 5e-3 : 1e-5);

/** [m, n, k]: matrix-vector, odd in every extent, several tiles. */
const PLANES = [
  [1, 96, 64],
  [33, 65, 67],
  [130, 68, 36],
] as const;

function matmulCases(limits: KernelLimits): SelfTestCase[] {
  const cases: SelfTestCase[] = [];
  for (const [m, n, k] of PLANES) {
    for (const [transA, transB] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ] as const) {
      cases.push(matmulCase(limits, plane(m, n, k, 1, transA, transB), 'none'));
    }
  }
  cases.push(
    matmulCase(limits, plane(17, 20, 24, 3, false, true), 'none'),
    matmulCase(limits, plane(33, 68, 40, 1, false, false), 'forward'),
    matmulCase(limits, plane(33, 68, 40, 1, false, true), 'backward'),
    matmulCase(limits, plane(33, 68, 40, 1, true, false), 'accumulate'),
    ...(limits.f16 ? [halfCase(limits)] : []),
  );
  return cases;
}

const plane = (
  m: number,
  n: number,
  k: number,
  batch: number,
  transA: boolean,
  transB: boolean,
): MatmulShape => ({
  m,
  n,
  k,
  batch,
  transA,
  transB,
  strideA: m * k,
  strideB: k * n,
  strideOut: m * n,
});

type Epilogue = 'none' | 'forward' | 'backward' | 'accumulate';

function matmulCase(limits: KernelLimits, shape: MatmulShape, kind: Epilogue): SelfTestCase {
  const { m, n, k, batch, transA, transB } = shape;
  const size = batch * m * n;
  const epilogueOf = ({ bias, residual, preactivation, saved }: Views): MatmulEpilogue =>
    ({
      none: {},
      forward: {
        bias: bias!,
        activation: 'gelu_tanh' as const,
        residual: residual!,
        preactivation: preactivation!,
      },
      backward: { gradActivation: { kind: 'gelu_tanh' as const, preactivation: saved! } },
      accumulate: { accumulate: true },
    })[kind];
  const letters = `${transA ? 'T' : 'N'}${transB ? 'T' : 'N'}`;
  return {
    name: kind === 'none' ? 'matmul' : `matmul, ${kind}`,
    shape: `${batch > 1 ? `${batch} × ` : ''}${m} × ${n} × ${k} ${letters}`,
    variants: matmulVariants(limits, shape),
    inputs: { a: batch * m * k, b: batch * k * n, bias: n, residual: size, saved: size },
    outputs: { out: size, ...(kind === 'forward' && { preactivation: size }) },
    // Accumulating starts from what the output holds: large, so errors are small beside it.
    tolerance: (variant) => matmulTolerance(variant) / (kind === 'accumulate' ? 100 : 1),
    record(sink, views, variant) {
      const { a, b, out } = views;
      matmul(sink, { a: a!, b: b!, out: out!, shape, epilogue: epilogueOf(views), variant });
    },
  };
}

/** Sign, exponents below 1, fraction: two halves a word, all of them finite. */
const FINITE_HALVES = 0xbbff_bbff;

/** A and B stored as f16; sums are f32 in every variant. */
function halfCase(limits: KernelLimits): SelfTestCase {
  const [m, n, k] = [33, 66, 68];
  const shape = plane(m, n, k, 1, false, true);
  return {
    name: 'matmul, f16',
    shape: `${m} × ${n} × ${k} NT`,
    variants: matmulVariants(limits, shape),
    inputs: { a: (m * k) / 2, b: (n * k) / 2 },
    mask: { a: FINITE_HALVES, b: FINITE_HALVES },
    outputs: { out: m * n },
    tolerance: () => 1e-5,
    record: (sink, { a, b, out }, variant) =>
      matmul(sink, { a: a!, b: b!, out: out!, shape, variant, elem: 'f16' }),
  };
}

const ROW_VARIANTS = ['one lane', 'lanes'];

/** Launchers choose between the two by the kind of adapter: this one poses as either. */
const posing = (sink: DispatchSink, variant: string): DispatchSink => ({
  limits: { ...sink.limits, software: variant === 'one lane' },
  dispatch: (dispatch) => sink.dispatch(dispatch),
  scratch: (label, sizeBytes) => sink.scratch(label, sizeBytes),
});

const ROWS = [
  [3, 7],
  [33, 257],
  [65, 128],
] as const;

function rowCases(): SelfTestCase[] {
  return ROWS.flatMap(([rows, width]) => {
    const size = rows * width;
    const shared = { shape: `${rows} × ${width}`, variants: ROW_VARIANTS, tolerance: () => 1e-5 };
    const dims = { rows, width, eps: 1e-5 };
    return [
      {
        ...shared,
        name: 'layernorm_forward',
        inputs: { inp: size, weight: width, bias: width },
        outputs: { out: size, mean: rows, rstd: rows },
        record: (sink, { inp, weight, bias, out, mean, rstd }, variant) =>
          layernormForward(posing(sink, variant), {
            inp: inp!,
            weight: weight!,
            bias: bias!,
            out: out!,
            mean: mean!,
            rstd: rstd!,
            ...dims,
          }),
      },
      {
        ...shared,
        name: 'layernorm_backward',
        inputs: { dout: size, inp: size, weight: width, mean: rows, rstd: rows },
        outputs: { dinp: size, dweight: width, dbias: width },
        record: (sink, views, variant) => {
          const { dout, inp, weight, mean, rstd, dinp, dweight, dbias } = views;
          layernormBackward(posing(sink, variant), {
            dout: dout!,
            inp: inp!,
            weight: weight!,
            mean: mean!,
            rstd: rstd!,
            dinp: dinp!,
            dweight: dweight!,
            dbias: dbias!,
            rows,
            width,
          });
        },
      },
      {
        ...shared,
        name: 'rmsnorm_forward',
        inputs: { inp: size, weight: width },
        outputs: { out: size, rstd: rows },
        record: (sink, { inp, weight, out, rstd }, variant) =>
          rmsnormForward(posing(sink, variant), {
            inp: inp!,
            weight: weight!,
            out: out!,
            rstd: rstd!,
            ...dims,
          }),
      },
      crossEntropyCase(rows, width),
    ] satisfies SelfTestCase[];
  });
}

function crossEntropyCase(rows: number, vocab: number): SelfTestCase {
  const size = rows * vocab;
  return {
    name: 'cross_entropy',
    shape: `${rows} × ${vocab}`,
    variants: ROW_VARIANTS,
    inputs: { logits: size, targets: rows },
    outputs: { losses: rows, lse: rows, dlogits: size },
    below: { targets: vocab },
    tolerance: () => 1e-5,
    record(sink, views, variant) {
      const { logits, targets, losses, lse, dlogits } = views;
      const shared = { logits: logits!, targets: targets!, lse: lse!, rows, vocab };
      const how = { ignoreIndex: -100, smoothing: 0.1 };
      const posed = posing(sink, variant);
      crossEntropyForward(posed, { ...shared, ...how, losses: losses! });
      crossEntropyBackward(posed, { ...shared, ...how, reduction: 'sum', dlogits: dlogits! });
    },
  };
}

function elementwiseCases(limits: KernelLimits): SelfTestCase[] {
  const broadcast = { shapeA: [5, 33, 132], shapeB: [33, 132], shapeOut: [5, 33, 132] };
  const swapped = { shape: [3, 35, 50], order: [0, 2, 1] };
  const [rows, width] = [9, 9001];
  const summed = { shape: [rows, width], axes: [1] };
  return [
    {
      name: 'binary',
      shape: '5 × 33 × 132 with 33 × 132',
      variants: binaryVariants(broadcast),
      inputs: { a: 5 * 33 * 132, b: 33 * 132 },
      outputs: { out: 5 * 33 * 132 },
      tolerance: () => 1e-6,
      record: (sink, { a, b, out }, variant) =>
        binary(sink, {
          kind: 'mul',
          a: a!,
          b: b!,
          out: out!,
          ...broadcast,
          variant: variant as 'plain' | 'vec4',
        }),
    },
    {
      name: 'permute',
      shape: '3 × 35 × 50, last two swapped',
      variants: permuteVariants(limits, swapped),
      inputs: { inp: 3 * 35 * 50 },
      outputs: { out: 3 * 35 * 50 },
      tolerance: () => 0,
      record: (sink, { inp, out }, variant) =>
        permute(sink, { inp: inp!, out: out!, ...swapped, variant: variant as PermuteVariant }),
    },
    {
      name: 'reduce',
      shape: `${rows} × ${width}, sum of rows`,
      variants: reduceVariants(summed),
      inputs: { inp: rows * width },
      outputs: { out: rows },
      tolerance: () => 1e-5,
      record: (sink, { inp, out }, variant) =>
        reduce(sink, {
          kind: 'sum',
          inp: inp!,
          out: out!,
          ...summed,
          variant: variant as ReduceVariant,
        }),
    },
  ];
}
