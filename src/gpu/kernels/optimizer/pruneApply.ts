// Keeps pruned weights at zero.
import code from '../../../shaders/prune_apply.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { chunksOf, read, readWrite, requireRoom } from '../shapes';

export interface PruneApply {
  /** Flat arena of f32, a multiple of 4 elements. */
  readonly weights: BufferView;
  /** u32, one bit a weight, the first in the low bit; 1 = stays. */
  readonly mask: BufferView;
  readonly sizeElements: number;
}

/** A binding of the mask starts on a multiple of 256 bytes: so many weights. */
export const MASK_ALIGN = 256 * 8;

export function pruneApply(sink: DispatchSink, { weights, mask, sizeElements }: PruneApply): void {
  const padded = Math.ceil(sizeElements / 4) * 4;
  requireRoom('prune_apply', {
    weights: [weights, padded],
    mask: [mask, Math.ceil(sizeElements / 32)],
  });
  for (const { views, first, size } of chunksOf(sink, [weights], padded, MASK_ALIGN)) {
    const [slice] = views;
    const maskBytes = Math.ceil(size / 32) * 4;
    const bits = { ...mask, offsetBytes: mask.offsetBytes + first / 8, sizeBytes: maskBytes };
    sink.dispatch({
      label: 'prune_apply',
      shader: { name: 'prune_apply', code },
      bindings: [read(bits), readWrite(slice)],
      params: [size / 4],
      grid: foldGrid(Math.ceil(size / 4 / 64)),
      flops: 0,
      bytes: 8 * size + maskBytes,
    });
  }
}
