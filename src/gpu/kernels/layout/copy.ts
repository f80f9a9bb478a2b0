// out[i] = inp[i].
import code from '../../../shaders/copy.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { chunksOf, read, requireRoom, write } from '../shapes';

export interface Copy {
  readonly inp: BufferView;
  readonly out: BufferView;
  /** Elements of 4 bytes. */
  readonly size: number;
}

export function copy(sink: DispatchSink, { inp, out, size }: Copy): void {
  requireRoom('copy', { inp: [inp, size], out: [out, size] });
  for (const { views, size: count } of chunksOf(sink, [inp, out], size)) {
    sink.dispatch({
      label: 'copy',
      shader: { name: 'copy', code },
      bindings: [read(views[0]), write(views[1])],
      params: [count],
      grid: foldGrid(Math.ceil(count / 64)),
      flops: 0,
      bytes: 8 * count,
    });
  }
}
