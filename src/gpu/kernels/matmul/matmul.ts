// matmul: out[m, n] = A · B for every batch, with what usually follows it fused into the store.
// The variants, plain to fast, are in matmulVariants.ts; the WGSL in src/shaders/matmul*.wgsl.
import { ShapeError, unknownVariant } from '../../errors';
import type { Binding, BufferView, Dispatch, DispatchSink, MatmulShape } from '../../dispatch';
import activation from '../../../shaders/lib/activation.wgsl';
import loadA1 from '../../../shaders/lib/matmul_load_a1.wgsl';
import loadA4 from '../../../shaders/lib/matmul_load_a4.wgsl';
import loadB1 from '../../../shaders/lib/matmul_load_b1.wgsl';
import loadB4 from '../../../shaders/lib/matmul_load_b4.wgsl';
import matmulBlocks from '../../../shaders/lib/matmul_blocks.wgsl';
import matmulParams from '../../../shaders/lib/matmul_params.wgsl';
import matmulStore from '../../../shaders/lib/matmul_store.wgsl';
import matmulStoreForward from '../../../shaders/lib/matmul_store_forward.wgsl';
import matmulStoreGradient from '../../../shaders/lib/matmul_store_gradient.wgsl';
import matmulStorePreactivation from '../../../shaders/lib/matmul_store_preactivation.wgsl';
import matmulSum from '../../../shaders/matmul_sum.wgsl';
import {
  chooseMatmul,
  MATMUL_VARIANTS,
  matmulShapeClass,
  matmulVariants,
  type MatmulVariant,
} from './matmulVariants';
import { matmulPieces, sliceOfMatrix, type MatmulPiece } from './matmulPieces';
import { read, readWrite, requireRoom, write } from '../shapes';

export { chooseMatmul, matmulVariants };
export type { MatmulShape };

/** Codes of lib/activation.wgsl. */
export const ACTIVATIONS = {
  none: 0,
  gelu_tanh: 1,
  gelu_erf: 2,
  relu: 3,
  silu: 4,
  tanh: 5,
  sigmoid: 6,
} as const;

export type ActivationKind = keyof typeof ACTIVATIONS;

export interface MatmulEpilogue {
  /** [n], added to every row. */
  readonly bias?: BufferView;
  readonly activation?: ActivationKind;
  /** Output: result + bias, which backward needs. Laid out as `out`. */
  readonly preactivation?: BufferView;
  /** out = residual + activation(..). Laid out as `out`. */
  readonly residual?: BufferView;
  /** Backward: out = result * f'(preactivation). Excludes everything but `accumulate`. */
  readonly gradActivation?: {
    readonly kind: ActivationKind;
    readonly preactivation: BufferView;
  };
  /** out += instead of out =. */
  readonly accumulate?: boolean;
}

export interface MatmulArgs {
  readonly a: BufferView;
  readonly b: BufferView;
  readonly out: BufferView;
  readonly shape: MatmulShape;
  readonly epilogue?: MatmulEpilogue;
  /** How A and B are stored; sums and everything else are f32. */
  readonly elem?: 'f32' | 'f16';
  /** Forces one of `matmulVariants`; for tests and benchmarks. */
  readonly variant?: string;
  readonly label?: string;
}

export function matmul(sink: DispatchSink, args: MatmulArgs): void {
  const { shape, elem, epilogue = {}, label = 'matmul' } = args;
  checkShape(label, args);
  const widthBytes = elem === 'f16' ? 2 : 4;
  const addsUp = (epilogue.activation ?? 'none') === 'none' && !epilogue.preactivation;
  const { maxBindingBytes } = sink.limits;
  const pieces = matmulPieces(shape, { widthBytes, maxBindingBytes, addsUp });
  const lines = lineLengths(shape);
  if (pieces.length === 1) launch(sink, { ...args, lines });
  else for (const piece of pieces) launch(sink, sliceOf({ ...args, lines }, piece, widthBytes));
}

/** A product of matrices that may be slices of wider ones. */
interface MatmulSlice extends MatmulArgs {
  readonly lines: LineLengths;
}

