// sum += scale · batch, over whole arenas.
import code from '../../../shaders/gradient_accumulate.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { chunksOf, read, readWrite, requireRoom } from '../shapes';

export interface GradientAccumulate {
  /** Flat arenas; their views hold a multiple of 4 elements. */
  readonly batch: BufferView;
  readonly sum: BufferView;
  readonly sizeElements: number;
  readonly scale: number;
}

export function gradientAccumulate(sink: DispatchSink, args: GradientAccumulate): void {
  const { batch, sum, sizeElements, scale } = args;
  const padded = Math.ceil(sizeElements / 4) * 4;
  requireRoom('gradient_accumulate', { batch: [batch, padded], sum: [sum, padded] });
  for (const { views, size } of chunksOf(sink, [batch, sum], padded)) {
    const [from, to] = views;
    sink.dispatch({
      label: 'gradient_accumulate',
      shader: { name: 'gradient_accumulate', code },
      bindings: [read(from), readWrite(to)],
      params: [size / 4, f32(scale)],
      grid: foldGrid(Math.ceil(size / 4 / 64)),
      flops: 2 * size,
      bytes: 12 * size,
    });
  }
}
