// Attention with a cache of keys and values: new tokens are appended, then look at all before them.
import { ShapeError } from '../../errors';
import decodeCode from '../../../shaders/attention_decode.wgsl';
import appendCode from '../../../shaders/cache_append.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { read, readWrite, requireRoom, write } from '../shapes';
import { windowParam } from './attentionVariant';

/** Keys or values of all sequences: [sequences, positions, kvHeads · headDim] each. */
export interface CacheViews {
  readonly keys: BufferView;
  readonly values: BufferView;
  /** `packDecodeControl`. */
  readonly control: BufferView;
  readonly sequences: number;
  readonly capacity: number;
}

/** A slice of each row of a wider tensor, in elements. */
export interface RowSlice {
  readonly view: BufferView;
  readonly row: number;
  readonly offset: number;
}

export interface CacheAppend extends CacheViews {
  readonly k: RowSlice;
  readonly v: RowSlice;
  readonly batch: number;
  /** New tokens of each batch entry. */
  readonly rows: number;
  readonly width: number;
}

export function cacheAppend(sink: DispatchSink, args: CacheAppend): void {
  const { keys, values, control, sequences, capacity, k, v, batch, rows, width } = args;
  const count = batch * rows * width;
  const last = (batch * rows - 1) * k.row + k.offset + width;
  requireRoom('cache_append', {
    k: [k.view, last],
    v: [v.view, (batch * rows - 1) * v.row + v.offset + width],
    keys: [keys, sequences * capacity * width],
    values: [values, sequences * capacity * width],
    control: [control, 2],
  });
  sink.dispatch({
    label: 'cache_append',
    shader: { name: 'cache_append', code: appendCode },
    bindings: [read(k.view), read(v.view), read(control), readWrite(keys), readWrite(values)],
    params: [count, rows, width, sequences, capacity, k.row, k.offset, v.row, v.offset],
    grid: foldGrid(Math.ceil(count / 64)),
    flops: 0,
    bytes: 16 * count,
  });
}

export interface AttentionDecode extends CacheViews {
  /** [batch, rows, row]: the heads of a token stand first in its row. */
  readonly q: Omit<RowSlice, 'offset'>;
  /** [batch, rows, heads, headDim] */
  readonly out: BufferView;
  readonly batch: number;
  readonly rows: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly scale: number;
  /** Positions that a token sees at most, its own the last of them. */
  readonly window?: number | undefined;
  /** [heads] */
  readonly alibiSlopes?: BufferView | undefined;
  /** [heads, capacity]: of distances -(capacity - 1) to 0. */
  readonly relativeBias?: BufferView | undefined;
}

/** Lanes of a workgroup: as many keys at a time. CPU adapters run a subgroup's width at once. */
const lanesOf = ({ limits }: DispatchSink): number =>
  limits.software ? (limits.subgroupSize ?? 4) : 64;

export function attentionDecode(sink: DispatchSink, args: AttentionDecode): void {
  const { q, keys, values, control, out, batch, rows, heads, kvHeads, headDim } = args;
  const { sequences, capacity, scale, alibiSlopes, relativeBias } = args;
  if (heads % kvHeads !== 0)
    throw new ShapeError({
      op: 'attention_decode',
      node: q.view.buffer.label,
      expected: `heads that ${kvHeads} key-value heads divide`,
      got: `${heads}`,
      remedy: 'Choose key-value heads that divide the heads.',
    });
  const cached = sequences * capacity * kvHeads * headDim;
  requireRoom('attention_decode', {
    q: [q.view, (batch * rows - 1) * q.row + heads * headDim],
    keys: [keys, cached],
    values: [values, cached],
    out: [out, batch * rows * heads * headDim],
    alibiSlopes: [alibiSlopes, heads],
    relativeBias: [relativeBias, heads * capacity],
  });
  const lanes = lanesOf(sink);
  const stride = Math.min(lanes, headDim);
  const own = Math.ceil(headDim / stride);
  const seen = Math.min(capacity, args.window ?? capacity);
  sink.dispatch({
    label: 'attention_decode',
    shader: { name: 'attention_decode', code: decodeCode },
    constants: {
      HEAD_DIM: headDim,
      ALIBI: alibiSlopes !== undefined,
      RELATIVE: relativeBias !== undefined,
      LANES: lanes,
      STRIDE: stride,
      OWN: own,
    },
    bindings: [
      read(q.view),
      read(keys),
      read(values),
      read(control),
      read(alibiSlopes ?? relativeBias ?? q.view),
      write(out),
    ],
    params: [
      rows,
      heads,
      kvHeads,
      sequences,
      capacity,
      q.row,
      f32(scale),
      headDim,
      lanes,
      own,
      windowParam(args.window),
    ],
    grid: [rows, heads, batch],
    // Of a full cache: how much of it is filled is not known here.
    flops: 4 * batch * rows * heads * headDim * seen,
    bytes: 8 * batch * seen * kvHeads * headDim,
  });
}
