// Products with packed weights, and what all kernels of packed weights are told about them.
import type { BufferView, Dispatch } from '../../gpu/dispatch';
import { constantsOf, ParamWords, type CallScratch, type CpuCall, type Workspace } from '../call';
import { SCRATCH_BYTES } from '../layout';
import { FEW_ROWS, fewRowsCols, packTasks, panelBytes, TASK_COLS, tilesOf } from './tiles';

/** As FORMAT of assembly/quantize/arguments.ts. */
export const FORMATS = { any: 0, int8: 1, int4: 2, int4Zeros: 3, half: 4 } as const;

/** Elements that lie side by side in four words: a group of whole vectors needs no element by itself. */
const VECTOR = { 4: 32, 8: 16, 16: 8 } as const;

/** What the constants of src/shaders/lib/dequantize_*.wgsl say, in the order of FORMAT … HAS_ZEROS. */
export function packedConstants({ constants = {} }: Dispatch, line: number): number[] {
  const { GROUP, GROUPS, ASYMMETRIC, SCALE_STEP } = constants;
  const bits = ASYMMETRIC !== undefined ? 4 : (GROUP ?? SCALE_STEP !== undefined) ? 8 : 16;
  const group = Number(GROUP ?? line);
  const groups = Number(GROUPS ?? SCALE_STEP ?? (bits === 16 ? 0 : line / group));
  const isWhole = group % VECTOR[bits] === 0 && line % group === 0;
  const int4 = ASYMMETRIC ? FORMATS.int4Zeros : FORMATS.int4;
  const format = { 4: int4, 8: FORMATS.int8, 16: FORMATS.half }[bits];
  return [isWhole ? format : FORMATS.any, bits, group, line, groups, Number(ASYMMETRIC ?? false)];
}

/** As STORE_FORWARD of assembly/matmul/arguments.ts. */
export const storeConstants = (dispatch: Dispatch): number[] => [
  1,
  ...constantsOf(dispatch, ['HAS_BIAS', 'HAS_RESIDUAL', 'ACTIVATION', 'ACCUMULATE']),
];

/** Bindings in the order of assembly/matmul/arguments.ts, then scales and what comes behind them. */
export function bindingsOf({ bindings }: Dispatch): (BufferView | CallScratch)[] {
  const [a, b, scales, last, ...store] = bindings.map(({ view }) => view);
  const out = store.at(-1)!;
  const [bias, residual] = store.length === 3 ? store : [a, a];
  return [a!, b!, out, bias!, residual!, a!, scales!, last!];
}

/** Sums and two lines of floats must fit into a thread's scratch. */
const fits = (m: number, line: number): boolean => 4 * (m * TASK_COLS + 2 * line) <= SCRATCH_BYTES;

export function dequantProduct(dispatch: Dispatch, workspace: Workspace): CpuCall[] {
  const words = new ParamWords(dispatch);
  const [m, n, k, line] = [words.u32(0), words.u32(1), words.u32(2), words.u32(7)];
  const { params } = dispatch;
  const bindings = bindingsOf(dispatch);
  const packed = packedConstants(dispatch, line);
  const store = storeConstants(dispatch);
  if (m <= FEW_ROWS && fits(m, line)) {
    const cols = fewRowsCols(n);
    const constants = [...store, 0, cols, 0, ...packed];
    return [{ kernel: 'packed_rows', tasks: Math.ceil(n / cols), bindings, params, constants }];
  }
  const { rows, cols, panels, tasks } = tilesOf(m, n, 1);
  const floats = workspace.take(panelBytes(panels, k));
  const constants = [...store, rows, cols, panels, ...packed];
  const pack = { kernel: 'dequantize_pack', tasks: packTasks(panels) };
  return [
    { ...pack, bindings: bindings.with(2, floats), params, constants },
    { kernel: 'matmul_plain', tasks, bindings: bindings.with(1, floats), params, constants },
  ];
}
