// Moving average of the weights; its decay comes from the step buffer.
import code from '../../../shaders/ema.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { optimizerConstants } from './optimizer';
import { chunksOf, read, readWrite, requireRoom } from '../shapes';

export interface Ema {
  readonly params: BufferView;
  readonly average: BufferView;
  readonly sizeElements: number;
  /** STEP_LAYOUT. */
  readonly step: BufferView;
  /** GRAD_NORM_LAYOUT: a skipped step leaves the average as it is. */
  readonly norm: BufferView;
}

export function ema(sink: DispatchSink, { params, average, sizeElements, step, norm }: Ema): void {
  const padded = Math.ceil(sizeElements / 4) * 4;
  requireRoom('ema', { params: [params, padded], average: [average, padded] });
  for (const { views, size } of chunksOf(sink, [params, average], padded)) {
    const [from, to] = views;
    sink.dispatch({
      label: 'ema',
      shader: { name: 'ema', code },
      constants: optimizerConstants,
      bindings: [...[from, step, norm].map(read), readWrite(to)],
      params: [size / 4],
      grid: foldGrid(Math.ceil(size / 4 / 64)),
      flops: 3 * size,
      bytes: 12 * size,
    });
  }
}
