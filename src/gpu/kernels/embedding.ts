// Token and position embedding, and their gradients.
import backwardCode from '../../shaders/embedding_backward.wgsl';
import chainCode from '../../shaders/embedding_chain.wgsl';
import forwardCode from '../../shaders/embedding_forward.wgsl';
import positionCode from '../../shaders/position_backward.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { dropoutConstants, dropoutLibs, dropoutParams, type Dropout } from './dropout';
import { fill } from './layout/fill';
import { elementsOf, read, readWrite, requireRoom, rowRanges, write } from './shapes';

export interface EmbeddingForward {
  /** u32 [rows]. */
  readonly ids: BufferView;
  /** [vocab, width]. */
  readonly table: BufferView;
  /** [positions, width]: row r gets position r % seqLen + positionOffset. */
  readonly positions?: BufferView | undefined;
  /** [rows, width]. */
  readonly out: BufferView;
  readonly rows: number;
  readonly width: number;
  readonly vocab: number;
  readonly seqLen: number;
  readonly positionOffset?: number;
  /** DecodeControl: adds the number of positions already filled. Excludes dropout. */
  readonly past?: BufferView | undefined;
  readonly dropout?: Dropout | undefined;
}

export function embeddingForward(sink: DispatchSink, args: EmbeddingForward): void {
  const { ids, table, positions, out, rows, width, vocab, seqLen, dropout } = args;
  const { positionOffset = 0, past } = args;
  const count = rows * width;
  const positionRows = positions ? Math.floor(positions.sizeBytes / (4 * width)) : 0;
  requireRoom('embedding_forward', {
    ids: [ids, rows],
    table: [table, vocab * width],
    positions: [positions, (seqLen + positionOffset) * width],
    out: [out, count],
  });
  for (const { first, size } of rowRanges(sink, vocab, width)) {
    const slice = elementsOf(table, first * width, size * width);
    sink.dispatch({
      label: 'embedding_forward',
      shader: { name: 'embedding_forward', code: forwardCode, lib: dropoutLibs },
      constants: {
        POSITIONS: positions !== undefined,
        PAST: past !== undefined,
        ...dropoutConstants(dropout),
      },
      bindings: [
        read(ids),
        read(slice),
        read(positions ?? slice),
        read(dropout?.step ?? past ?? ids),
        // Later slices must keep what the first one wrote.
        first === 0 ? write(out) : readWrite(out),
      ],
      params: [
        rows,
        width,
        vocab,
        seqLen,
        positionOffset,
        positionRows,
        first,
        size,
        ...dropoutParams(dropout),
      ],
      grid: foldGrid(Math.ceil(count / 64)),
      flops: positions ? count : 0,
      bytes: 4 * (rows + count * (positions ? 3 : 2)),
    });
  }
}

export interface EmbeddingBackward {
  readonly ids: BufferView;
  /** [rows, width]. */
  readonly dout: BufferView;
  /** [vocab, width]; rows never met become 0 unless `accumulate`. */
  readonly dtable: BufferView;
  readonly rows: number;
  readonly width: number;
  readonly vocab: number;
  readonly accumulate?: boolean;
  readonly dropout?: Dropout | undefined;
}

export function embeddingBackward(sink: DispatchSink, args: EmbeddingBackward): void {
  const { ids, dout, dtable, rows, width, vocab, accumulate = false, dropout } = args;
  const count = rows * width;
  requireRoom('embedding_backward', {
    ids: [ids, rows],
    dout: [dout, count],
    dtable: [dtable, vocab * width],
  });
  if (!accumulate) fill(sink, { out: dtable, size: vocab * width, value: f32(0) });
  const link = sink.scratch('embedding_chain', rows * 4);
  sink.dispatch({
    label: 'embedding_chain',
    shader: { name: 'embedding_chain', code: chainCode },
    bindings: [read(ids), write(link)],
    params: [rows],
    grid: [Math.ceil(rows / 64), 1, 1],
    flops: rows * rows,
    bytes: 8 * rows,
  });
  for (const { first, size } of rowRanges(sink, vocab, width)) {
    const slice = elementsOf(dtable, first * width, size * width);
    sink.dispatch({
      label: 'embedding_backward',
      shader: { name: 'embedding_backward', code: backwardCode, lib: dropoutLibs },
      constants: { ACCUMULATE: accumulate, ...dropoutConstants(dropout) },
      bindings: [read(ids), read(link), read(dout), read(dropout?.step ?? ids), readWrite(slice)],
      params: [rows, width, vocab, first, size, ...dropoutParams(dropout)],
      grid: foldGrid(Math.ceil(count / 64)),
      flops: count,
      bytes: 4 * (2 * rows + 2 * count),
    });
  }
}

export interface PositionBackward {
  /** [batch, seqLen, width]. */
  readonly dout: BufferView;
  /** [positions, width]. */
  readonly dtable: BufferView;
  readonly batch: number;
  readonly seqLen: number;
  readonly width: number;
  /** Rows of the table, where it has more than the sequence needs; they get 0. */
  readonly positions?: number;
  readonly positionOffset?: number;
  readonly accumulate?: boolean;
  readonly dropout?: Dropout | undefined;
}

export function positionBackward(sink: DispatchSink, args: PositionBackward): void {
  const { dout, dtable, batch, seqLen, width, positionOffset = 0, dropout } = args;
  const { positions = seqLen + positionOffset, accumulate = false } = args;
  const count = batch * seqLen * width;
  requireRoom('position_backward', { dout: [dout, count], dtable: [dtable, positions * width] });
  sink.dispatch({
    label: 'position_backward',
    shader: { name: 'position_backward', code: positionCode, lib: dropoutLibs },
    constants: { ACCUMULATE: accumulate, ...dropoutConstants(dropout) },
    bindings: [
      read(dout),
      read(dropout?.step ?? dout),
      accumulate ? readWrite(dtable) : write(dtable),
    ],
    params: [batch, seqLen, width, positions, positionOffset, ...dropoutParams(dropout)],
    grid: foldGrid(Math.ceil((positions * width) / 64)),
    flops: count,
    bytes: 4 * (count + positions * width),
  });
}
