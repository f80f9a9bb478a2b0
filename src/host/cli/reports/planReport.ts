// The captured training step as text: what runs, on what, where it lies, and what it takes.
import type { BufferView, Dispatch } from '../../../gpu/dispatch';
import { allocatedBytes, planMemory, type MemoryPlan } from '../../../gpu/plan';
import type { CapturedRun } from '../../../training/run/captureRun';
import { costOf, priceOf } from '../../../training/run/stepProgram';
import type { OpNode, Tensor } from '../../../training/tensor';
import { counted } from './counted';
import { markdownTable } from '../../studies/markdown';

export type PlanTables = ReturnType<typeof planTables>;
type PlannedDispatch = ReturnType<typeof planned>;
type PlannedBuffer = ReturnType<typeof slotsOf>[number];

export function planTables(run: CapturedRun) {
  const { training, evaluation } = run;
  const { dispatches } = training;
  const memoryPlan = planMemory(dispatches);
  const shapeOf = shapes(run);
  const { memory, totalBytes } = priceOf([dispatches, evaluation.dispatches]);
  const cost = costOf(training);
  return {
    dispatches: dispatches.map((one) => planned(one, memoryPlan, shapeOf)),
    slots: slotsOf(memoryPlan),
    persistent: Array.from(memoryPlan.persistent, ({ label, kind, sizeBytes }) => ({
      name: label,
      kind,
      bytes: allocatedBytes(sizeBytes),
      tenants: 1,
    })),
    fused: fusedOf(training.tensors.keys()),
    /** Of the training step and the evaluation together: what a run allocates. */
    memory,
    totalBytes,
    dispatchesPerStep: cost.dispatches,
    flopsPerStep: cost.flops,
  };
}

interface Named {
  readonly name: string;
  readonly shape: readonly number[];
}
type ShapeOf = (view: BufferView) => Named;

const addressOf = ({ buffer, offsetBytes, sizeBytes }: BufferView): string =>
  `${buffer.id}:${offsetBytes}:${sizeBytes}`;

/** What lies in a view: a tensor of the graph, a parameter, its gradient, or plain words. */
function shapes({ training, state: { parameters } }: CapturedRun): ShapeOf {
  const known = new Map<string, Named>();
  const add = (view: BufferView, named: Named): void => {
    const address = addressOf(view);
    if (!known.has(address)) known.set(address, named);
  };
  for (const parameter of parameters.list) {
    const { name, shape } = parameter;
    add(parameters.place(parameter, parameters.weights), { name, shape });
    add(parameters.place(parameter, parameters.gradients), { name: `${name}.grad`, shape });
  }
  for (const [tensor, view] of training.tensors) {
    add(view, tensor);
    for (const input of Object.values(tensor.node?.inputs ?? {}))
      if (input?.leaf) add(input.leaf, input);
  }
  return (view) =>
    known.get(addressOf(view)) ?? { name: view.buffer.label, shape: [view.sizeBytes / 4] };
}

function planned(dispatch: Dispatch, { slotOf }: MemoryPlan, shapeOf: ShapeOf) {
  const { label, shader, grid, flops, bindings } = dispatch;
  return {
    label,
    shader: shader.name,
    grid,
    flops,
    bindings: bindings.map(({ view, access }) => ({
      access,
      name: shapeOf(view).name,
      shape: shapeOf(view).shape,
      /** Of the shared temporary memory; null for buffers that keep their contents. */
      slot: slotOf.get(view.buffer) ?? null,
      bytes: view.sizeBytes,
    })),
  };
}

function slotsOf({ slots, slotOf }: MemoryPlan) {
  const tenants = slots.map(() => 0);
  for (const slot of slotOf.values()) tenants[slot]! += 1;
  return slots.map(({ kind, sizeBytes, label }, index) => ({
    name: label,
    kind,
    bytes: allocatedBytes(sizeBytes),
    /** Tensors that lie there one after another. */
    tenants: tenants[index]!,
  }));
}

/** Inputs and attributes by which an op takes another one's work along. */
const FUSED_INPUTS = ['bias', 'residual', 'delta', 'base', 'positions', 'mask', 'keyMask'];
const FUSED_ATTRIBUTES = ['activation', 'dropout', 'scale'];

function fusedOf(tensors: Iterable<Tensor>) {
  const nodes = new Set<OpNode>();
  for (const { node } of tensors) if (node) nodes.add(node);
  const fused = Array.from(nodes, ({ op, inputs, attrs }) => {
    const values = (attrs ?? {}) as Readonly<Record<string, unknown>>;
    const parts = [
      ...FUSED_INPUTS.filter((name) => inputs[name]),
      ...FUSED_ATTRIBUTES.filter((name) => values[name] && values[name] !== 'none').map((name) =>
        typeof values[name] === 'string' ? values[name] : name,
      ),
    ];
    return { op: op.name, fused: parts.join(' + ') };
  });
  const some = fused.filter((one) => one.fused !== '');
  return counted(some, (one) => `${one.op} ${one.fused}`).map(({ first, count }) => ({
    ...first,
    count,
  }));
}

const bytes = (count: number): string => count.toLocaleString('en-US');

export function planReport(tables: PlanTables, adapter: string): string {
  const { dispatches, slots, persistent, fused, memory, totalBytes } = tables;
  const buffers = (list: readonly PlannedBuffer[], prefix: string): string =>
    markdownTable(
      [prefix, 'kind', 'bytes', 'tensors', 'largest'],
      list.map(({ kind, bytes: size, tenants, name }, index) => {
        return [String(index), kind, bytes(size), String(tenants), name];
      }),
    );
  return [
    `# Training step on ${adapter}: ${dispatches.length} dispatches captured, ${tables.dispatchesPerStep} per step, ${(tables.flopsPerStep / 1e9).toFixed(3)} GFLOP`,
    dispatches.map(dispatchText).join('\n'),
    '# Fused',
    markdownTable(
      ['op', 'with', 'nodes'],
      fused.map(({ op, fused: parts, count }) => [op, parts, String(count)]),
    ),
    '# Memory plan: slots of temporary tensors',
    buffers(slots, 'slot'),
    '# Memory plan: buffers that keep their contents',
    buffers(persistent, 'buffer'),
    '# Memory of the training step and the evaluation together',
    markdownTable(
      ['kind', 'bytes'],
      [...Object.entries(memory), ['total', totalBytes] as const].map(([kind, count]) => [
        kind,
        bytes(count),
      ]),
    ),
  ].join('\n\n');
}

function dispatchText({ label, shader, grid, flops, bindings }: PlannedDispatch, index: number) {
  const head = `[${String(index).padStart(3)}] ${label}  shader ${shader}, grid ${grid.join(' × ')}, ${bytes(flops)} FLOP`;
  const lines = bindings.map(({ access, name, shape, slot, bytes: size }) => {
    const address = slot === null ? 'keeps' : `slot ${slot}`;
    return `      ${access.padEnd(10)} ${address.padEnd(8)} ${bytes(size).padStart(12)} B  ${name} [${shape.join(', ')}]`;
  });
  return [head, ...lines].join('\n');
}
