import type { Dispatch } from '../../gpu/dispatch';
import { constantsOf, elementTasks, ParamWords, type CpuCall, type CpuFamily } from '../call';
import { SCRATCH_BYTES } from '../layout';
import { bindingsOf, dequantProduct, FORMATS, packedConstants, storeConstants } from './packed';
import { fewRowsCols } from './tiles';

/** Elements of a task that goes by whole rows. */
const TASK_ELEMENTS = 16_384;
const rowsFor = (length: number): number => Math.max(1, Math.floor(TASK_ELEMENTS / length));

/** Rows of a task, in which a column of the weight is read once. */
const DOT_ROWS = 32;

function dotProduct(dispatch: Dispatch): CpuCall[] {
  const words = new ParamWords(dispatch);
  const [m, n, line] = [words.u32(0), words.u32(1), 4 * words.u32(2)];
  const cols = fewRowsCols(n);
  // Four rows of 16 bits, and their sums; else each row goes by itself.
  const rows = 8 * line + 16 * cols <= SCRATCH_BYTES ? DOT_ROWS : 1;
  const { SCALE_STEP } = dispatch.constants!;
  return [
    {
      kernel: 'int8_dot',
      tasks: Math.ceil(m / rows) * Math.ceil(n / cols),
      bindings: bindingsOf(dispatch),
      params: [m, n, line, line, 1, 0, 1, line, 0, n, 0],
      constants: [
        ...storeConstants(dispatch),
        rows,
        cols,
        0,
        FORMATS.int8,
        8,
        line,
        line,
        Number(SCALE_STEP),
        0,
      ],
    },
  ];
}

function dequantizeCalls(dispatch: Dispatch): CpuCall[] {
  const words = new ParamWords(dispatch);
  const [rows, cols, line] = [words.u32(0), words.u32(1), words.u32(3)];
  const own = constantsOf(dispatch, ['GATHER']);
  const packed = packedConstants(dispatch, line);
  return [
    {
      kernel: 'dequantize',
      tasks: Math.ceil(rows / rowsFor(cols)),
      bindings: bindingsOf(dispatch),
      params: dispatch.params,
      constants: [...own, 0, 0, 0, 0, rowsFor(cols), 0, 0, ...packed],
    },
  ];
}

/** A kernel that goes by `rows` lines of `length`; their number a task is its last constant. */
const byRows = (
  names: readonly string[],
  linesOf: (words: ParamWords) => { rows: number; length: number },
): CpuFamily => ({
  calls(dispatch) {
    const { rows, length } = linesOf(new ParamWords(dispatch));
    const taskRows = rowsFor(length);
    return [
      {
        kernel: dispatch.shader.name,
        tasks: Math.ceil(rows / taskRows),
        bindings: dispatch.bindings.map(({ view }) => view),
        params: dispatch.params,
        constants: [...constantsOf(dispatch, names), taskRows],
      },
    ];
  },
});

const rowsAndCols = (words: ParamWords): { rows: number; length: number } => ({
  rows: words.u32(0),
  length: words.u32(1),
});

const dequant: CpuFamily = { calls: dequantProduct };
const dot: CpuFamily = { calls: dotProduct };

export const quantizeFamilies: Readonly<Record<string, CpuFamily>> = {
  dequantize: { calls: dequantizeCalls },
  int8_dequant_matmul: dequant,
  int8_dequant_matvec: dequant,
  int8_dot_matmul: dot,
  int8_dot_matvec: dot,
  quantize_pack: byRows(['BITS', 'ASYMMETRIC', 'AWAY'], rowsAndCols),
  quantize_rows: byRows([], rowsAndCols),
  quantize_scale: byRows(['Q_MAX', 'ASYMMETRIC', 'CALIBRATION'], (words) => ({
    rows: words.u32(0) * words.u32(4),
    length: words.u32(5),
  })),
  quantize_zeros: { tasks: (params) => elementTasks(Math.ceil(params.u32(0) / 8)) },
};
