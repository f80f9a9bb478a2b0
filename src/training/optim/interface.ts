// What every optimizer can do: it keeps its state in buffers and describes its update as dispatches.
import type { BufferView, DispatchSink } from '../../gpu/dispatch';

/** What an update reads beside gradients and weights. */
export interface UpdateInputs {
  /** STEP_LAYOUT. */
  readonly step: BufferView;
  /** GRAD_NORM_LAYOUT. */
  readonly norm: BufferView;
}

export interface Optimizer {
  /** What a snapshot holds beside the weights, zeros at the start. */
  readonly state: readonly BufferView[];
  update(sink: DispatchSink, inputs: UpdateInputs): void;
}
