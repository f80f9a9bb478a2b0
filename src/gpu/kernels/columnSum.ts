// out[c] = Σ over rows of inp[r, c]. Two passes where one would leave a GPU idle.
import code from '../../shaders/column_sum.wgsl';
import type { BufferView, DispatchSink } from '../dispatch';
import { elementsOf, read, readWrite, requireRoom, rowRanges, write } from './shapes';

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
  const ranges = rowRanges(sink, rows, width);
  const splitRows = sink.limits.software ? rows : ROWS_PER_SPLIT;
  const splitsOf = (count: number): number => Math.ceil(count / splitRows);
  const splits = ranges.reduce((sum, { size }) => sum + splitsOf(size), 0);
  const sums = splits === 1 ? out : sink.scratch('column_sum', splits * width * 4);
  let firstSplit = 0;
  for (const { first, size } of ranges) {
    const slice = elementsOf(inp, first * width, size * width);
    pass(sink, { inp: slice, out: sums, rows: size, width }, splitRows, firstSplit);
    firstSplit += splitsOf(size);
  }
  if (splits > 1) pass(sink, { inp: sums, out, rows: splits, width }, splits, 0);
}

function pass(
  sink: DispatchSink,
  { inp, out, rows, width }: ColumnSum,
  splitRows: number,
  firstSplit: number,
): void {
  const splits = Math.ceil(rows / splitRows);
  sink.dispatch({
    label: 'column_sum',
    shader: { name: 'column_sum', code },
    bindings: [read(inp), firstSplit === 0 ? write(out) : readWrite(out)],
    params: [rows, width, splitRows, firstSplit],
    grid: [Math.ceil(width / 64), splits, 1],
    flops: rows * width,
    bytes: 4 * (rows + splits) * width,
  });
}
