// What layernorm and rmsnorm share: the residual with dropout in front, and the second pass behind.
import weightCode from '../../shaders/norm_weight_backward.wgsl';
import type { BufferView, DispatchSink } from '../dispatch';
import { dropout, isDropping, type Dropout } from './dropout';
import { read, readWrite } from './shapes';

export interface NormForward {
  /** [rows, width]. */
  readonly inp: BufferView;
  /** [rows, width]: s = inp + dropout(residualDelta) is normalized, and written to `sum`. */
  readonly residualDelta?: BufferView | undefined;
  readonly sum?: BufferView | undefined;
  /** [width]. */
  readonly weight?: BufferView | undefined;
  /** [rows, width]. */
  readonly out: BufferView;
  /** [rows]. */
  readonly rstd: BufferView;
  readonly rows: number;
  readonly width: number;
  readonly eps: number;
  readonly dropout?: Dropout | undefined;
}

export interface NormBackward {
  /** [rows, width]. */
  readonly dout: BufferView;
  /** [rows, width]: what was normalized (s where there was a residual). */
  readonly inp: BufferView;
  readonly weight?: BufferView | undefined;
  readonly rstd: BufferView;
  /** [rows, width], added to dinp: what the residual stream brings from above. */
  readonly dresidual?: BufferView | undefined;
  readonly dinp: BufferView;
  /** [rows, width], with dropout only: dinp * mask / (1 - p). */
  readonly ddelta?: BufferView | undefined;
  readonly dweight?: BufferView | undefined;
  readonly rows: number;
  readonly width: number;
  readonly dropout?: Dropout | undefined;
  /** Of dweight and dbias. */
  readonly accumulate?: boolean;
}

/**
 * With dropout the sum is a dispatch of its own: one kernel for all would bind nine storage
 * buffers, and eight is what every adapter has.
 */
export function addDropped<T extends NormForward>(sink: DispatchSink, args: T): T {
  const { inp, residualDelta, sum, rows, width } = args;
  if (!residualDelta || !sum || !isDropping(args.dropout)) return args;
  dropout(sink, {
    inp: residualDelta,
    residual: inp,
    out: sum,
    size: rows * width,
    dropout: args.dropout,
  });
  return { ...args, inp: sum, residualDelta: undefined, sum: undefined };
}

/** ddelta from dinp; a dispatch of its own for the same reason. */
export function dropGradient(sink: DispatchSink, args: NormBackward): void {
  const { dinp, ddelta, rows, width } = args;
  if (!ddelta || !args.dropout) return;
  dropout(sink, { inp: dinp, out: ddelta, size: rows * width, dropout: args.dropout });
}

/** Rows a workgroup: few enough groups for the second pass, enough of them to fill a GPU. */
export function rowsPerGroup(sink: DispatchSink, rows: number): number {
  return sink.limits.software ? 16 : Math.min(32, Math.max(4, Math.ceil(rows / 256)));
}

export interface WeightGradient {
  readonly label: string;
  /** [groups, parts, width]. */
  readonly partials: BufferView;
  readonly dweight: BufferView | undefined;
  readonly dbias: BufferView | undefined;
  readonly groups: number;
  readonly width: number;
  readonly sums: 1 | 2;
  readonly accumulate: boolean;
}

export function normWeightBackward(sink: DispatchSink, args: WeightGradient): void {
  const { label, partials, dweight, dbias, groups, width, sums, accumulate } = args;
  if (!dweight && !dbias) return;
  const unused = () => sink.scratch('unused', 16);
  sink.dispatch({
    label,
    shader: { name: 'norm_weight_backward', code: weightCode },
    constants: {
      PARTS: sums,
      DWEIGHT: dweight !== undefined,
      DBIAS: dbias !== undefined,
      ACCUMULATE: accumulate,
    },
    bindings: [read(partials), readWrite(dweight ?? unused()), readWrite(dbias ?? unused())],
    params: [groups, width],
    grid: [Math.ceil(width / 64), 1, 1],
    flops: groups * sums * width,
    bytes: 4 * width * (groups * sums + sums),
  });
}
