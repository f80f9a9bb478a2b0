// matmul: out[m, n] = A · B for every batch, with what usually follows it fused into the store.
// Picks a family (plain to fast, src/shaders/matmul*.wgsl) by adapter, shape and alignment.
import type { BufferView, DispatchSink, KernelLimits } from '../dispatch';
import activation from '../../shaders/lib/activation.wgsl';
import matmulParams from '../../shaders/lib/matmul_params.wgsl';
import matmulStore from '../../shaders/lib/matmul_store.wgsl';
import matmulStoreForward from '../../shaders/lib/matmul_store_forward.wgsl';
import matmulStoreGradient from '../../shaders/lib/matmul_store_gradient.wgsl';
import matmulStorePreactivation from '../../shaders/lib/matmul_store_preactivation.wgsl';
import loadA1 from '../../shaders/lib/matmul_load_a1.wgsl';
import loadA4 from '../../shaders/lib/matmul_load_a4.wgsl';
import loadB1 from '../../shaders/lib/matmul_load_b1.wgsl';
import loadB4 from '../../shaders/lib/matmul_load_b4.wgsl';
import matmulBlocks from '../../shaders/lib/matmul_blocks.wgsl';
import matmulPlain from '../../shaders/matmul_plain.wgsl';
import matmulRegister from '../../shaders/matmul_register.wgsl';
import matmulSubgroup from '../../shaders/matmul_subgroup.wgsl';
import { KernelShapeError, read, readWrite, requireRoom, write } from './shapes';

/** Row-major: A is [m, k] ([k, m] when transA), B is [k, n] ([n, k] when transB). */
export interface MatmulShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transA: boolean;
  readonly transB: boolean;
  readonly batch: number;
  /** Elements from one batch to the next; 0 broadcasts (inputs only). */
  readonly strideA: number;
  readonly strideB: number;
  readonly strideOut: number;
}

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
  /** Forces one of `matmulVariants`; for tests and benchmarks. */
  readonly variant?: string;
  readonly label?: string;
}

/** Shapes that should share one choice: transposition, alignment and rounded log2 of each extent. */
export type MatmulShapeClass = string;

/** What an autotuner may add to a sink: a variant name for a class, or undefined for no opinion. */
export interface MatmulChoices {
  matmulChoice?(shapeClass: MatmulShapeClass): string | undefined;
}

export function matmulShapeClass(shape: MatmulShape): MatmulShapeClass {
  const { m, n, k, transA, transB, batch } = shape;
  const size = (extent: number): string =>
    `${Math.round(Math.log2(extent))}${extent % 4 === 0 ? '' : 'odd'}`;
  return `${transA ? 'T' : 'N'}${transB ? 'T' : 'N'} ${size(m)} ${size(n)} ${size(k)} x${batch > 1 ? 'b' : 1}`;
}

interface Variant {
  readonly shader: { readonly name: string; readonly code: string };
  /** Elements of out that one workgroup makes. */
  readonly groupRows: number;
  readonly groupCols: number;
  /** Reads 4×4 blocks (lib/matmul_blocks.wgsl) instead of single elements. */
  readonly blocks: boolean;
  readonly enables?: readonly string[];
  readonly constants?: Readonly<Record<string, number>>;
  readonly overrides?: Readonly<Record<string, number>>;
  admits(limits: KernelLimits): boolean;
}

const WORKGROUP = { WORKGROUP_X: 8, WORKGROUP_Y: 8 };

const plain: Variant = {
  shader: { name: 'matmul_plain', code: matmulPlain },
  groupRows: 8,
  groupCols: 8,
  blocks: false,
  overrides: WORKGROUP,
  admits: () => true,
};

const register = (rowBlocks: number): Variant => ({
  shader: { name: 'matmul_register', code: matmulRegister },
  groupRows: 32 * rowBlocks,
  groupCols: 32,
  blocks: true,
  constants: { ROW_BLOCKS: rowBlocks },
  overrides: WORKGROUP,
  admits: () => true,
});

/** `cols` is what one lane makes: a multiple of 4. */
const subgroup = (size: 4 | 8, rows: number, cols: number): Variant => ({
  shader: { name: 'matmul_subgroup', code: matmulSubgroup },
  groupRows: rows,
  groupCols: size * cols,
  blocks: true,
  enables: ['subgroups'],
  constants: { SUBGROUP: size, ROWS: rows, BLOCKS: cols / 4 },
  // A GPU may run one kernel with several subgroup sizes; CPU adapters have one.
  admits: (limits) => limits.software && limits.subgroupSize === size,
});

/** Plain to fast. */
const VARIANTS: Readonly<Record<string, Variant>> = {
  plain,
  register_4x4: register(1),
  register_8x4: register(2),
  register_16x4: register(4),
  subgroup4_8x8: subgroup(4, 8, 8),
  subgroup4_16x16: subgroup(4, 16, 16),
  subgroup4_32x8: subgroup(4, 32, 8),
  subgroup4_32x16: subgroup(4, 32, 16),
  subgroup8_8x4: subgroup(8, 8, 4),
  subgroup8_16x4: subgroup(8, 16, 4),
  subgroup8_32x4: subgroup(8, 32, 4),
};

