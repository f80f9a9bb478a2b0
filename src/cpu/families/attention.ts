import type { BufferView, Dispatch } from '../../gpu/dispatch';
import { constantsOf, ParamWords, type CallScratch, type CpuFamily } from '../call';
import { SCRATCH_BYTES } from '../layout';
import { byRows } from './byRows';

/** Rows of a strip, as in assembly/attention/tile.ts. */
const ROWS = 6;
/** Strips of a task at most: 66 rows, and a sequence of 64 is one task. */
const MOST_STRIPS = 11;
/** Rows of the other kind that a task takes at a time, at most. */
const MOST_BLOCK = 64;
/** Tasks that are enough for the threads of common machines. */
const ENOUGH = 32;
/** With so few new tokens keys and values are not worth packing. */
const FEW_ROWS = 3;

interface Shape {
  readonly strips: number;
  readonly block: number;
}

/** What a task owns and takes at a time, so that there are enough tasks and all fits its scratch. */
function shapeOf(rows: number, heads: number, headDim: number): Shape {
  let strips = MOST_STRIPS;
  let block = MOST_BLOCK;
  const halve = (): number => (strips = Math.ceil(strips / 2));
  while (strips > 2 && heads * Math.ceil(rows / (strips * ROWS)) < ENOUGH) halve();
  // Four blocks of rows, four sets of panels, and some lines.
  const bytes = (): number =>
    4 * (strips * ROWS * 256 * Math.ceil(headDim / 64) + block * 32 * Math.ceil(headDim / 8)) +
    16_384;
  while (bytes() > SCRATCH_BYTES && strips * block > 8) {
    halve();
    block = Math.max(8, block / 2);
  }
  if (bytes() > SCRATCH_BYTES) throw new RangeError(`Heads of ${headDim} numbers are too long.`);
  return { strips, block };
}

/** Arguments in the order of assembly/attention/arguments.ts; `outputs`: names of binding constants. */
function argumentsOf(dispatch: Dispatch, { strips, block }: Shape, ...outputs: string[]) {
  const { constants = {}, bindings } = dispatch;
  const views = bindings.map(({ view }) => view);
  const names = ['KEY_MASK', 'BIAS', 'STEP', 'FACTS', ...outputs];
  // What a dispatch lacks is never read; a gradient without a binding of its own lies in the last one.
  const named = names.map((name) => {
    const at = constants[name] as number | undefined;
    return at === undefined ? views[0]! : (views[at] ?? views.at(-1)!);
  });
  const [headDim, causal, alibi, drops, seed, step] = constantsOf(dispatch, [
    'HEAD_DIM',
    'CAUSAL',
    'ALIBI',
    'DROPOUT',
    'STEP_SEED',
    'STEP_INDEX',
  ]);
  const hasMask = Number('KEY_MASK' in constants);
  const biasKind = 'BIAS' in constants ? 1 + alibi! : 0;
  return {
    bindings: [...views.slice(0, 3), views[3]!, ...named] as (BufferView | CallScratch)[],
    params: dispatch.params,
    constants: [headDim, strips, block, causal, hasMask, biasKind, drops, seed, step] as number[],
  };
}

/** `rows`, `heads`: positions in Params of what a task has some or one of. */
function ofHeads(kernel: string, rows: number, heads: number, ...outputs: string[]): CpuFamily {
  return {
    calls(dispatch) {
      const words = new ParamWords(dispatch);
      const all = dispatch.grid[2] * words.u32(heads);
      const shape = shapeOf(words.u32(rows), all, Number(dispatch.constants?.['HEAD_DIM']));
      const tasks = all * Math.ceil(words.u32(rows) / (shape.strips * ROWS));
      return [{ kernel, tasks, ...argumentsOf(dispatch, shape, ...outputs) }];
    },
  };
}

/** Positions in Params of lib/attention_common.wgsl. */
const [HEADS, KV_HEADS, Q_LEN, K_LEN, BATCHES] = [0, 1, 2, 3, 26];

const forward = ofHeads('attention_forward', Q_LEN, HEADS, 'OUT', 'LSE');
const query = ofHeads('attention_backward_query', Q_LEN, HEADS, 'DQ');
const key = ofHeads('attention_backward_key', K_LEN, KV_HEADS, 'DK', 'DV');

const bias: CpuFamily = {
  calls(dispatch, workspace) {
    const words = new ParamWords(dispatch);
    const heads = words.u32(HEADS);
    const tasks = words.u32(BATCHES) * heads;
    const shape = shapeOf(words.u32(Q_LEN), ENOUGH, Number(dispatch.constants?.['HEAD_DIM']));
    const sums = workspace.take(4 * tasks * (words.u32(Q_LEN) + words.u32(K_LEN) - 1));
    const { bindings, params, constants } = argumentsOf(dispatch, shape, 'DBIAS');
    const dbias = bindings.at(-1)!;
    return [
      {
        kernel: 'attention_backward_bias',
        tasks,
        bindings: bindings.with(-1, sums),
        params,
        constants,
      },
      {
        kernel: 'attention_bias_sum',
        tasks: heads,
        bindings: [sums, dbias],
        params,
        constants: [],
      },
    ];
  },
};

const decode: CpuFamily = {
  calls(dispatch) {
    const words = new ParamWords(dispatch);
    const [rows, heads] = [words.u32(0), words.u32(1)];
    const names = ['HEAD_DIM', 'ALIBI', 'RELATIVE'];
    const [headDim, alibi, relative] = constantsOf(dispatch, names) as [number, number, number];
    const all = dispatch.grid[2] * heads;
    const { strips, block } = shapeOf(rows, all, headDim);
    const isFew = rows <= FEW_ROWS;
    return [
      {
        kernel: 'attention_decode',
        tasks: all * (isFew ? rows : Math.ceil(rows / (strips * ROWS))),
        bindings: dispatch.bindings.map(({ view }) => view),
        params: dispatch.params,
        constants: [headDim, isFew ? 0 : strips, block, relative + 2 * alibi],
      },
    ];
  },
};

export const attentionFamilies: Readonly<Record<string, CpuFamily>> = {
  attention_forward: forward,
  attention_forward_rows: forward,
  attention_backward_query: query,
  attention_backward_query_rows: query,
  attention_backward_key: key,
  attention_backward_key_rows: key,
  attention_backward_delta: byRows(
    (words) => words.u32(6),
    (words) => words.u32(0),
  ),
  attention_backward_bias: bias,
  attention_decode: decode,
  cache_append: byRows(
    (words) => words.u32(2),
    (words) => words.u32(0) / words.u32(2),
  ),
  rope: byRows(
    (words) => words.u32(1),
    (words) => words.u32(0) / words.u32(1),
    'BACK',
    'PAST',
  ),
};
