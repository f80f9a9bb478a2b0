// out[i] = inp[i].
import code from '../../shaders/copy.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { read, requireRoom, write } from './shapes';

export interface Copy {
  readonly inp: BufferView;
  readonly out: BufferView;
  readonly sizeElements: number;
}

export function copy(sink: DispatchSink, { inp, out, sizeElements }: Copy): void {
  requireRoom('copy', { inp: [inp, sizeElements], out: [out, sizeElements] });
  sink.dispatch({
    label: 'copy',
    shader: { name: 'copy', code },
    bindings: [read(inp), write(out)],
    params: [sizeElements],
    grid: foldGrid(Math.ceil(sizeElements / 64)),
    flops: 0,
    bytes: 8 * sizeElements,
  });
}