/** Every variant that gives the right result for this shape on this adapter, plain first. */
export function matmulVariants(
  limits: KernelLimits,
  _shape: MatmulShape,
  _epilogue?: MatmulEpilogue,
): string[] {
  return Object.keys(VARIANTS).filter((name) => VARIANTS[name]!.admits(limits));
}

/** The choice without measurements. */
export function chooseMatmul(
  limits: KernelLimits,
  { m, n }: MatmulShape,
  _epilogue?: MatmulEpilogue,
): string {
  if (limits.software && limits.subgroupSize === 8) {
    return m <= 8 ? 'subgroup8_8x4' : 'subgroup8_16x4';
  }
  if (limits.software && limits.subgroupSize === 4) {
    return m <= 8 || n <= 32 ? 'subgroup4_8x8' : 'subgroup4_16x16';
  }
  return m >= 16 ? 'register_16x4' : 'register_4x4';
}

/** The lib files that read A and B in 4×4 blocks, and what they are told. */
function loadOf({ shape }: MatmulArgs): {
  lib: string[];
  constants: Record<string, number | boolean>;
} {
  const { m, n, k, transA, transB, strideA, strideB } = shape;
  const vectorA = (transA ? m : k) % 4 === 0 && strideA % 4 === 0;
  const vectorB = (transB ? k : n) % 4 === 0 && strideB % 4 === 0;
  return {
    lib: [vectorA ? loadA4 : loadA1, vectorB ? loadB4 : loadB1, matmulBlocks],
    constants: {
      VECTOR_A: vectorA,
      VECTOR_B: vectorB,
      TRANS_A: transA,
      TRANS_B: transB,
      K_TAIL: k % 4 !== 0,
    },
  };
}

export function matmul(sink: DispatchSink & MatmulChoices, args: MatmulArgs): void {
  const { shape, epilogue = {}, label = 'matmul' } = args;
  checkShape(label, args);
  const admissible = matmulVariants(sink.limits, shape, epilogue);
  const tuned = args.variant ?? sink.matmulChoice?.(matmulShapeClass(shape));
  if (args.variant && !admissible.includes(args.variant)) {
    throw new UnknownVariantError(label, args.variant, admissible);
  }
  const name =
    tuned && admissible.includes(tuned) ? tuned : chooseMatmul(sink.limits, shape, epilogue);
  const variant = VARIANTS[name]!;
  const { m, n, k, transA, transB, batch, strideA, strideB, strideOut } = shape;
  const store = storeOf(args);
  const load = variant.blocks ? loadOf(args) : { lib: [], constants: {} };
  sink.dispatch({
    label,
    shader: { ...variant.shader, lib: [matmulParams, ...store.lib, ...load.lib] },
    elem: variant.blocks ? 'f32' : undefined,
    enables: variant.enables,
    constants: {
      ...variant.constants,
      ...load.constants,
      ...store.constants,
      PARAMS_BINDING: 2 + store.bindings.length,
    },
    overrides: variant.overrides,
    bindings: [read(args.a), read(args.b), ...store.bindings],
    params: [
      m,
      n,
      k,
      ...(transA ? [1, m] : [k, 1]),
      strideA,
      ...(transB ? [1, k] : [n, 1]),
      strideB,
      strideOut,
    ],
    grid: [Math.ceil(n / variant.groupCols), Math.ceil(m / variant.groupRows), batch],
    flops: 2 * batch * m * n * k,
    bytes: 4 * (m * k * (strideA ? batch : 1) + k * n * (strideB ? batch : 1) + m * n * batch),
  });
}

/** The lib file that stores results, with its bindings from number 2 on. */
function storeOf({ a, out, epilogue = {} }: MatmulArgs): {
  lib: string[];
  constants: Record<string, number | boolean>;
  bindings: ReturnType<typeof read>[];
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

export class UnknownVariantError extends Error {
  readonly code = 'unknown_variant';
  readonly kernel: string;
  readonly variant: string;
  readonly admissible: readonly string[];
  constructor(kernel: string, variant: string, admissible: readonly string[]) {
    super(`${kernel}: no variant "${variant}" for this shape; there are ${admissible.join(', ')}.`);
    this.name = 'UnknownVariantError';
    this.kernel = kernel;
    this.variant = variant;
    this.admissible = admissible;
  }
}

function checkShape(label: string, { a, b, out, shape, epilogue = {} }: MatmulArgs): void {
  const { m, n, k, batch, strideA, strideB, strideOut } = shape;
  if (batch > 65_535) throw new KernelShapeError(label, 'batch', 65_535, batch);
  const last = batch - 1;
  const elements = last * strideOut + m * n;
  requireRoom(label, {
    a: [a, last * strideA + m * k],
    b: [b, last * strideB + k * n],
    out: [out, elements],
    bias: [epilogue.bias, n],
    residual: [epilogue.residual, elements],
    preactivation: [epilogue.preactivation ?? epilogue.gradActivation?.preactivation, elements],
  });
}
