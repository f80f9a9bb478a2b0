// out[i] = inp[i].
import code from '../../shaders/copy.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { read, requireRoom, write } from './shapes';

export interface Copy {
  readonly inp: BufferView;
  readonly out: BufferView;
  /** Elements of 4 bytes. */
  readonly size: number;
}

export function copy(sink: DispatchSink, { inp, out, size }: Copy): void {
  requireRoom('copy', { inp: [inp, size], out: [out, size] });
  sink.dispatch({
    label: 'copy',
    shader: { name: 'copy', code },
    bindings: [read(inp), write(out)],
    params: [size],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 0,
    bytes: 8 * size,
  });
}
