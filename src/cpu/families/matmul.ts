import type { BufferView, Dispatch } from '../../gpu/dispatch';
import {
  constantsOf,
  ParamWords,
  type CallScratch,
  type CpuCall,
  type CpuFamily,
  type Workspace,
} from '../call';
import { SCRATCH_BYTES } from '../layout';
import { dequantProduct } from './packed';
import {
  FEW_ROWS,
  fewRowsCols,
  packTasks,
  panelBytes,
  sliceLines,
  sumCols,
  TASK_COLS,
  tilesOf,
} from './tiles';

/** Where each epilogue (src/shaders/lib/matmul_store*.wgsl) has its bindings, by their number. */
const STORES: Readonly<Record<number, { code: number; names: readonly string[] }>> = {
  3: { code: 0, names: ['out'] },
  5: { code: 1, names: ['bias', 'residual', 'out'] },
  6: { code: 2, names: ['bias', 'residual', 'out', 'preactivation'] },
  4: { code: 3, names: ['preactivation', 'out'] },
};

/** Of a product with packed weights: the block kernels are those of this family. */
const PACKED_BINDINGS = 7;

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

/** B[n, k]: columns are lines of B. */
function rowsByColumns(dispatch: Dispatch, n: number, batch: number): CpuCall[] {
  const { bindings, store } = argumentsOf(dispatch);
  const cols = fewRowsCols(n);
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

/** B[k, n]: read line by line, so k is cut, and the slices are added up. */
function rowsBySlices(dispatch: Dispatch, workspace: Workspace): CpuCall[] {
  const words = new ParamWords(dispatch);
  const [m, n, k] = [words.u32(0), words.u32(1), words.u32(2)];
  const batch = dispatch.grid[2];
  const { bindings, store } = argumentsOf(dispatch);
  const lines = sliceLines(n, k);
  const slices = Math.ceil(k / lines);
  const sums = workspace.take(4 * batch * slices * m * n);
  const cols = sumCols(n, slices);
  return [
    {
      kernel: 'matmul_slice',
      tasks: batch * slices,
      bindings: bindings.with(2, sums),
      params: dispatch.params,
      constants: [...store, lines],
    },
    {
      kernel: 'matmul_sum',
      tasks: batch * m * Math.ceil(n / cols),
      bindings: bindings.with(0, sums),
      params: dispatch.params.with(2, slices).with(5, m * n),
      constants: [...store, 0, cols],
    },
  ];
}

function packed(dispatch: Dispatch, workspace: Workspace): CpuCall[] {
  const words = new ParamWords(dispatch);
  const [m, n, k] = [words.u32(0), words.u32(1), words.u32(2)];
  const batch = dispatch.grid[2];
  const batchesOfB = words.u32(8) === 0 ? 1 : batch;
  const { rows, cols, panels, tasks } = tilesOf(m, n, batch);
  const { bindings, store } = argumentsOf(dispatch);
  const scratch = workspace.take(batchesOfB * panelBytes(panels, k));
  const constants = [...store, rows, cols, panels];
  return [
    {
      kernel: 'matmul_pack',
      tasks: batchesOfB * packTasks(panels),
      bindings: [bindings[1]!, scratch],
      params: dispatch.params,
      constants,
    },
    {
      kernel: 'matmul_plain',
      tasks,
      bindings: bindings.with(1, scratch),
      params: dispatch.params,
      constants,
    },
  ];
}

const product: CpuFamily = {
  calls(dispatch, workspace) {
    if (dispatch.bindings.length === PACKED_BINDINGS) return dequantProduct(dispatch, workspace);
    const words = new ParamWords(dispatch);
    const [m, n, k] = [words.u32(0), words.u32(1), words.u32(2)];
    if (m > FEW_ROWS) return packed(dispatch, workspace);
    if (words.u32(7) === 1) return rowsBySlices(dispatch, workspace);
    // Rows and sums of a task must fit into a thread's scratch.
    const fits = 4 * m * (k + TASK_COLS) <= SCRATCH_BYTES;
    return fits ? rowsByColumns(dispatch, n, dispatch.grid[2]) : packed(dispatch, workspace);
  },
};

/** The second pass of a product whose k is cut into slices: params k and a_batch are theirs. */
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
