// What a program is bound to: memory for its temporaries, uniforms, and a bind group a dispatch.
import { alignBytes, type BufferStore } from './buffers';
import type { BufferView, Dispatch, Param, VirtualBuffer } from './dispatch';
import type { GpuFaults } from './faults';
import type { Compiled } from './pipelines';
import type { MemoryPlan } from './plan';

const UNIFORM_SLOT_BYTES = 256;

/** A dispatch as it is encoded. */
export interface Encoded {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export function memoryOf(
  view: BufferView,
  plan: MemoryPlan,
  slots: readonly GPUBuffer[],
  buffers: BufferStore,
): { buffer: GPUBuffer; offsetBytes: number } {
  const slot = plan.slotOf.get(view.buffer);
  if (slot === undefined) return buffers.memory(view);
  return { buffer: slots[slot]!, offsetBytes: view.offsetBytes };
}

/** What a program is given before it is one; a failure gives it all back. */
export class ProgramMemory {
  readonly slots: GPUBuffer[] = [];
  readonly plan: MemoryPlan;
  readonly buffers: BufferStore;
  readonly #fresh: VirtualBuffer[] = [];
  uniforms!: GPUBuffer;

  constructor(buffers: BufferStore, plan: MemoryPlan) {
    this.buffers = buffers;
    this.plan = plan;
  }

  allocate(dispatches: number): GPUBuffer {
    const { buffers, plan, slots } = this;
    for (const { label, sizeBytes, kind } of plan.slots) {
      slots.push(buffers.allocate(label, sizeBytes, kind));
    }
    const size = Math.max(1, dispatches) * UNIFORM_SLOT_BYTES;
    this.uniforms = buffers.allocateUniform('params', size);
    for (const buffer of plan.persistent) {
      if (buffers.isResident(buffer)) continue;
      this.#fresh.push(buffer);
      buffers.resident(buffer);
    }
    return this.uniforms;
  }

  at(view: BufferView): { buffer: GPUBuffer; offsetBytes: number } {
    return memoryOf(view, this.plan, this.slots, this.buffers);
  }

  free(): void {
    for (const slot of this.slots) this.buffers.free(slot);
    for (const buffer of this.#fresh) this.buffers.freeResident(buffer);
    this.uniforms?.destroy();
  }
}

/** Bind groups and scalars of a program whose memory is there; each within an error scope. */
export function bind(
  { device, faults }: { readonly device: GPUDevice; readonly faults: GpuFaults },
  dispatches: readonly Dispatch[],
  compiled: readonly Compiled[],
  memory: ProgramMemory,
): Encoded[] {
  const { uniforms } = memory;
  const uniformBytes = new ArrayBuffer(uniforms.size);
  const encoded = dispatches.map((dispatch, index): Encoded => {
    const { label, bindings, params } = dispatch;
    const { pipeline, layout } = compiled[index]!;
    const entries: GPUBindGroupEntry[] = bindings.map(({ view }, binding) => {
      const { buffer, offsetBytes: offset } = memory.at(view);
      return { binding, resource: { buffer, offset, size: alignBytes(view.sizeBytes, 4) } };
    });
    if (params.length > 0) {
      const offset = index * UNIFORM_SLOT_BYTES;
      const size = writeParams(uniformBytes, offset, params);
      entries.push({ binding: entries.length, resource: { buffer: uniforms, offset, size } });
    }
    const bindGroup = faults.scoped(label, () =>
      device.createBindGroup({ label, layout, entries }),
    );
    const [x, y, z] = dispatch.grid;
    return { pipeline, bindGroup, x, y, z };
  });
  faults.scoped('params', () => device.queue.writeBuffer(uniforms, 0, uniformBytes));
  return encoded;
}

/** Packs scalars one after another, as WGSL lays out a struct of 4-byte members. */
function writeParams(target: ArrayBuffer, offset: number, params: readonly Param[]): number {
  const view = new DataView(target, offset, UNIFORM_SLOT_BYTES);
  params.forEach((param, index) => {
    if (typeof param === 'number') view.setUint32(index * 4, param, true);
    else if ('f32' in param) view.setFloat32(index * 4, param.f32, true);
    else view.setInt32(index * 4, param.i32, true);
  });
  return alignBytes(params.length * 4, 16);
}
