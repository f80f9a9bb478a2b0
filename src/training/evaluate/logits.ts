// A model's logits for windows of text, read back to the CPU.
import type { BufferView } from '../../gpu/dispatch';
import { STEP_SIZE_BYTES } from '../../gpu/kernels/stepBuffer';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import { compileProgram, type GpuContext, type Program } from '../../gpu/replay';
import type { Writer } from '../generate/decodeProgram';
import { GraphLowering } from '../lower';
import type { LanguageModel } from '../models/interfaces';
import { leaf } from '../tensor';

/** Windows that go through a model together, at most. */
const MOST_WINDOWS = 8;
const MOST_LOGITS_BYTES = 32 * 2 ** 20;

/** How many windows are read at once, so that their logits fit. */
export function windowsAtOnce(
  seqLen: number,
  windows: number,
  { vocabSize }: Pick<LanguageModel, 'vocabSize'>,
): number {
  const fitting = Math.floor(MOST_LOGITS_BYTES / (seqLen * vocabSize * 4));
  return Math.max(1, Math.min(MOST_WINDOWS, fitting, windows));
}

export class LogitsReader {
  /** Windows a call. */
  readonly batch: number;
  readonly seqLen: number;
  readonly #context: GpuContext;
  readonly #program: Program;
  readonly #ids: BufferView;
  readonly #logits: BufferView;

  private constructor(
    context: GpuContext,
    program: Program,
    views: { readonly ids: BufferView; readonly logits: BufferView },
    shape: { readonly batch: number; readonly seqLen: number },
  ) {
    this.batch = shape.batch;
    this.seqLen = shape.seqLen;
    this.#context = context;
    this.#program = program;
    this.#ids = views.ids;
    this.#logits = views.logits;
  }

  static async create(
    context: GpuContext,
    { model, parameter }: Writer,
    shape: { readonly batch: number; readonly seqLen: number },
  ): Promise<LogitsReader> {
    const { batch, seqLen } = shape;
    const places = batch * seqLen;
    const ids = wholeView(declareBuffer('compared_ids', places * 4, 'data', true));
    const sizeBytes = places * model.vocabSize * 4;
    const logits = wholeView(declareBuffer('compared_logits', sizeBytes, 'logits', true));
    const recorder = new Recorder(context.open.limits);
    const outputs = model.forward(parameter, {
      ids: leaf('ids', [batch, seqLen], 'u32', ids),
      training: false,
    });
    // No op of a forward pass reads the step.
    const step = recorder.scratch('step', STEP_SIZE_BYTES);
    new GraphLowering(recorder, step).run([{ tensor: outputs.logits, into: logits }]);
    const program = await compileProgram(context, recorder.dispatches);
    return new LogitsReader(context, program, { ids, logits }, shape);
  }

  /** u32 [batch, T] → [batch, T, V]. */
  read(ids: Uint32Array<ArrayBuffer>): Promise<Float32Array<ArrayBuffer>> {
    const { buffers } = this.#context;
    buffers.write(this.#ids, ids);
    this.#program.run();
    return buffers.readFloats(this.#logits);
  }

  destroy(): void {
    this.#program.destroy();
    for (const { buffer } of [this.#ids, this.#logits]) this.#context.buffers.freeResident(buffer);
  }
}
