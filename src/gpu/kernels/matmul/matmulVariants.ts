// The ways to run a matmul, plain to fast, and the choice among them where nothing was measured.
import type { KernelLimits, MatmulShape } from '../../dispatch';
import matmulPlain from '../../../shaders/matmul_plain.wgsl';
import matmulRegister from '../../../shaders/matmul_register.wgsl';
import matmulSubgroup from '../../../shaders/matmul_subgroup.wgsl';
import matmulTiled from '../../../shaders/matmul_tiled.wgsl';
import matmulWorkgroup from '../../../shaders/matmul_workgroup.wgsl';
import matvec from '../../../shaders/matvec.wgsl';

export type { MatmulShape };

export interface MatmulVariant {
  readonly shader: { readonly name: string; readonly code: string };
  /** Elements of out that one workgroup makes. */
  readonly groupRows: number;
  readonly groupCols: number;
  /** Reads A and B in 4×4 blocks (lib/matmul_blocks.wgsl), and k in steps of this; else 0. */
  readonly blockStep: number;
  readonly enables?: readonly string[];
  readonly constants?: Readonly<Record<string, number>>;
  readonly overrides?: Readonly<Record<string, number>>;
  /** Cuts k into so many slices, added by matmul_sum.wgsl in a second pass. */
  readonly slices?: number;
  admits(limits: KernelLimits, shape: MatmulShape): boolean;
}

const plain: MatmulVariant = {
  shader: { name: 'matmul_plain', code: matmulPlain },
  groupRows: 8,
  groupCols: 8,
  blockStep: 0,
  overrides: { WORKGROUP_X: 8, WORKGROUP_Y: 8 },
  admits: () => true,
};

const tiled: MatmulVariant = {
  shader: { name: 'matmul_tiled', code: matmulTiled },
  groupRows: 16,
  groupCols: 16,
  blockStep: 0,
  constants: { TILE: 16 },
  admits: (limits) => limits.maxInvocations >= 256,
};

/** Beside its accumulators a lane holds the values that it multiplies, addresses and what is on its way. */
const hasRegisters = ({ laneRegisters = Infinity }: KernelLimits, accumulators: number): boolean =>
  4 * accumulators <= laneRegisters;

const register = (rows: 4 | 8 | 16): MatmulVariant => ({
  shader: { name: 'matmul_register', code: matmulRegister },
  groupRows: 8 * rows,
  groupCols: 32,
  blockStep: 4,
  constants: { ROW_BLOCKS: rows / 4 },
  overrides: { WORKGROUP_X: 8, WORKGROUP_Y: 8 },
  admits: (limits) => hasRegisters(limits, 4 * rows),
});

const workgroup = (size: 64 | 128): MatmulVariant => ({
  shader: { name: 'matmul_workgroup', code: matmulWorkgroup },
  groupRows: size,
  groupCols: size,
  blockStep: 2048 / size,
  constants: { BLOCKS: size / 64 },
  // On a CPU it is slow to run and slower to compile.
  admits: (limits) =>
    !limits.software &&
    limits.maxInvocations >= 256 &&
    limits.maxWorkgroupStorageBytes >= 16_384 &&
    hasRegisters(limits, (size / 16) ** 2),
});

/** `cols` is what one lane makes: a multiple of 4. */
const subgroup = (size: 4 | 8, rows: number, cols: number): MatmulVariant => ({
  shader: { name: 'matmul_subgroup', code: matmulSubgroup },
  groupRows: rows,
  groupCols: size * cols,
  blockStep: 4,
  enables: ['subgroups'],
  constants: { SUBGROUP: size, ROWS: rows, BLOCKS: cols / 4 },
  // A GPU may run one kernel with several subgroup sizes; CPU adapters have one.
  admits: (limits) => limits.software && limits.subgroupSize === size,
});

const fewRows = (rows: 1 | 2 | 4 | 8): MatmulVariant => ({
  shader: { name: 'matvec', code: matvec },
  groupRows: rows,
  groupCols: 8,
  blockStep: 0,
  constants: { ROWS: rows, COLS: 8, SPLIT: 16 },
  admits: (_limits, { m }) => m <= rows && (rows === 1 || m > rows / 2),
});

