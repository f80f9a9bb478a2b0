// A batch of windows from the corpus on the GPU, with the targets one position further.
import code from '../../../shaders/gather_batch.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { read, requireRoom, write } from '../shapes';

export interface GatherBatch {
  /** u32 [tokenCount]; with `packed16` two tokens in each u32, the low half first. */
  readonly tokens: BufferView;
  /** u32 [batch]: where each window starts. */
  readonly offsets: BufferView;
  /** u32 [batch, seqLen]. */
  readonly ids: BufferView;
  /** i32 [batch, seqLen]. */
  readonly targets: BufferView;
  readonly batch: number;
  readonly seqLen: number;
  readonly tokenCount: number;
  readonly packed16?: boolean;
}

export function gatherBatch(sink: DispatchSink, args: GatherBatch): void {
  const { tokens, offsets, ids, targets, batch, seqLen, tokenCount, packed16 = false } = args;
  const count = batch * seqLen;
  requireRoom('gather_batch', {
    tokens: [tokens, packed16 ? Math.ceil(tokenCount / 2) : tokenCount],
    offsets: [offsets, batch],
    ids: [ids, count],
    targets: [targets, count],
  });
  sink.dispatch({
    label: 'gather_batch',
    shader: { name: 'gather_batch', code },
    constants: { PACKED16: packed16 },
    bindings: [read(tokens), read(offsets), write(ids), write(targets)],
    params: [batch, seqLen, tokenCount],
    grid: foldGrid(Math.ceil(count / 64)),
    flops: 0,
    bytes: 4 * (batch + 4 * count),
  });
}
