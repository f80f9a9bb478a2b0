// A forward pass on its own: the CPU writes its inputs, it runs, one output comes back.
import type { BufferView } from '../../gpu/dispatch';
import { STEP_SIZE_BYTES } from '../../gpu/kernels/optimizer/stepBuffer';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import type { ComputeContext, Program } from '../../gpu/compute';
import { GraphLowering } from '../lower';
import type { BatchField } from '../run/objective';
import { leaf, sizeOf, type Shape, type Tensor } from '../tensor';

type Values = Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

export class ForwardReader {
  readonly program: Program;
  readonly outputShape: Shape;
  readonly #context: ComputeContext;
  readonly #inputs: ReadonlyMap<string, BufferView>;
  readonly #output: BufferView;

  private constructor(
    context: ComputeContext,
    program: Program,
    inputs: ReadonlyMap<string, BufferView>,
    output: BufferView,
    outputShape: Shape,
  ) {
    this.#context = context;
    this.program = program;
    this.outputShape = outputShape;
    this.#inputs = inputs;
    this.#output = output;
  }

  static async create(
    context: ComputeContext,
    fields: readonly BatchField[],
    build: (input: (name: string) => Tensor, recorder: Recorder) => Tensor,
  ): Promise<ForwardReader> {
    const inputs = new Map<string, BufferView>();
    const leaves = new Map<string, Tensor>();
    for (const { name, shape, dtype } of fields) {
      const view = wholeView(declareBuffer(`read_${name}`, sizeOf(shape) * 4, 'data', true));
      inputs.set(name, view);
      leaves.set(name, leaf(name, shape, dtype, view));
    }
    const recorder = new Recorder(context.open.limits);
    const tensor = build((name) => leaves.get(name)!, recorder);
    const sizeBytes = sizeOf(tensor.shape) * 4;
    const output = wholeView(declareBuffer('read_output', sizeBytes, 'logits', true));
    // No op of a forward pass reads the step.
    const step = recorder.scratch('step', STEP_SIZE_BYTES);
    new GraphLowering(recorder, step).run([{ tensor, into: output }]);
    const program = await context.compile(recorder.dispatches);
    return new ForwardReader(context, program, inputs, output, tensor.shape);
  }

  /** Inputs that are left out keep their values. */
  read(values: Readonly<Record<string, Values>>): Promise<Float32Array<ArrayBuffer>> {
    const { buffers } = this.#context;
    for (const [name, data] of Object.entries(values)) buffers.write(this.#inputs.get(name)!, data);
    this.program.run();
    return buffers.readFloats(this.#output);
  }

  destroy(): void {
    this.program.destroy();
    for (const { buffer } of [...this.#inputs.values(), this.#output])
      this.#context.buffers.freeResident(buffer);
  }
}
