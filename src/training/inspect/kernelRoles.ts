// What each dispatch of a captured training step is there for: the layer, the pass, and the weight.
import type { BufferView } from '../../gpu/dispatch';
import {
  kindOf,
  Placement,
  componentsOfParameters,
  type ComponentKind,
  type Placed,
} from '../models/placement';
import type { CapturedTraining } from '../run/stepProgram';

export interface KernelRole {
  readonly layer: ComponentKind;
  /** Number of a block, from 0. */
  readonly block: number;
  /** `update`: what runs once a step, whatever the number of batches. */
  readonly pass: 'forward' | 'backward' | 'update';
  /** The parameter that it reads, or whose gradient it writes; null where there is none. */
  readonly weight: string | null;
}

export function kernelRoles(state: Placed, training: CapturedTraining): KernelRole[] {
  const { from, to } = training.repeated;
  const head = Math.max(1, ...componentsOfParameters(state.parameters.list));
  const placement = new Placement(state, training, head);
  const weights = weightAddresses(state);
  return training.dispatches.map((dispatch, index) => {
    const isUpdate = index < from || index >= to;
    const component = isUpdate ? head + 1 : placement.ofDispatch(dispatch);
    const found = dispatch.bindings.flatMap(({ view }) => weights.get(addressOf(view)) ?? []);
    return {
      layer: kindOf(component, head),
      block: component > 0 && component < head ? component - 1 : 0,
      pass: isUpdate ? 'update' : placement.isForward(dispatch) ? 'forward' : 'backward',
      weight: found[0] ?? null,
    };
  });
}

const addressOf = ({ buffer, offsetBytes, sizeBytes }: BufferView): string =>
  `${buffer.id}:${offsetBytes}:${sizeBytes}`;

function weightAddresses({ parameters, frozen }: Placed): Map<string, string> {
  const names = new Map<string, string>();
  for (const set of [parameters, frozen])
    for (const parameter of set?.list ?? [])
      for (const arena of [set!.weights, set!.gradients])
        names.set(addressOf(set!.place(parameter, arena)), parameter.name);
  return names;
}
