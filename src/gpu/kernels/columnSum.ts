// out[c] = Σ over rows of inp[r, c]. Two passes where one would leave a GPU idle.
import code from '../../shaders/column_sum.wgsl';
import type { BufferView, DispatchSink } from '../dispatch';
import { read, requireRoom, write } from './shapes';

export interface ColumnSum {
  /** [rows, width]. */
  readonly inp: BufferView;
  /** [width]. */
  readonly out: BufferView;
  readonly rows: number;
  readonly width: number;
}

const ROWS_PER_SPLIT = 128;

export function columnSum(sink: DispatchSink, { inp, out, rows, width }: ColumnSum): void {
  requireRoom('column_sum', { inp: [inp, rows * width], out: [out, width] });
  const splits = sink.limits.software ? 1 : Math.ceil(rows / ROWS_PER_SPLIT);
  if (splits === 1) {
    pass(sink, inp, out, rows, width, rows);
    return;
  }
  const partial = sink.scratch('column_sum', splits * width * 4);
  pass(sink, inp, partial, rows, width, ROWS_PER_SPLIT);
  pass(sink, partial, out, splits, width, splits);
}

function pass(
  sink: DispatchSink,
  inp: BufferView,
  out: BufferView,
  rows: number,
  width: number,
  rowsPerSplit: number,
): void {
  const splits = Math.ceil(rows / rowsPerSplit);
  sink.dispatch({
    label: 'column_sum',
    shader: { name: 'column_sum', code },
    bindings: [read(inp), write(out)],
    params: [rows, width, rowsPerSplit],
    grid: [Math.ceil(width / 64), splits, 1],
    flops: rows * width,
    bytes: 4 * (rows + splits) * width,
  });
}
