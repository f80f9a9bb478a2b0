// Which component of a model a parameter, a tensor and a dispatch of a captured step belong to.
import type { Dispatch, VirtualBuffer } from '../../gpu/dispatch';
import type { ParameterSpec } from '../parameters';
import type { TrainedParameters, TrainingState } from '../run/state';
import type { CapturedTraining } from '../run/stepProgram';
import type { Tensor } from '../tensor';

/** `run`: the batch, the update and held-out checks, which belong to no layer. */
export type ComponentKind = 'embedding' | 'block' | 'head' | 'run';

export type Placed = Pick<TrainingState, 'parameters'> & Pick<TrainedParameters, 'frozen'>;

/** The component of each parameter: 0 the embedding, then the blocks, then the head. */
export function componentsOfParameters(specs: readonly Pick<ParameterSpec, 'name'>[]): number[] {
  const keys = specs.map(({ name }) => blockKey(name));
  const blocks = [...new Set(keys.filter((key) => key !== null))];
  const last = keys.findLastIndex((key) => key !== null);
  let component = 0;
  return keys.map((key, index) => {
    if (key !== null) component = blocks.indexOf(key) + 1;
    // Between two stacks (T5): the end of the one before.
    return index > last && last >= 0 ? blocks.length + 1 : component;
  });
}

/** What the names of one block have in common: `transformer.h.3`, `decoder.block.0`, `lstm_l1`. */
function blockKey(name: string): string | null {
  const inside = /^(.*?\b(?:h|layers?|blocks?)\.\d+)\./.exec(name);
  return inside?.[1] ?? /_l\d+$/.exec(name)?.[0] ?? null;
}

export function kindOf(component: number, head: number): ComponentKind {
  if (component === 0) return 'embedding';
  if (component < head) return 'block';
  return component === head ? 'head' : 'run';
}

/**
 * Which component a tensor of the step belongs to. Forward, data goes up: the highest component that flows in.
 * Backward, gradients come down from the head: the lowest.
 */
export class Placement {
  readonly #names: ReadonlyMap<string, number>;
  readonly #head: number;
  readonly #components = new Map<Tensor, number | undefined>();
  readonly #byAddress = new Map<string, number>();
  readonly #forward = new Set<string>();
  #before = 0;

  constructor(state: Placed, training: CapturedTraining, head: number) {
    this.#head = head;
    const specs = [state.frozen, state.parameters].flatMap((set) => set?.list ?? []);
    const components = componentsOfParameters(specs);
    this.#names = new Map(
      specs.map(({ name }, index) => [name, Math.min(head, components[index]!)]),
    );
    const tensors = [...training.tensors].sort(([a], [b]) => a.id - b.id);
    const loss = tensors.findLast(([, { buffer }]) => buffer === training.loss.buffer)?.[0];
    const lastForward = loss?.id ?? Infinity;
    for (const [tensor, { buffer, offsetBytes }] of tensors) {
      const address = `${buffer.id}:${offsetBytes}`;
      const component = this.#componentOf(tensor, tensor.id <= lastForward);
      this.#components.set(tensor, component);
      // A constant belongs to nobody: it goes with its neighbors.
      if (component === undefined || this.#byAddress.has(address)) continue;
      this.#byAddress.set(address, component);
      if (tensor.id <= lastForward) this.#forward.add(address);
    }
  }

  ofParameter(name: string): number {
    return this.#names.get(name) ?? 0;
  }

  ofBuffer({ id }: VirtualBuffer): number | undefined {
    return this.#byAddress.get(`${id}:0`);
  }

  /** By what it writes; a kernel that writes scratch alone goes with the one before it. */
  ofDispatch({ bindings }: Dispatch): number {
    const written = bindings.filter(({ access }) => access !== 'read');
    const components = written.flatMap(({ view }) => this.#byAddress.get(addressOf(view)) ?? []);
    this.#before = components[0] ?? this.#before;
    return this.#before;
  }

  isForward({ bindings }: Dispatch): boolean {
    const written = bindings.filter(({ access }) => access !== 'read');
    return written.some(({ view }) => this.#forward.has(addressOf(view)));
  }

  #componentOf({ node, kind, name }: Tensor, isForward: boolean): number | undefined {
    if (kind === 'logits') return this.#head;
    if (!node) return this.#names.get(name);
    const inputs = Object.values(node.inputs).filter((input) => input !== undefined);
    const through = inputs.filter((input) => isForward || input.node !== null);
    const components = through.flatMap(
      (input) => this.#components.get(input) ?? this.#componentOf(input, isForward) ?? [],
    );
    if (components.length === 0) return undefined;
    return isForward ? Math.max(...components) : Math.min(...components);
  }
}

const addressOf = ({
  buffer,
  offsetBytes,
}: {
  buffer: VirtualBuffer;
  offsetBytes: number;
}): string => `${buffer.id}:${offsetBytes}`;