/** For long k and few workgroups otherwise: gradients of weights. */
const sliced = (base: MatmulVariant, slices: number): MatmulVariant => ({
  ...base,
  slices,
  admits: (limits, shape) =>
    base.admits(limits, shape) && shape.batch === 1 && shape.k % (4 * slices) === 0,
});

export const MATMUL_VARIANTS: Readonly<Record<string, MatmulVariant>> = {
  plain,
  tiled,
  register_4x4: register(4),
  register_8x4: register(8),
  register_16x4: register(16),
  workgroup_64: workgroup(64),
  workgroup_128: workgroup(128),
  workgroup_64_sliced_8: sliced(workgroup(64), 8),
  subgroup4_4x16: subgroup(4, 4, 16),
  subgroup4_16x16: subgroup(4, 16, 16),
  subgroup4_32x8: subgroup(4, 32, 8),
  subgroup4_32x16: subgroup(4, 32, 16),
  subgroup8_8x4: subgroup(8, 8, 4),
  subgroup8_16x4: subgroup(8, 16, 4),
  subgroup8_32x4: subgroup(8, 32, 4),
  matvec_1: fewRows(1),
  matvec_2: fewRows(2),
  matvec_4: fewRows(4),
  matvec_8: fewRows(8),
};

/** Every variant that gives the right result for this shape on this adapter, plain first. */
export function matmulVariants(limits: KernelLimits, shape: MatmulShape): string[] {
  return Object.keys(MATMUL_VARIANTS).filter((name) =>
    MATMUL_VARIANTS[name]!.admits(limits, shape),
  );
}

/** The choice without measurements. */
export function chooseMatmul(limits: KernelLimits, shape: MatmulShape): string {
  return limits.software ? chooseOnCpu(limits, shape) : chooseOnGpu(limits, shape);
}

/** Below so many products the fast kernels do not earn back their compilation. */
const SMALL = 2 ** 18;
/** With so few rows (decoding) the plain kernel leaves most of its lanes idle. */
const FEW_ROWS = 4;

function chooseOnCpu({ subgroupSize }: KernelLimits, { m, n, k, batch }: MatmulShape): string {
  if (m * n * k * batch < (m <= FEW_ROWS ? SMALL / 8 : SMALL)) return 'plain';
  if (subgroupSize === 8) return m <= 8 ? 'subgroup8_8x4' : 'subgroup8_16x4';
  if (subgroupSize !== 4) return m <= 4 ? 'register_4x4' : 'register_8x4';
  if (m <= 4) return 'subgroup4_4x16';
  // Columns that no element of out needs cost as much as others.
  const idle = (cols: number): number => Math.ceil(n / cols) * cols - n;
  return m > 16 && idle(64) > idle(32) + n / 8 ? 'subgroup4_32x8' : 'subgroup4_16x16';
}

/** Workgroups that a GPU needs to be busy, roughly. */
const BUSY = 64;
const LONG = 1024;

function chooseOnGpu(limits: KernelLimits, shape: MatmulShape): string {
  const { m, n, k, batch } = shape;
  if (m <= 8) return `matvec_${[1, 2, 4, 8].find((rows) => m <= rows)!}`;
  const groups = (size: number): number => batch * Math.ceil(m / size) * Math.ceil(n / size);
  const candidates = groups(128) >= BUSY ? ['workgroup_128', 'workgroup_64'] : ['workgroup_64'];
  // The second pass over the slices earns its dispatch where k is long.
  if (groups(64) < BUSY && k >= LONG) candidates.unshift('workgroup_64_sliced_8');
  if (groups(64) < BUSY / 4 && k < LONG) candidates.unshift('tiled');
  return candidates.find((name) => MATMUL_VARIANTS[name]!.admits(limits, shape)) ?? 'register_4x4';
}

/** Shapes that should share one choice: transposition, alignment and rounded log2 of each extent. */
export function matmulShapeClass(shape: MatmulShape): string {
  const { m, n, k, transA, transB, batch } = shape;
  const size = (extent: number): string =>
    `${Math.round(Math.log2(extent))}${extent % 4 === 0 ? '' : 'odd'}`;
  const sizes = [m, n, k, batch].map(size).join(' ');
  return `${transA ? 'T' : 'N'}${transB ? 'T' : 'N'} ${sizes}`;
}
