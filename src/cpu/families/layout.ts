import type { BufferView, Dispatch } from '../../gpu/dispatch';
import {
  constantsOf,
  elementTasks,
  ParamWords,
  type CpuCall,
  type CpuFamily,
  type Workspace,
} from '../call';

/** As in assembly/layout. */
const ROWS_A_TASK = 16;
const COLUMNS_A_TASK = 32;
/** Rows and columns of a task. */
const TRANSPOSE_TILE = 64;

const DROPOUT = ['DROPOUT', 'STEP_INDEX', 'STEP_SEED'];

const rowTasks = (rows: number): number => Math.ceil(rows / ROWS_A_TASK);

const viewsOf = ({ bindings }: Dispatch): BufferView[] => bindings.map(({ view }) => view);

const transposeTasks = (batch: number, rows: number, cols: number): number =>
  batch * Math.ceil(rows / TRANSPOSE_TILE) * Math.ceil(cols / TRANSPOSE_TILE);

/** [batch, rows, cols] of inp where a strided copy does no more than swap rows and cols. */
function asTranspose(words: ParamWords, inner: number): [number, number, number] | null {
  const outer = { inp: words.u32(3), out: words.u32(4) };
  const [count, cols, rows] = [words.u32(0), words.u32(10), words.u32(11)];
  const [fromCols, fromRows] = [words.u32(14), words.u32(15)];
  const [toCols, toRows] = [words.u32(18), words.u32(19)];
  if (inner === 1) {
    const width = count / rows;
    const swaps = outer.inp === 1 && fromRows === width && outer.out === rows && toRows === 1;
    return swaps ? [1, rows, width] : null;
  }
  const plane = rows * cols;
  const swaps = fromCols === 1 && fromRows === cols && toCols === rows && toRows === 1;
  const isWhole = inner === 2 && outer.inp === plane && outer.out === plane;
  return swaps && isWhole ? [count / plane, rows, cols] : null;
}

function stridedCopy(dispatch: Dispatch): CpuCall {
  const words = new ParamWords(dispatch);
  const constants = constantsOf(dispatch, ['INNER']);
  const transpose = asTranspose(words, constants[0]!);
  const bindings = viewsOf(dispatch);
  if (!transpose) {
    const tasks = elementTasks(words.u32(0));
    return { kernel: 'strided_copy', tasks, bindings, params: dispatch.params, constants };
  }
  const [, rows, cols] = transpose;
  return {
    kernel: 'transpose_tiled',
    tasks: transposeTasks(...transpose),
    bindings: bindings.map((view, i) => ({
      ...view,
      offsetBytes: view.offsetBytes + 4 * words.u32(1 + i),
    })),
    params: [rows, cols],
    constants: [],
  };
}

/** Rows of each id are found by a table that is twice as large as it has to be. */
function chain(dispatch: Dispatch, workspace: Workspace): CpuCall {
  const rows = new ParamWords(dispatch).u32(0);
  const bits = Math.ceil(Math.log2(rows)) + 1;
  return {
    kernel: 'embedding_chain',
    tasks: 1,
    bindings: [...viewsOf(dispatch), workspace.take(4 * 2 ** bits)],
    params: [rows, 32 - bits],
    constants: [],
  };
}

export const layoutFamilies: Readonly<Record<string, CpuFamily>> = {
  copy: { tasks: (params) => elementTasks(params.u32(0)) },
  embedding_backward: {
    constants: ['ACCUMULATE', ...DROPOUT],
    tasks: (params) => Math.ceil(params.u32(1) / COLUMNS_A_TASK),
  },
  embedding_chain: { calls: (dispatch, workspace) => [chain(dispatch, workspace)] },
  embedding_forward: {
    constants: ['POSITIONS', 'PAST', ...DROPOUT],
    tasks: (params) => rowTasks(params.u32(0)),
  },
  fill: { tasks: (params) => elementTasks(params.u32(0)) },
  gather_batch: {
    constants: ['PACKED16'],
    tasks: (params) => elementTasks(params.u32(0) * params.u32(1)),
  },
  iota: { constants: ['FLOAT'], tasks: (params) => elementTasks(params.u32(0)) },
  mask_weights: { constants: ['MEAN', 'LAST'], tasks: (params) => rowTasks(params.u32(0)) },
  pad: { constants: ['BASE'], tasks: (params) => elementTasks(params.u32(0)) },
  position_backward: {
    constants: ['ACCUMULATE', ...DROPOUT],
    tasks: (params) => rowTasks(params.u32(3)),
  },
  strided_copy: { calls: (dispatch) => [stridedCopy(dispatch)] },
  transpose_tiled: {
    tasks: (params, { grid }) => transposeTasks(grid[2], params.u32(0), params.u32(1)),
  },
};
