// out[i] = value.
import code from '../../../shaders/fill.wgsl';
import { foldGrid, type BufferView, type DispatchSink, type Param } from '../../dispatch';
import { chunksOf, requireRoom, write } from '../shapes';

export interface Fill {
  readonly out: BufferView;
  /** Elements of 4 bytes. */
  readonly size: number;
  /** A bare number is u32; use `f32(0)` for floats. */
  readonly value: Param;
}

export function fill(sink: DispatchSink, { out, size, value }: Fill): void {
  requireRoom('fill', { out: [out, size] });
  for (const { views, size: count } of chunksOf(sink, [out], size)) {
    sink.dispatch({
      label: 'fill',
      shader: { name: 'fill', code },
      bindings: views.map(write),
      // Both other kinds arrive as the bits that they are.
      params: [count, value],
      grid: foldGrid(Math.ceil(count / 64)),
      flops: 0,
      bytes: 4 * count,
    });
  }
}
