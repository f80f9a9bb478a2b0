// AdamW over all parameters at once.
import code from '../../../shaders/adamw.wgsl';
import type { BufferView, DispatchSink } from '../../dispatch';
import { updateArenas, type OptimizerArgs } from './optimizer';

export interface AdamW extends OptimizerArgs {
  readonly m: BufferView;
  readonly v: BufferView;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}

export function adamw(sink: DispatchSink, args: AdamW): void {
  const { m, v, beta1, beta2, eps } = args;
  updateArenas(sink, args, {
    shader: { name: 'adamw', code },
    state: [m, v],
    values: [beta1, beta2, 1 - beta1, 1 - beta2, eps],
    flopsPerElement: 16,
  });
}