function sliceOf(args: MatmulSlice, { m, n, k }: MatmulPiece, widthBytes: number): MatmulSlice {
  const { a, b, out, shape, lines, epilogue = {} } = args;
  const { transA, transB } = shape;
  const { bias, residual, preactivation, gradActivation, accumulate = false } = epilogue;
  const ofOut = (view: BufferView): BufferView =>
    sliceOfMatrix(view, { lines: m, elements: n, line: lines.out }, 4);
  const gradient = gradActivation && {
    gradActivation: { ...gradActivation, preactivation: ofOut(gradActivation.preactivation) },
  };
  const first = {
    ...epilogue,
    ...(bias && { bias: sliceOfMatrix(bias, { lines: ONE, elements: n, line: 0 }, 4) }),
    ...(residual && { residual: ofOut(residual) }),
    ...(preactivation && { preactivation: ofOut(preactivation) }),
    ...gradient,
    accumulate,
  };
  const [linesA, elementsA] = transA ? [k, m] : [m, k];
  const [linesB, elementsB] = transB ? [n, k] : [k, n];
  return {
    ...args,
    a: sliceOfMatrix(a, { lines: linesA, elements: elementsA, line: lines.a }, widthBytes),
    b: sliceOfMatrix(b, { lines: linesB, elements: elementsB, line: lines.b }, widthBytes),
    out: ofOut(out),
    shape: { ...shape, m: m.size, n: n.size, k: k.size },
    epilogue: k.first === 0 ? first : { ...gradient, accumulate: true },
  };
}

const ONE = { first: 0, size: 1 };

function launch(sink: DispatchSink, args: MatmulSlice): void {
  const { shape, lines, label = 'matmul' } = args;
  const variant = MATMUL_VARIANTS[variantName(sink, args)]!;
  const { slices = 1 } = variant;
  if (slices === 1) {
    sink.dispatch(describe(args, variant));
    return;
  }
  // k in slices is a batch whose matrices lie side by side in A and B.
  const { m, n, transA, transB } = shape;
  const k = shape.k / slices;
  const strideA = transA ? k * lines.a : k;
  const strideB = transB ? k : k * lines.b;
  const sliceShape = { ...shape, k, batch: slices, strideA, strideB, strideOut: m * n };
  const partialSums = sink.scratch(`${label} slices`, 4 * slices * m * n);
  const own = {
    ...args,
    out: partialSums,
    epilogue: {},
    shape: sliceShape,
    lines: { ...lines, out: n },
  };
  sink.dispatch(describe(own, variant));
  sink.dispatch(describeSum(args, partialSums, slices));
}

/** A forced variant, else a measured one, else the static choice. */
function variantName(
  { limits }: DispatchSink,
  { shape, variant, out, elem = 'f32', label = 'matmul' }: MatmulArgs,
): string {
  const admissible = matmulVariants(limits, shape);
  if (variant) {
    if (!admissible.includes(variant))
      throw unknownVariant(label, out.buffer.label, variant, admissible);
    return variant;
  }
  const choices = elem === 'f32' ? limits.choices : undefined;
  const tuned = choices?.choose(matmulShapeClass(shape), shape);
  return tuned && admissible.includes(tuned) ? tuned : chooseMatmul(limits, shape);
}

/** Elements from one line of memory to the next. */
interface LineLengths {
  readonly a: number;
  readonly b: number;
  readonly out: number;
}

const lineLengths = ({ m, n, k, transA, transB }: MatmulShape): LineLengths => ({
  a: transA ? m : k,
  b: transB ? k : n,
  out: n,
});

function describe(args: MatmulSlice, variant: MatmulVariant): Dispatch {
  const { a, b, shape, lines: line, elem = 'f32', label = 'matmul' } = args;
  const { m, n, k, transA, transB, batch, strideA, strideB, strideOut } = shape;
  const store = storeOf(args);
  const load = loadOf(shape, variant, line);
  const width = elem === 'f16' ? 2 : 4;
  return {
    label,
    shader: { ...variant.shader, lib: [matmulParams, ...store.lib, ...load.lib] },
    elem,
    enables: variant.enables,
    constants: {
      ...variant.constants,
      ...load.constants,
      ...store.constants,
      PARAMS_BINDING: 2 + store.bindings.length,
    },
    overrides: variant.overrides,
    bindings: [read(a), read(b), ...store.bindings],
    params: [
      m,
      n,
      k,
      ...(transA ? [1, line.a] : [line.a, 1]),
      strideA,
      ...(transB ? [1, line.b] : [line.b, 1]),
      strideB,
      line.out,
      strideOut,
    ],
    grid: [Math.ceil(n / variant.groupCols), Math.ceil(m / variant.groupRows), batch],
    flops: 2 * batch * m * n * k,
    bytes:
      width * (m * k * (strideA ? batch : 1) + k * n * (strideB ? batch : 1)) + 4 * m * n * batch,
  };
}

