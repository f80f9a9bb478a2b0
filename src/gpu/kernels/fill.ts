// out[i] = value.
import code from '../../shaders/fill.wgsl';
import { foldGrid, type BufferView, type DispatchSink, type Param } from '../dispatch';
import { requireRoom, write } from './shapes';

export interface Fill {
  readonly out: BufferView;
  /** Elements of 4 bytes. */
  readonly size: number;
  /** A bare number is u32; use `f32(0)` for floats. */
  readonly value: Param;
}

export function fill(sink: DispatchSink, { out, size, value }: Fill): void {
  requireRoom('fill', { out: [out, size] });
  sink.dispatch({
    label: 'fill',
    shader: { name: 'fill', code },
    bindings: [write(out)],
    // Both other kinds arrive as the bits that they are.
    params: [size, value],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 0,
    bytes: 4 * size,
  });
}
