import type { Dispatch } from '../../gpu/dispatch';
import {
  constantsOf,
  ParamWords,
  rowTasks,
  type CpuCall,
  type CpuFamily,
  type Workspace,
} from '../call';

/** As in assembly/norm/norm_weight_backward.ts. */
const WEIGHT_COLUMNS = 64;
/** As in assembly/norm/column_sum.ts. */
const SUM_COLUMNS = 1024;
/** As in assembly/norm/reduce.ts. */
const REDUCE_VALUES = 32_768;
const REDUCE_RESULTS = 64;
/** A longer sum is cut: for the threads, for the order in which memory is read, and for its digits. */
const ROWS_A_SPLIT = 128;

/** `rows` and `width` are the first of Params. */
const byRows = (...constants: string[]): CpuFamily => ({
  constants,
  tasks: (params) => rowTasks(params.u32(0), params.u32(1)),
});

/** As many tasks as the launcher has groups: each has partial sums of its own. */
const byGroups: CpuFamily = {
  constants: ['GROUP_ROWS', 'WEIGHT', 'RESIDUAL', 'PARTIALS'],
  tasks: (params, { constants }) => Math.ceil(params.u32(0) / Number(constants!.GROUP_ROWS)),
};

function columnSum(dispatch: Dispatch, workspace: Workspace): CpuCall[] {
  const words = new ParamWords(dispatch);
  const [rows, width, perSplit, firstSplit] = [0, 1, 2, 3].map((i) => words.u32(i)) as [
    number,
    number,
    number,
    number,
  ];
  const [inp, out] = dispatch.bindings.map(({ view }) => view);
  const call = (from: CpuCall['bindings'][0], into: typeof from, params: number[]): CpuCall => ({
    kernel: 'column_sum',
    tasks: Math.ceil(params[0]! / params[2]!) * Math.ceil(width / SUM_COLUMNS),
    bindings: [from, into],
    params,
    constants: [],
  });
  if (rows > perSplit || rows <= 2 * ROWS_A_SPLIT) {
    return [call(inp!, out!, [rows, width, perSplit, firstSplit])];
  }
  const splits = Math.ceil(rows / ROWS_A_SPLIT);
  const sums = workspace.take(4 * splits * width);
  return [
    call(inp!, sums, [rows, width, ROWS_A_SPLIT, 0]),
    call(sums, out!, [splits, width, splits, firstSplit]),
  ];
}

function reduce(dispatch: Dispatch, workspace: Workspace): CpuCall[] {
  const words = new ParamWords(dispatch);
  const [outs, reduced, perSplit, splits] = [0, 1, 2, 3].map((i) => words.u32(i)) as [
    number,
    number,
    number,
    number,
  ];
  const { params } = dispatch;
  const [factor, ...walks] = params.slice(4);
  const [max, inner] = constantsOf(dispatch, ['MAX', 'INNER']);
  const [inp, out] = dispatch.bindings.map(({ view }) => view);
  const tasks = (pieces: number, each: number): number =>
    Math.ceil((outs * pieces) / Math.max(REDUCE_RESULTS, Math.floor(REDUCE_VALUES / each)));
  const shared = { kernel: 'reduce', constants: [max!, inner!] };
  const whole = { ...shared, bindings: [inp!, out!], params, tasks: tasks(splits, perSplit) };
  if (splits > 1 || reduced <= 2 * ROWS_A_SPLIT) return [whole];
  const parts = Math.ceil(reduced / ROWS_A_SPLIT);
  const values = workspace.take(4 * parts * outs);
  return [
    {
      ...whole,
      tasks: tasks(parts, ROWS_A_SPLIT),
      bindings: [inp!, values],
      params: [outs, reduced, ROWS_A_SPLIT, parts, { f32: 1 }, ...walks],
    },
    {
      ...whole,
      tasks: tasks(1, parts),
      bindings: [values, out!],
      // [parts, outs], over the first.
      params: [outs, parts, parts, 1, factor!, 1, outs, 0, ...FLAT, ...FLAT],
      constants: [max!, 0],
    },
  ];
}

/** Extents and strides of a walk without inner dimensions. */
const FLAT = [1, 1, 1, 1, 0, 0, 0, 0];

export const normFamilies: Readonly<Record<string, CpuFamily>> = {
  column_sum: { calls: columnSum },
  layernorm_backward: byGroups,
  layernorm_forward: byRows('RESIDUAL', 'WEIGHT', 'BIAS'),
  norm_weight_backward: {
    constants: ['PARTS', 'DWEIGHT', 'DBIAS', 'ACCUMULATE'],
    tasks: (params) => Math.ceil(params.u32(1) / WEIGHT_COLUMNS),
  },
  reduce: { calls: reduce },
  reduce_rows: {
    constants: ['MAX'],
    tasks: (params) => rowTasks(params.u32(0) * params.u32(3), params.u32(2)),
  },
  rmsnorm_backward: byGroups,
  rmsnorm_forward: byRows('RESIDUAL', 'WEIGHT'),
};
