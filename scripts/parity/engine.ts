// The engine as the parity runners use it: a device, and graphs that can be run again and again
// from the same inputs. Outputs and, from the second run on, temporaries start as garbage.
import type { BufferView, VirtualBuffer } from '../../src/gpu/dispatch';
import { packStep, STEP_SIZE_BYTES } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import type { ComputeContext, Program } from '../../src/gpu/compute';
import { GraphLowering } from '../../src/training/lower';
import { leaf, sizeOf, type DType, type Shape, type Tensor } from '../../src/training/tensor';
import type { Numbers } from './numbers';
import { openNodeContext } from '../../src/host/node/context';

/** What an output holds before the kernel has run: no case expects it. */
const GARBAGE = -12345.5;

export class Engine {
  readonly context: ComputeContext;
  readonly name: string;
  private constructor(context: ComputeContext) {
    this.context = context;
    const { device, description, architecture } = context.open.facts;
    this.name = device || description || architecture;
  }

  static async open(driver?: string): Promise<Engine> {
    return new Engine(await openNodeContext(driver));
  }

  /** What the device has failed with: nothing more runs on it. */
  get fault(): string | null {
    return this.context.faults.error?.message ?? null;
  }

  /** Gives a program's temporaries and persistent buffers back. */
  free(program: Program): void {
    program.destroy();
    for (const buffer of program.plan.persistent) this.context.buffers.freeResident(buffer);
  }

  /** Several views in one submit. */
  async readAll(views: ReadonlyMap<string, BufferView>): Promise<Map<string, ArrayBuffer>> {
    const { buffers } = this.context;
    const encoder = this.context.encoder();
    const tickets = [...views].map(([name, view]) => {
      const size = Math.ceil(view.sizeBytes / 4) * 4;
      const ticket = buffers.readBack(
        encoder,
        buffers.resident(view.buffer),
        view.offsetBytes,
        size,
      );
      return { name, ticket };
    });
    this.context.send(encoder);
    const bytes = new Map<string, ArrayBuffer>();
    for (const { name, ticket } of tickets) bytes.set(name, await ticket.read());
    return bytes;
  }

  destroy(): void {
    this.context.destroy();
  }
}

/** A graph under construction: leaves with their values, and the tensors that are asked for. */
export class GraphCase {
  readonly #engine: Engine;
  readonly #inputs: { view: BufferView; data: Numbers }[] = [];
  readonly #targets = new Map<string, { tensor: Tensor; view: BufferView }>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  leaf(name: string, shape: Shape, dtype: DType, data: Numbers): Tensor {
    const view = persistent(name, sizeOf(shape) * 4);
    this.#inputs.push({ view, data });
    return leaf(name, shape, dtype, view);
  }

  /** Values for memory that has been declared elsewhere, e.g. a weights arena. */
  input(view: BufferView, data: Numbers): void {
    this.#inputs.push({ view, data });
  }

  target(name: string, tensor: Tensor): void {
    this.#targets.set(name, { tensor, view: persistent(name, sizeOf(tensor.shape) * 4) });
  }

  async compile(): Promise<CompiledGraph> {
    const { context } = this.#engine;
    const recorder = new Recorder(context.open.limits);
    const step = persistent('step', STEP_SIZE_BYTES);
    const lowering = new GraphLowering(recorder, step);
    lowering.run([...this.#targets.values()].map(({ tensor, view }) => ({ tensor, into: view })));
    const program = await context.compile(recorder.dispatches);
    const views = new Map([...this.#targets].map(([name, { view }]) => [name, view]));
    return new CompiledGraph(this.#engine, program, this.#inputs, views, step);
  }
}

const persistent = (label: string, sizeBytes: number): BufferView =>
  wholeView(declareBuffer(label, Math.max(4, sizeBytes), 'data', true));

export class CompiledGraph {
  readonly #engine: Engine;
  readonly #program: Program;
  readonly #inputs: readonly { view: BufferView; data: Numbers }[];
  readonly #outputs: ReadonlyMap<string, BufferView>;
  readonly #step: BufferView;

  constructor(
    engine: Engine,
    program: Program,
    inputs: readonly { view: BufferView; data: Numbers }[],
    outputs: ReadonlyMap<string, BufferView>,
    step: BufferView,
  ) {
    this.#engine = engine;
    this.#program = program;
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#step = step;
  }

  async run(): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    const { context } = this.#engine;
    const { buffers } = context;
    buffers.write(this.#step, new Uint8Array(packStep({ learningRate: 0, step: 1, seed: 1 })));
    for (const view of this.#outputs.values()) {
      buffers.write(view, new Float32Array(view.sizeBytes / 4).fill(GARBAGE));
    }
    for (const { view, data } of this.#inputs) buffers.write(view, data);
    this.#program.run();
    const bytes = await this.#engine.readAll(this.#outputs);
    return new Map([...bytes].map(([name, buffer]) => [name, new Float32Array(buffer)]));
  }

  destroy(): void {
    this.#engine.free(this.#program);
    const own: VirtualBuffer[] = [...this.#outputs.values(), this.#step].map((view) => view.buffer);
    own.push(...this.#inputs.map(({ view }) => view.buffer));
    for (const buffer of own) this.#engine.context.buffers.freeResident(buffer);
  }
}
