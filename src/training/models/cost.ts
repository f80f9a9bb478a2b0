// What each part of a model costs in a captured step: parameters, arithmetic, memory. Every byte and
// every operation of the plan belongs to exactly one part, so the parts add up to the plan.
// A memory slot that several tensors share counts for the one that made it so large.
import { noMemory, type Dispatch, type MemoryKind, type VirtualBuffer } from '../../gpu/dispatch';
import { allocatedBytes, lifetimes, planMemory } from '../../gpu/plan';
import { ALIGN_ELEMENTS, type ParameterSpec } from '../parameters';
import type { CapturedEvaluation, CapturedTraining } from '../run/stepProgram';
import type { TrainedParts, TrainingState } from '../run/state';
import type { Shape, Tensor } from '../tensor';

export interface PartCost {
  /** `run`: the batch, the update and held-out checks, which belong to no layer. */
  readonly kind: 'embedding' | 'block' | 'head' | 'run';
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

/** The part of each parameter: 0 the embedding, then the blocks, then the head. */
export function partsOfParameters(specs: readonly Pick<ParameterSpec, 'name'>[]): number[] {
  const keys = specs.map(({ name }) => blockKey(name));
  const blocks = [...new Set(keys.filter((key) => key !== null))];
  const last = keys.findLastIndex((key) => key !== null);
  let part = 0;
  return keys.map((key, index) => {
    if (key !== null) part = blocks.indexOf(key) + 1;
    // Between two stacks (T5): the end of the one before.
    return index > last && last >= 0 ? blocks.length + 1 : part;
  });
}

/** What the names of one block have in common: `transformer.h.3`, `decoder.block.0`, `lstm_l1`. */
function blockKey(name: string): string | null {
  const inside = /^(.*?\b(?:h|layers?|blocks?)\.\d+)\./.exec(name);
  return inside?.[1] ?? /_l\d+$/.exec(name)?.[0] ?? null;
}

type Parameters = Pick<TrainingState, 'parameters'> & Pick<TrainedParts, 'frozen'>;

export function costByPart(
  state: Parameters,
  training: CapturedTraining,
  evaluation: CapturedEvaluation,
): PartCost[] {
  const specs = state.parameters.list;
  const ofParameter = partsOfParameters(specs);
  const head = Math.max(1, ...ofParameter);
  const run = head + 1;
  const places = new Placement(state, training, head);
  const parts = Array.from({ length: run + 1 }, (_, index) => ({
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
  const partOf = training.dispatches.map((dispatch, index) =>
    index < from || index >= to ? run : places.ofDispatch(dispatch),
  );
  training.dispatches.forEach((dispatch, index) => {
    const part = parts[partOf[index]!]!;
    const flops = dispatch.flops * (index >= from && index < to ? times : 1);
    part.flops += flops;
    if (places.isForward(dispatch)) part.forwardFlops += flops;
  });
  const add = (part: number, kind: MemoryKind, sizeBytes: number): void =>
    void (parts[part]!.memory[kind] += sizeBytes);
  addTemporaries(
    training.dispatches,
    add,
    (buffer, first) => places.ofBuffer(buffer) ?? partOf[first]!,
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
        add(places.ofParameter(name), buffer.kind, padded * 4);
      });
  }
  return parts;
}

const nameAndShape = ({ name, shape }: ParameterSpec) => ({ name, shape });
const isArena = ({ kind }: VirtualBuffer): boolean =>
  kind === 'weights' || kind === 'gradients' || kind === 'optimizer';

function kindOf(part: number, head: number): PartCost['kind'] {
  if (part === 0) return 'embedding';
  if (part < head) return 'block';
  return part === head ? 'head' : 'run';
}

type Add = (part: number, kind: MemoryKind, sizeBytes: number) => void;

function addTemporaries(
  dispatches: readonly Dispatch[],
  add: Add,
  partOf: (buffer: VirtualBuffer, firstDispatch: number) => number,
): void {
  const { slots, slotOf } = planMemory(dispatches);
  const spans = lifetimes(dispatches);
  const seen = new Set<number>();
  // In the plan's own order: the first tenant of a slot is its largest.
  for (const [buffer, slot] of slotOf) {
    if (seen.has(slot)) continue;
    seen.add(slot);
    const { kind, sizeBytes } = slots[slot]!;
    add(partOf(buffer, spans.get(buffer)!.first), kind, allocatedBytes(sizeBytes));
  }
}

function persistentOf(programs: readonly (readonly Dispatch[])[]): Set<VirtualBuffer> {
  const views = programs.flat().flatMap(({ bindings }) => bindings.map(({ view }) => view.buffer));
  return new Set(views.filter(({ persistent }) => persistent));
}

/**
 * Which part a tensor of the step belongs to. Forward, data goes up: the highest part that flows in.
 * Backward, gradients come down from the head: the lowest.
 */
class Placement {
  readonly #names: ReadonlyMap<string, number>;
  readonly #head: number;
  readonly #parts = new Map<Tensor, number | undefined>();
  readonly #byPlace = new Map<string, number>();
  readonly #forward = new Set<string>();
  #before = 0;

  constructor(state: Parameters, training: CapturedTraining, head: number) {
    this.#head = head;
    const specs = [state.frozen, state.parameters].flatMap((set) => set?.list ?? []);
    const parts = partsOfParameters(specs);
    this.#names = new Map(specs.map(({ name }, index) => [name, Math.min(head, parts[index]!)]));
    const tensors = [...training.tensors].sort(([a], [b]) => a.id - b.id);
    const loss = tensors.findLast(([, { buffer }]) => buffer === training.loss.buffer)?.[0];
    const lastForward = loss?.id ?? Infinity;
    for (const [tensor, { buffer, offsetBytes }] of tensors) {
      const place = `${buffer.id}:${offsetBytes}`;
      const part = this.#partOf(tensor, tensor.id <= lastForward);
      this.#parts.set(tensor, part);
      // A constant belongs to nobody: it goes with its neighbours.
      if (part === undefined || this.#byPlace.has(place)) continue;
      this.#byPlace.set(place, part);
      if (tensor.id <= lastForward) this.#forward.add(place);
    }
  }

  ofParameter(name: string): number {
    return this.#names.get(name) ?? 0;
  }

  ofBuffer({ id }: VirtualBuffer): number | undefined {
    return this.#byPlace.get(`${id}:0`);
  }

  /** By what it writes; a kernel that writes scratch alone goes with the one before it. */
  ofDispatch({ bindings }: Dispatch): number {
    const written = bindings.filter(({ access }) => access !== 'read');
    const parts = written.flatMap(({ view }) => this.#byPlace.get(placeOf(view)) ?? []);
    this.#before = parts[0] ?? this.#before;
    return this.#before;
  }

  isForward({ bindings }: Dispatch): boolean {
    const written = bindings.filter(({ access }) => access !== 'read');
    return written.some(({ view }) => this.#forward.has(placeOf(view)));
  }

  #partOf({ node, kind, name }: Tensor, isForward: boolean): number | undefined {
    if (kind === 'logits') return this.#head;
    if (!node) return this.#names.get(name);
    const inputs = Object.values(node.inputs).filter((input) => input !== undefined);
    const through = inputs.filter((input) => isForward || input.node !== null);
    const parts = through.flatMap(
      (input) => this.#parts.get(input) ?? this.#partOf(input, isForward) ?? [],
    );
    if (parts.length === 0) return undefined;
    return isForward ? Math.max(...parts) : Math.min(...parts);
  }
}

const placeOf = ({ buffer, offsetBytes }: { buffer: VirtualBuffer; offsetBytes: number }): string =>
  `${buffer.id}:${offsetBytes}`;
