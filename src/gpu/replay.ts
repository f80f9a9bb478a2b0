// The one place that encodes and submits. A program is compiled once (pipelines, memory, bind
// groups, uniforms) and replayed: per run the CPU walks one flat list of dispatches.
import { BufferStore, alignBytes } from './buffers';
import type { BufferView, Dispatch, Param, VirtualBuffer } from './dispatch';
import type { OpenDevice } from './device';
import type { GpuFaults } from './faults';
import { PipelineCache, type Compiled } from './pipelines';
import { planMemory, type MemoryPlan } from './plan';

const UNIFORM_SLOT_BYTES = 256;
/** Replays within error scopes, which say what failed; later ones cost nothing more. */
const SCOPED_REPLAYS = 2;

interface Encoded {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** What an encoder holds so far. */
interface Encoding {
  /** Operations and bytes. */
  work: number;
  /** Labels of programs that run for the first times; null where there are none. */
  fresh: string | null;
}

/** A device with its memory and compiled pipelines; everything that programs share. */
export class GpuContext {
  readonly open: OpenDevice;
  readonly device: GPUDevice;
  readonly faults: GpuFaults;
  readonly buffers: BufferStore;
  readonly pipelines: PipelineCache;
  readonly #encodings = new WeakMap<GPUCommandEncoder, Encoding>();

  constructor(open: OpenDevice) {
    this.open = open;
    this.device = open.device;
    this.faults = open.faults;
    this.buffers = new BufferStore(open.device, open.faults);
    // One way to hear of the queue may be lost while the other works.
    const workDone = (): Promise<void> => this.device.queue.onSubmittedWorkDone();
    this.faults.probe = () => Promise.any([workDone(), this.buffers.probe()]);
    this.pipelines = new PipelineCache(open.device, open.faults);
  }

  encoder(): GPUCommandEncoder {
    return this.device.createCommandEncoder();
  }

  /** A program was encoded; `fresh` names it while it is new. */
  encoded(encoder: GPUCommandEncoder, work: number, fresh: string | null): void {
    const encoding = this.#encodings.get(encoder) ?? { work: 0, fresh: null };
    encoding.work += work;
    encoding.fresh ??= fresh;
    this.#encodings.set(encoder, encoding);
  }

  /** Finishes and submits. @throws GpuError where the device has failed before */
  send(encoder: GPUCommandEncoder): void {
    this.faults.throwIfFailed();
    const { work, fresh } = this.#encodings.get(encoder) ?? { work: 0, fresh: null };
    const submit = (): void => this.device.queue.submit([encoder.finish()]);
    if (fresh === null) submit();
    else this.faults.scoped(fresh, submit);
    this.faults.silence.submitted(work, fresh !== null);
  }

  /** Resolves when everything submitted so far has run. @throws GpuError */
  async idle(): Promise<void> {
    await this.faults.answer('queue', this.device.queue.onSubmittedWorkDone());
    await this.faults.verify();
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
  /** Operations and bytes of the dispatches before each. */
  readonly #workBefore: Float64Array;
  #replays = 0;

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
    this.#workBefore = new Float64Array(dispatches.length + 1);
    dispatches.forEach(({ flops, bytes }, index) => {
      this.#workBefore[index + 1] = this.#workBefore[index]! + flops + bytes;
    });
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
    const work = this.#workBefore[to]! - this.#workBefore[from]!;
    const isFresh = this.#replays < SCOPED_REPLAYS && to > from;
    if (isFresh && to === this.#encoded.length) this.#replays += 1;
    this.#context.encoded(encoder, work, isFresh ? this.#nameOf(from, to) : null);
  }

  #nameOf(from: number, to: number): string {
    const [first, last] = [this.dispatches[from]!.label, this.dispatches[to - 1]!.label];
    return first === last ? first : `${first} … ${last}`;
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

/** Plans, allocates, compiles and binds a recorded list of dispatches. @throws PipelineError | GpuError */
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
  const memory = new ProgramMemory(context.buffers, plan);
  try {
    const uniforms = await context.faults.collected(() => memory.allocate(dispatches.length));
    const encoded = await context.faults.collected(() =>
      bind(context, dispatches, compiled, memory),
    );
    return new Program(context, dispatches, plan, encoded, memory.slots, uniforms);
  } catch (thrown) {
    memory.free();
    throw thrown;
  }
}

/** What a program is given before it is one; a failure gives it all back. */
class ProgramMemory {
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

function bind(
  { device, faults }: GpuContext,
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
