import {
  constantsOf,
  type CallScratch,
  type CpuCall,
  type CpuFamily,
  type Workspace,
} from '../call';
import type { BufferView, Dispatch } from '../../gpu/dispatch';
import { ParamWords } from '../call';
import { SCRATCH_BYTES } from '../layout';

/** Columns of a panel of B, and rows of one of A. */
const COLS = 8;
const ROWS = 6;
/** Rows and columns of a task, at most. */
const TASK_ROWS = 48;
const TASK_COLS = 512;
/** Tasks that are enough for the threads of common machines. */
const ENOUGH = 32;
/** As PACK_PANELS in assembly/matmul/matmul_plain.ts. */
const PACK_PANELS = 8;
/** With so few rows B is not worth packing. */
const FEW_ROWS = 8;

/** Where each epilogue (src/shaders/lib/matmul_store*.wgsl) has its bindings, by their number. */
const STORES: Readonly<Record<number, { code: number; names: readonly string[] }>> = {
  3: { code: 0, names: ['out'] },
  5: { code: 1, names: ['bias', 'residual', 'out'] },
  6: { code: 2, names: ['bias', 'residual', 'out', 'preactivation'] },
  4: { code: 3, names: ['preactivation', 'out'] },
};

const ORDER = ['out', 'bias', 'residual', 'preactivation'];

/** What all products share: bindings in the order of assembly/matmul/arguments.ts. */
function argumentsOf(dispatch: Dispatch): {
  bindings: (BufferView | CallScratch)[];
  store: number[];
} {
  const views = dispatch.bindings.map(({ view }) => view);
  const { code, names } = STORES[views.length]!;
  const placed = ORDER.map((name) => views[2 + names.indexOf(name)] ?? views[0]!);
  return {
    bindings: [
      views[0]!,
      views[1]!,
      ...placed.map((view, i) => (names.includes(ORDER[i]!) ? view : views[0]!)),
    ],
    store: [
      code,
      ...constantsOf(dispatch, ['HAS_BIAS', 'HAS_RESIDUAL', 'ACTIVATION', 'ACCUMULATE']),
    ],
  };
}

function fewRows(dispatch: Dispatch, n: number, batch: number): CpuCall[] {
  const { bindings, store } = argumentsOf(dispatch);
  const cols = Math.max(16, Math.min(512, Math.ceil(n / ENOUGH / 16) * 16));
  return [
    {
      kernel: 'matmul_rows',
      tasks: batch * Math.ceil(n / cols),
      bindings,
      params: dispatch.params,
      constants: [...store, 0, cols, 0],
    },
  ];
}

function packed(dispatch: Dispatch, workspace: Workspace): CpuCall[] {
  const words = new ParamWords(dispatch);
  const [m, n, k] = [words.u32(0), words.u32(1), words.u32(2)];
  const batch = dispatch.grid[2];
  const batchesOfB = words.u32(8) === 0 ? 1 : batch;
  const panels = Math.ceil(n / COLS);
  const { bindings, store } = argumentsOf(dispatch);
  const scratch = workspace.take(4 * batchesOfB * panels * COLS * k);
  const cols = Math.min(TASK_COLS, panels * COLS);
  let rows = TASK_ROWS;
  const tasks = (): number => batch * Math.ceil(m / rows) * Math.ceil(n / cols);
  while (rows > 2 * ROWS && tasks() < ENOUGH) rows /= 2;
  const constants = [...store, rows, cols, panels];
  return [
    {
      kernel: 'matmul_pack',
      tasks: batchesOfB * Math.ceil(panels / PACK_PANELS),
      bindings: [bindings[1]!, scratch],
      params: dispatch.params,
      constants,
    },
    {
      kernel: 'matmul_plain',
      tasks: tasks(),
      bindings: bindings.with(1, scratch),
      params: dispatch.params,
      constants,
    },
  ];
}

const product: CpuFamily = {
  calls(dispatch, workspace) {
    const words = new ParamWords(dispatch);
    const [m, n, k] = [words.u32(0), words.u32(1), words.u32(2)];
    // Rows and sums of a task must fit into a thread's scratch.
    const fits = 4 * m * (k + TASK_COLS) <= SCRATCH_BYTES;
    return m <= FEW_ROWS && fits
      ? fewRows(dispatch, n, dispatch.grid[2])
      : packed(dispatch, workspace);
  },
};

function sumOfSlices(dispatch: Dispatch): CpuCall {
  const words = new ParamWords(dispatch);
  const { bindings, store } = argumentsOf(dispatch);
  const cols = Math.min(TASK_COLS, words.u32(1));
  return {
    kernel: 'matmul_sum',
    tasks: words.u32(0) * Math.ceil(words.u32(1) / cols),
    bindings,
    params: dispatch.params,
    constants: [...store, 0, cols],
  };
}

/** All variants have one contract, and the CPU one way to fulfil it. */
export const matmulFamilies: Readonly<Record<string, CpuFamily>> = {
  matmul_plain: product,
  matmul_tiled: product,
  matmul_register: product,
  matmul_workgroup: product,
  matmul_subgroup: product,
  matmul_sum: { calls: (dispatch) => [sumOfSlices(dispatch)] },
  matvec: product,
};