/** The second pass of a sliced matmul, with the epilogue. */
function describeSum(args: MatmulSlice, partialSums: BufferView, slices: number): Dispatch {
  const { m, n, strideOut } = args.shape;
  const store = storeOf({ ...args, a: partialSums });
  return {
    label: `${args.label ?? 'matmul'} sum`,
    shader: {
      name: 'matmul_sum',
      code: matmulSum,
      lib: [matmulParams, ...store.lib],
    },
    constants: { ...store.constants, PARAMS_BINDING: 2 + store.bindings.length },
    bindings: [read(partialSums), read(partialSums), ...store.bindings],
    params: [m, n, slices, n, 1, m * n, 0, 0, 0, args.lines.out, strideOut],
    grid: [Math.ceil(n / 64), m, 1],
    flops: slices * m * n,
    bytes: 4 * (slices + 1) * m * n,
  };
}

/** The lib files that read A and B in 4×4 blocks, and the constants they take. */
function loadOf(
  { k, strideA, strideB, transA, transB }: MatmulShape,
  { blockStep, shader }: MatmulVariant,
  line: LineLengths,
): { lib: string[]; constants: Record<string, boolean> } {
  // Kernels that read single elements find them by two strides, whatever the transposition.
  if (blockStep === 0) {
    return { lib: [], constants: shader.name === 'matvec' ? { TRANS_B: transB } : {} };
  }
  const vectorA = line.a % 4 === 0 && strideA % 4 === 0;
  const vectorB = line.b % 4 === 0 && strideB % 4 === 0;
  return {
    lib: [vectorA ? loadA4 : loadA1, vectorB ? loadB4 : loadB1, matmulBlocks],
    constants: {
      TRANS_A: transA,
      TRANS_B: transB,
      VECTOR_A: vectorA,
      VECTOR_B: vectorB,
      K_TAIL: k % blockStep !== 0,
    },
  };
}

/** The lib file that stores results, with its bindings from number 2 on. */
function storeOf({ a, out, epilogue = {} }: Pick<MatmulArgs, 'a' | 'out' | 'epilogue'>): {
  lib: string[];
  constants: Record<string, number | boolean>;
  bindings: Binding[];
} {
  const { bias, residual, preactivation, gradActivation, accumulate = false } = epilogue;
  const target = accumulate ? readWrite(out) : write(out);
  if (gradActivation) {
    return {
      lib: [activation, matmulStoreGradient],
      constants: { ACTIVATION: ACTIVATIONS[gradActivation.kind], ACCUMULATE: accumulate },
      bindings: [read(gradActivation.preactivation), target],
    };
  }
  const kind = ACTIVATIONS[epilogue.activation ?? 'none'];
  if (!bias && !residual && !preactivation && kind === ACTIVATIONS.none) {
    return { lib: [matmulStore], constants: { ACCUMULATE: accumulate }, bindings: [target] };
  }
  return {
    lib: [activation, preactivation ? matmulStorePreactivation : matmulStoreForward],
    constants: {
      HAS_BIAS: bias !== undefined,
      HAS_RESIDUAL: residual !== undefined,
      ACTIVATION: kind,
      ACCUMULATE: accumulate,
    },
    // `a` stands in for an input that is absent: two read bindings may share a buffer.
    bindings: [
      read(bias ?? a),
      read(residual ?? a),
      target,
      ...(preactivation ? [write(preactivation)] : []),
    ],
  };
}

function checkShape(label: string, { a, b, out, shape, elem, epilogue = {} }: MatmulArgs): void {
  const { m, n, k, batch, strideA, strideB, strideOut } = shape;
  if (batch > 65_535)
    throw new ShapeError({
      op: label,
      node: out.buffer.label,
      expected: 'at most 65535 matrices a dispatch',
      got: `${batch}`,
      remedy: 'Fold leading dimensions into the rows, or split the batch.',
    });
  const last = batch - 1;
  const elements = last * strideOut + m * n;
  const words = (count: number): number => (elem === 'f16' ? Math.ceil(count / 2) : count);
  requireRoom(label, {
    a: [a, words(last * strideA + m * k)],
    b: [b, words(last * strideB + k * n)],
    out: [out, elements],
    bias: [epilogue.bias, n],
    residual: [epilogue.residual, elements],
    preactivation: [epilogue.preactivation ?? epilogue.gradActivation?.preactivation, elements],
  });
}
