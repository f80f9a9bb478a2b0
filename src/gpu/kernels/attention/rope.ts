// Rotary positions (Su et al. 2021), for one tensor of heads or for q and k inside a packed one.
import code from '../../../shaders/rope.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { read, requireRoom, write } from '../shapes';

export interface Rope {
  /** [..., positions, heads, headDim]; heads is 1 where they are an outer dimension. */
  readonly inp: BufferView;
  readonly out: BufferView;
  /** [positions, headDim] from `ropeTables`. */
  readonly cos: BufferView;
  readonly sin: BufferView;
  /** Elements of `inp`. */
  readonly size: number;
  readonly seqLen: number;
  readonly heads: number;
  readonly headDim: number;
  /** Heads that turn; later ones (v of a packed tensor) are copied. All where left out. */
  readonly rotated?: number;
  /** Row of the tables for place 0. */
  readonly first?: number;
  /** DecodeControl: adds the number of positions already filled. */
  readonly past?: BufferView | undefined;
  /** Turns back: the gradient. */
  readonly back?: boolean;
}

export function rope(sink: DispatchSink, args: Rope): void {
  const { inp, out, cos, sin, size, seqLen, heads, headDim } = args;
  const { rotated = heads, first = 0, back = false, past } = args;
  const table = (first + seqLen) * headDim;
  requireRoom('rope', {
    inp: [inp, size],
    out: [out, size],
    cos: [cos, table],
    sin: [sin, table],
  });
  sink.dispatch({
    label: 'rope',
    shader: { name: 'rope', code },
    constants: { BACK: back, PAST: past !== undefined },
    bindings: [read(inp), read(cos), read(sin), read(past ?? cos), write(out)],
    params: [
      size,
      headDim,
      heads,
      rotated,
      seqLen,
      first,
      Math.floor(cos.sizeBytes / (4 * headDim)),
    ],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 3 * size,
    bytes: 4 * (2 * size + 2 * seqLen * headDim),
  });
}
