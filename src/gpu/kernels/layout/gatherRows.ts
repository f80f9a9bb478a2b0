// Rows of a table by number, and their gradient, which adds rows that were taken more than once.
// A token embedding is just this, so its kernels do the work.
import type { BufferView, DispatchSink } from '../../dispatch';
import { embeddingBackward, embeddingForward } from '../embedding';

export interface GatherRows {
  /** [tableRows, width]. */
  readonly table: BufferView;
  /** u32 [rows], each below tableRows. */
  readonly ids: BufferView;
  /** [rows, width]. */
  readonly out: BufferView;
  readonly rows: number;
  readonly width: number;
  readonly tableRows: number;
}

export const gatherRows = (sink: DispatchSink, { tableRows, ...args }: GatherRows): void =>
  embeddingForward(sink, { ...args, vocab: tableRows, seqLen: 1 });

export interface ScatterAddRows {
  readonly ids: BufferView;
  /** [rows, width]. */
  readonly dout: BufferView;
  /** [tableRows, width]; rows never taken become 0 unless `accumulate`. */
  readonly dtable: BufferView;
  readonly rows: number;
  readonly width: number;
  readonly tableRows: number;
  readonly accumulate?: boolean;
}

export const scatterAddRows = (sink: DispatchSink, { tableRows, ...args }: ScatterAddRows): void =>
  embeddingBackward(sink, { ...args, vocab: tableRows });
