// What each component of a model costs in a captured step: parameters, arithmetic, memory. Every byte and
// every operation of the plan belongs to exactly one component, so they add up to the plan.
// A memory slot that several tensors share counts for the one that made it so large.
import { noMemory, type Dispatch, type MemoryKind, type VirtualBuffer } from '../../gpu/dispatch';
import { allocatedBytes, lifetimes, planMemory } from '../../gpu/plan';
import { ALIGN_ELEMENTS, type ParameterSpec } from '../parameters';
import {
  kindOf,
  componentsOfParameters,
  Placement,
  type ComponentKind,
  type Placed,
} from './placement';
import type { CapturedEvaluation, CapturedTraining } from '../run/stepProgram';
import type { Shape } from '../tensor';

export interface ComponentCost {
  readonly kind: ComponentKind;
  /** Number of a block, from 0. */
  readonly block: number;
  readonly weights: readonly { readonly name: string; readonly shape: Shape }[];
  readonly parameters: number;
  /** Of a whole step, all its batches. */
  readonly flops: number;
  /** Those of the forward pass among them. */
  readonly forwardFlops: number;
  readonly memory: Readonly<Record<MemoryKind, number>>;
}

export function costByComponent(
  state: Placed,
  training: CapturedTraining,
  evaluation: CapturedEvaluation,
): ComponentCost[] {
  const specs = state.parameters.list;
  const ofParameter = componentsOfParameters(specs);
  const head = Math.max(1, ...ofParameter);
  const run = head + 1;
  const placement = new Placement(state, training, head);
  const components = Array.from({ length: run + 1 }, (_, index) => ({
    kind: kindOf(index, head),
    block: index > 0 && index < head ? index - 1 : 0,
    weights: specs.filter((_spec, at) => ofParameter[at] === index).map(nameAndShape),
    parameters: specs.reduce(
      (sum, { sizeElements }, at) => sum + (ofParameter[at] === index ? sizeElements : 0),
      0,
    ),
    flops: 0,
    forwardFlops: 0,
    memory: noMemory(),
  }));
  const { from, to, times } = training.repeated;
  const componentOf = training.dispatches.map((dispatch, index) =>
    index < from || index >= to ? run : placement.ofDispatch(dispatch),
  );
  training.dispatches.forEach((dispatch, index) => {
    const component = components[componentOf[index]!]!;
    const flops = dispatch.flops * (index >= from && index < to ? times : 1);
    component.flops += flops;
    if (placement.isForward(dispatch)) component.forwardFlops += flops;
  });
  const add = (component: number, kind: MemoryKind, sizeBytes: number): void =>
    void (components[component]!.memory[kind] += sizeBytes);
  addTemporaries(
    training.dispatches,
    add,
    (buffer, first) => placement.ofBuffer(buffer) ?? componentOf[first]!,
  );
  addTemporaries(evaluation.dispatches, add, () => run);
  for (const buffer of persistentOf([training.dispatches, evaluation.dispatches])) {
    const arena = [state.parameters, state.frozen].find(
      (set) => set && isArena(buffer) && buffer.sizeBytes === set.sizeElements * 4,
    );
    if (!arena) add(run, buffer.kind, allocatedBytes(buffer.sizeBytes));
    else
      arena.list.forEach(({ name, sizeElements }) => {
        const padded = Math.ceil(sizeElements / ALIGN_ELEMENTS) * ALIGN_ELEMENTS;
        add(placement.ofParameter(name), buffer.kind, padded * 4);
      });
  }
  return components;
}

const nameAndShape = ({ name, shape }: ParameterSpec) => ({ name, shape });
const isArena = ({ kind }: VirtualBuffer): boolean =>
  kind === 'weights' || kind === 'gradients' || kind === 'optimizer';

type Add = (component: number, kind: MemoryKind, sizeBytes: number) => void;

function addTemporaries(
  dispatches: readonly Dispatch[],
  add: Add,
  componentOf: (buffer: VirtualBuffer, firstDispatch: number) => number,
): void {
  const { slots, slotOf } = planMemory(dispatches);
  const spans = lifetimes(dispatches);
  const seen = new Set<number>();
  // In the plan's own order: the first tenant of a slot is its largest.
  for (const [buffer, slot] of slotOf) {
    if (seen.has(slot)) continue;
    seen.add(slot);
    const { kind, sizeBytes } = slots[slot]!;
    add(componentOf(buffer, spans.get(buffer)!.first), kind, allocatedBytes(sizeBytes));
  }
}

function persistentOf(programs: readonly (readonly Dispatch[])[]): Set<VirtualBuffer> {
  const views = programs.flat().flatMap(({ bindings }) => bindings.map(({ view }) => view.buffer));
  return new Set(views.filter(({ persistent }) => persistent));
}
