// Property tests of the memory planner on random graphs, and of what compiling a program allocates.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Access, Binding, Dispatch, MemoryKind, VirtualBuffer } from '../../src/gpu/dispatch';
import type { OpenDevice } from '../../src/gpu/device';
import { GpuFaults } from '../../src/gpu/faults';
import {
  allocatedBytes,
  bytesByKind,
  lifetimes,
  planMemory,
  type MemoryPlan,
} from '../../src/gpu/plan';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { GpuContext } from '../../src/gpu/replay';

const GRAPHS = 2500;
const KINDS: MemoryKind[] = [
  'weights',
  'gradients',
  'optimizer',
  'activations',
  'logits',
  'data',
  'workspace',
];
const shader = { name: 'none', code: '' };

interface Step {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  readonly inPlace: boolean;
}

const graph = fc.record({
  sizes: fc.array(
    fc.record({
      sizeBytes: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 1 << 24 })),
      kind: fc.constantFrom(...KINDS),
      persistent: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  steps: fc.array(
    fc.record({
      reads: fc.array(fc.nat(), { maxLength: 5 }),
      writes: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      inPlace: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  ),
});

/** Dispatches that obey fact 1 on virtual buffers, as Recorder demands. */
function build({
  sizes,
  steps,
}: {
  sizes: readonly { sizeBytes: number; kind: MemoryKind; persistent: boolean }[];
  steps: readonly Step[];
}): Dispatch[] {
  const buffers = sizes.map(({ sizeBytes, kind, persistent }, index) =>
    declareBuffer(`b${index}`, sizeBytes, kind, persistent),
  );
  return steps.map(({ reads, writes, inPlace }, index) => {
    const written = new Set(writes.map((n) => buffers[n % buffers.length]!));
    const read = new Set(
      reads.map((n) => buffers[n % buffers.length]!).filter((b) => !written.has(b)),
    );
    const bind = (buffer: VirtualBuffer, access: Access): Binding => ({
      view: wholeView(buffer),
      access,
    });
    return {
      label: `d${index}`,
      shader,
      bindings: [
        ...[...read].map((b) => bind(b, 'read')),
        ...[...written].map((b) => bind(b, inPlace ? 'read_write' : 'write')),
      ],
      params: index % 3 === 0 ? [] : [index],
      grid: [1, 1, 1],
      flops: 0,
      bytes: 0,
    };
  });
}

const memoryOf = (plan: MemoryPlan, buffer: VirtualBuffer): number | VirtualBuffer =>
  plan.slotOf.get(buffer) ?? buffer;

const check = (property: (dispatches: Dispatch[], plan: MemoryPlan) => void): void =>
  fc.assert(
    fc.property(graph, (random) => {
      const dispatches = build(random);
      property(dispatches, planMemory(dispatches));
    }),
    { numRuns: GRAPHS },
  );

describe(`the memory plan of ${GRAPHS} random graphs`, () => {
  test('no two tenants of a slot live at the same dispatch', () => {
    check((dispatches, plan) => {
      // Told by what each dispatch really touches, not by the planner's own lifetimes.
      const tenant = new Map<number, VirtualBuffer>();
      const last = new Map<VirtualBuffer, number>();
      dispatches.forEach(({ bindings }, index) =>
        bindings.forEach(({ view }) => last.set(view.buffer, index)),
      );
      dispatches.forEach(({ bindings }, index) => {
        for (const { view } of bindings) {
          const slot = plan.slotOf.get(view.buffer);
          if (slot === undefined) continue;
          const old = tenant.get(slot);
          if (old && old !== view.buffer) expect(last.get(old)!).toBeLessThan(index);
          tenant.set(slot, view.buffer);
        }
      });
    });
  });

  test('what is written is still there when it is last read', () => {
    check((dispatches, plan) => {
      const content = new Map<number | VirtualBuffer, VirtualBuffer>();
      const begun = new Set<VirtualBuffer>();
      for (const { bindings } of dispatches) {
        for (const { view } of bindings) {
          const memory = memoryOf(plan, view.buffer);
          if (begun.has(view.buffer)) expect(content.get(memory)).toBe(view.buffer);
          begun.add(view.buffer);
          content.set(memory, view.buffer);
        }
      }
    });
  });

  test('no memory is both read and written, or bound twice, in one dispatch', () => {
    check((dispatches, plan) => {
      for (const { bindings } of dispatches) {
        const memory = bindings.map(({ view }) => memoryOf(plan, view.buffer));
        expect(new Set(memory).size).toBe(memory.length);
      }
    });
  });

  test('persistent buffers have memory of their own; every temporary has one slot that holds it', () => {
    check((dispatches, plan) => {
      const seen = new Set(
        dispatches.flatMap(({ bindings }) => bindings.map(({ view }) => view.buffer)),
      );
      for (const buffer of seen) {
        const slot = plan.slotOf.get(buffer);
        expect(plan.persistent.has(buffer)).toBe(buffer.persistent);
        expect(slot === undefined).toBe(buffer.persistent);
        if (slot !== undefined)
          expect(plan.slots[slot]!.sizeBytes).toBeGreaterThanOrEqual(buffer.sizeBytes);
      }
      expect(plan.slotOf.size + plan.persistent.size).toBe(seen.size);
    });
  });

  test('bytes add up, and lie between what must live at once and what nothing shared would take', () => {
    check((dispatches, plan) => {
      const spans = lifetimes(dispatches);
      const temporary = [...spans.keys()].filter(({ persistent }) => !persistent);
      const total = (buffers: readonly { sizeBytes: number }[]): number =>
        buffers.reduce((sum, b) => sum + allocatedBytes(b.sizeBytes), 0);
      expect(plan.unsharedBytes).toBe(total(temporary));
      expect(plan.temporaryBytes).toBe(total(plan.slots));
      expect(plan.persistentBytes).toBe(total([...plan.persistent]));
      expect(plan.temporaryBytes).toBeLessThanOrEqual(plan.unsharedBytes);
      for (let index = 0; index < dispatches.length; index++) {
        const live = temporary.filter(
          (b) => spans.get(b)!.first <= index && index <= spans.get(b)!.last,
        );
        expect(plan.temporaryBytes).toBeGreaterThanOrEqual(total(live));
      }
      const kinds = [...bytesByKind([plan]).values()].reduce((sum, n) => sum + n, 0);
      expect(kinds).toBe(plan.temporaryBytes + plan.persistentBytes);
    });
  });

  test('one graph gives one plan', () => {
    fc.assert(
      fc.property(graph, (random) => {
        const shape = (dispatches: Dispatch[]): unknown => {
          const plan = planMemory(dispatches);
          const { slots, temporaryBytes } = plan;
          return {
            slots,
            temporaryBytes,
            slotOf: [...plan.slotOf].map(([b, slot]) => [b.label, slot]),
          };
        };
        // Other buffers with other ids, the same graph.
        expect(shape(build(random))).toEqual(shape(build(random)));
      }),
      { numRuns: GRAPHS },
    );
  });
});

const openOf = (device: GPUDevice): OpenDevice =>
  ({ device, faults: new GpuFaults(device, true) }) as OpenDevice;

/** Just enough of a device to count what is created. */
function countingDevice(): { open: OpenDevice; storageBytes: () => number; buffers: () => number } {
  const created: { size: number; storage: boolean; alive: boolean }[] = [];
  const device = {
    limits: { maxBufferSize: 2 ** 40 },
    addEventListener: () => undefined,
    pushErrorScope: () => undefined,
    popErrorScope: () => Promise.resolve(null),
    lost: new Promise(() => undefined),
    createBuffer({ size, usage }: GPUBufferDescriptor) {
      const record = { size, storage: (usage & 0x80) !== 0, alive: true };
      created.push(record);
      return { size, destroy: () => void (record.alive = false) };
    },
    createShaderModule: () => ({}),
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createComputePipelineAsync: () => Promise.resolve({}),
    createBindGroup({ entries }: GPUBindGroupDescriptor) {
      for (const { resource } of entries) {
        const { buffer, offset = 0, size = 0 } = resource as GPUBufferBinding;
        expect(offset + size).toBeLessThanOrEqual((buffer as { size: number }).size);
      }
      return {};
    },
    queue: { writeBuffer: () => undefined },
  };
  const alive = () => created.filter((buffer) => buffer.storage && buffer.alive);
  return {
    open: openOf(device as unknown as GPUDevice),
    storageBytes: () => alive().reduce((sum, { size }) => sum + size, 0),
    buffers: () => alive().length,
  };
}

describe('what a program allocates', () => {
  test('is what its plan said, to the byte, and is given back', async () => {
    await fc.assert(
      fc.asyncProperty(graph, graph, async (first, second) => {
        const { open, storageBytes, buffers } = countingDevice();
        const context = new GpuContext(open);
        const one = await context.compile(build(first));
        expect(storageBytes()).toBe(one.plan.temporaryBytes + one.plan.persistentBytes);
        expect(buffers()).toBe(one.plan.slots.length + one.plan.persistent.size);
        const shared = build(second);
        const two = await context.compile(shared);
        const three = await context.compile(shared);
        // The third program shares the second's persistent buffers.
        const planned = bytesByKind([one.plan, two.plan, three.plan]);
        expect(storageBytes()).toBe([...planned.values()].reduce((sum, n) => sum + n, 0));
        const held = [...context.buffers.bytes].filter(([, bytes]) => bytes > 0);
        expect(new Map(held)).toEqual(planned);
        for (const program of [one, two, three]) program.destroy();
        expect(storageBytes()).toBe(one.plan.persistentBytes + two.plan.persistentBytes);
      }),
      { numRuns: 300 },
    );
  });
});

test('the recorder refuses a dispatch that reads and writes one buffer', () => {
  const recorder = new Recorder({} as never);
  const view = wholeView(declareBuffer('x', 512, 'activations'));
  const later = { ...view, offsetBytes: 256, sizeBytes: 256 };
  const dispatch = (bindings: Binding[]): void =>
    recorder.dispatch({
      label: 'd',
      shader,
      bindings,
      params: [],
      grid: [1, 1, 1],
      flops: 0,
      bytes: 0,
    });
  const aliased = expect.objectContaining({ code: 'aliased_binding' });
  expect(() =>
    dispatch([
      { view, access: 'read' },
      { view: later, access: 'write' },
    ]),
  ).toThrow(aliased);
  expect(() => dispatch([{ view: { ...view, offsetBytes: 4 }, access: 'read' }])).toThrow(
    expect.objectContaining({ code: 'unaligned_view' }),
  );
});
