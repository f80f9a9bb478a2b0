// out[i] = value.
import code from '../../shaders/fill.wgsl';
import { foldGrid, type BufferView, type DispatchSink, type Param } from '../dispatch';
import { requireRoom, write } from './shapes';

export interface Fill {
  readonly out: BufferView;
  readonly sizeElements: number;
  /** A bare number is u32; use `f32(0)` for floats. */
  readonly value: Param;
}

export function fill(sink: DispatchSink, { out, sizeElements, value }: Fill): void {
  requireRoom('fill', { out: [out, sizeElements] });
  sink.dispatch({
    label: 'fill',
    shader: { name: 'fill', code },
    bindings: [write(out)],
    // Both other kinds arrive as the bits that they are.
    params: [sizeElements, value],
    grid: foldGrid(Math.ceil(sizeElements / 64)),
    flops: 0,
    bytes: 4 * sizeElements,
  });
}
