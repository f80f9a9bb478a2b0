// SGD with momentum over all parameters at once.
import code from '../../../shaders/sgd.wgsl';
import type { BufferView, DispatchSink } from '../../dispatch';
import { updateArenas, type OptimizerArgs } from './optimizer';

/** Weight decay is added to the gradient, as in torch. */
export interface Sgd extends OptimizerArgs {
  readonly momentumBuffer: BufferView;
  readonly momentum: number;
  readonly nesterov: boolean;
}

export function sgd(sink: DispatchSink, args: Sgd): void {
  const { momentumBuffer, momentum, nesterov } = args;
  updateArenas(sink, args, {
    shader: { name: 'sgd', code },
    constants: { NESTEROV: nesterov },
    state: [momentumBuffer],
    values: [momentum],
    flopsPerElement: 8,
  });
}
