// Lion over all parameters at once.
import code from '../../../shaders/lion.wgsl';
import type { BufferView, DispatchSink } from '../../dispatch';
import { updateArenas, type OptimizerArgs } from './optimizer';

export interface Lion extends OptimizerArgs {
  readonly m: BufferView;
  readonly beta1: number;
  readonly beta2: number;
}

export function lion(sink: DispatchSink, args: Lion): void {
  const { m, beta1, beta2 } = args;
  updateArenas(sink, args, {
    shader: { name: 'lion', code },
    state: [m],
    values: [beta1, beta2, 1 - beta1, 1 - beta2],
    flopsPerElement: 10,
  });
}
