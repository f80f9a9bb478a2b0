// The one place that encodes and submits. A program is compiled once (pipelines, memory, bind
// groups, uniforms) and replayed: per run the CPU walks one flat list of dispatches.
import { BufferStore, alignBytes } from './buffers';
import type { BufferView, Dispatch, Param } from './dispatch';
import type { OpenDevice } from './device';
import { PipelineCache } from './pipelines';
import { planMemory, type MemoryPlan } from './plan';

const UNIFORM_SLOT_BYTES = 256;

interface Encoded {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A device with its memory and compiled pipelines; everything that programs share. */
export class GpuContext {
  readonly open: OpenDevice;
  readonly device: GPUDevice;
  readonly buffers: BufferStore;
  readonly pipelines: PipelineCache;

  constructor(open: OpenDevice) {
    this.open = open;
    this.device = open.device;
    this.buffers = new BufferStore(open.device);
    this.pipelines = new PipelineCache(open.device);
  }

  encoder(): GPUCommandEncoder {
    return this.device.createCommandEncoder();
  }

  /** Finishes and submits. */
  send(encoder: GPUCommandEncoder): void {
    this.device.queue.submit([encoder.finish()]);
  }

  /** Resolves when everything submitted so far has run. */
  async idle(): Promise<void> {
    await this.device.queue.onSubmittedWorkDone();
  }

  destroy(): void {
    this.buffers.destroy();
    this.device.destroy();
  }
}

export class Program {
  readonly dispatches: readonly Dispatch[];
  readonly plan: MemoryPlan;
  readonly #context: GpuContext;
  readonly #encoded: readonly Encoded[];
  readonly #slots: readonly GPUBuffer[];
  readonly #uniforms: GPUBuffer;

  constructor(
    context: GpuContext,
    dispatches: readonly Dispatch[],
    plan: MemoryPlan,
    encoded: readonly Encoded[],
    slots: readonly GPUBuffer[],
    uniforms: GPUBuffer,
  ) {
    this.#context = context;
    this.dispatches = dispatches;
    this.plan = plan;
    this.#encoded = encoded;
    this.#slots = slots;
    this.#uniforms = uniforms;
  }

  get length(): number {
    return this.#encoded.length;
  }

  /** Adds the dispatches [from, to) to the encoder, in one compute pass; `stamps` only while profiling. */
  encode(
    encoder: GPUCommandEncoder,
    from = 0,
    to = this.#encoded.length,
    stamps?: GPUComputePassTimestampWrites,
  ): void {
    const pass = encoder.beginComputePass(stamps && { timestampWrites: stamps });
    let bound: GPUComputePipeline | null = null;
    for (let index = from; index < to; index++) {
      const step = this.#encoded[index]!;
      if (step.pipeline !== bound) pass.setPipeline((bound = step.pipeline));
      pass.setBindGroup(0, step.bindGroup);
      pass.dispatchWorkgroups(step.x, step.y, step.z);
    }
    pass.end();
  }

  /** One replay, submitted at once. */
  run(): void {
    const encoder = this.#context.encoder();
    this.encode(encoder);
    this.#context.send(encoder);
  }

  /** The memory behind a view: a slot for a temporary, the resident buffer for a persistent one. */
  memory(view: BufferView): { buffer: GPUBuffer; offsetBytes: number } {
    return memoryOf(view, this.plan, this.#slots, this.#context.buffers);
  }

  /** Frees temporaries and uniforms; resident buffers stay. */
  destroy(): void {
    for (const slot of this.#slots) this.#context.buffers.free(slot);
    this.#uniforms.destroy();
  }
}

function memoryOf(
  view: BufferView,
  plan: MemoryPlan,
  slots: readonly GPUBuffer[],
  buffers: BufferStore,
): { buffer: GPUBuffer; offsetBytes: number } {
  const slot = plan.slotOf.get(view.buffer);
  if (slot === undefined) return buffers.memory(view);
  return { buffer: slots[slot]!, offsetBytes: view.offsetBytes };
}

/** Plans, allocates, compiles and binds a recorded list of dispatches. */
export async function compileProgram(
  context: GpuContext,
  dispatches: readonly Dispatch[],
  onProgress?: (done: number, total: number) => void,
): Promise<Program> {
  const plan = planMemory(dispatches);
  let done = 0;
  const compiled = await Promise.all(
    dispatches.map(async (dispatch) => {
      const pipeline = await context.pipelines.get(dispatch);
      onProgress?.(++done, dispatches.length);
      return pipeline;
    }),
  );
  const { buffers, device } = context;
  const slots = plan.slots.map(({ label, sizeBytes, kind }) =>
    buffers.allocate(label, sizeBytes, kind),
  );
  const uniforms = buffers.allocateUniform(
    'params',
    Math.max(1, dispatches.length) * UNIFORM_SLOT_BYTES,
  );
  const uniformBytes = new ArrayBuffer(uniforms.size);
  const encoded = dispatches.map((dispatch, index): Encoded => {
    const { pipeline, layout } = compiled[index]!;
    const entries: GPUBindGroupEntry[] = dispatch.bindings.map(({ view }, binding) => {
      const { buffer, offsetBytes: offset } = memoryOf(view, plan, slots, buffers);
      return { binding, resource: { buffer, offset, size: alignBytes(view.sizeBytes, 4) } };
    });
    if (dispatch.params.length > 0) {
      const offset = index * UNIFORM_SLOT_BYTES;
      const size = writeParams(uniformBytes, offset, dispatch.params);
      entries.push({ binding: entries.length, resource: { buffer: uniforms, offset, size } });
    }
    const bindGroup = device.createBindGroup({ label: dispatch.label, layout, entries });
    const [x, y, z] = dispatch.grid;
    return { pipeline, bindGroup, x, y, z };
  });
  device.queue.writeBuffer(uniforms, 0, uniformBytes);
  return new Program(context, dispatches, plan, encoded, slots, uniforms);
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
