// Small tables that other kernels read: what a mask weighs (pooling is a product with it), counting.
import iotaCode from '../../shaders/iota.wgsl';
import maskCode from '../../shaders/mask_weights.wgsl';
import { foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { read, requireRoom, write } from './shapes';

export interface MaskWeights {
  /** u32 [rows, length], 1 = keep. */
  readonly mask: BufferView;
  /** f32 [rows, length]. */
  readonly out: BufferView;
  readonly rows: number;
  readonly length: number;
  /** 1 for each kept position, its share in their mean, or 1 for the last kept position alone. */
  readonly kind: 'keep' | 'mean' | 'last';
}

export function maskWeights(sink: DispatchSink, args: MaskWeights): void {
  const { mask, out, rows, length, kind } = args;
  requireRoom('mask_weights', { mask: [mask, rows * length], out: [out, rows * length] });
  sink.dispatch({
    label: 'mask_weights',
    shader: { name: 'mask_weights', code: maskCode },
    constants: { MEAN: kind === 'mean', LAST: kind === 'last' },
    bindings: [read(mask), write(out)],
    params: [rows, length],
    grid: foldGrid(Math.ceil(rows / 64)),
    flops: rows * length,
    bytes: 8 * rows * length,
  });
}

export interface Iota {
  readonly out: BufferView;
  readonly size: number;
  readonly start: number;
  readonly modulus: number;
  readonly float: boolean;
}

/** out[i] = (start + i) % modulus. */
export function iota(sink: DispatchSink, { out, size, start, modulus, float }: Iota): void {
  requireRoom('iota', { out: [out, size] });
  sink.dispatch({
    label: 'iota',
    shader: { name: 'iota', code: iotaCode },
    constants: { FLOAT: float },
    bindings: [write(out)],
    params: [size, start, modulus],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 0,
    bytes: 4 * size,
  });
}
