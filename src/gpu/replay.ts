// The one place that encodes and submits. A program is compiled once (pipelines, memory, bind
// groups, uniforms) and replayed: per run the CPU walks one flat list of dispatches.
import { bind, memoryOf, ProgramMemory, type Encoded } from './binding';
import { BufferStore } from './buffers';
import type { ComputeContext, Program, Range } from './compute';
import type { BufferView, Dispatch } from './dispatch';
import type { OpenDevice } from './device';
import type { GpuFaults } from './faults';
import { PipelineCache } from './pipelines';
import { ownTables, planMemory, type MemoryPlan } from './plan';
import { MAX_RANGES, stampRanges } from './timestamps';

/** Replays within error scopes, which say what failed; later ones cost nothing more. */
const SCOPED_REPLAYS = 2;

/** What an encoder holds so far. */
interface Encoding {
  /** Operations and bytes. */
  work: number;
  /** Labels of programs that run for the first times; null where there are none. */
  fresh: string | null;
}

/** A device with its memory and compiled pipelines; everything that programs share. */
export class GpuContext implements ComputeContext {
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
    if (fresh === null) this.faults.typed('queue', submit);
    else this.faults.scoped(fresh, submit);
    this.faults.silence.submitted(work, fresh !== null);
  }

  /** Resolves when everything submitted so far has run. @throws GpuError */
  async idle(): Promise<void> {
    await this.faults.answer('queue', this.device.queue.onSubmittedWorkDone());
    await this.faults.verify();
  }

  async compile(
    dispatches: readonly Dispatch[],
    onProgress?: (done: number, total: number) => void,
  ): Promise<GpuProgram> {
    const plan = planMemory(dispatches);
    let done = 0;
    const compiled = await Promise.all(
      dispatches.map(async (dispatch) => {
        const pipeline = await this.pipelines.get(dispatch);
        onProgress?.(++done, dispatches.length);
        return pipeline;
      }),
    );
    const memory = new ProgramMemory(this.buffers, plan);
    try {
      const uniforms = await this.faults.collected(() => memory.allocate(dispatches.length));
      const encoded = await this.faults.collected(() => bind(this, dispatches, compiled, memory));
      return new GpuProgram(this, dispatches, plan, encoded, memory.slots, uniforms);
    } catch (thrown) {
      memory.free();
      throw thrown;
    }
  }

  timestamps(program: GpuProgram, ranges: readonly Range[]): Promise<number[]> | null {
    if (!this.open.facts.timestamps || ranges.length > MAX_RANGES) return null;
    return stampRanges(this, program, ranges);
  }

  destroy(): void {
    this.buffers.destroy();
    this.device.destroy();
  }
}

export class GpuProgram implements Program {
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
    const { buffers } = this.#context;
    for (const slot of this.#slots) buffers.free(slot);
    for (const buffer of ownTables(this.plan)) buffers.freeResident(buffer);
    this.#uniforms.destroy();
  }
}
