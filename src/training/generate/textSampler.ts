// Generates text from the present weights. Every token runs the window [1, T] again on the GPU;
// the sampled token goes straight into the window, so a chunk of tokens needs one readback.
import type { BufferView } from '../../gpu/dispatch';
import { copy } from '../../gpu/kernels/copy';
import { packSample, sampleToken, SAMPLE_SIZE_BYTES } from '../../gpu/kernels/sampleToken';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import { compileProgram, type GpuContext, type Program } from '../../gpu/replay';
import { GraphLowering } from '../lower';
import { lookUp, type TrainingState } from '../run/state';
import { leaf } from '../tensor';
import { createStreamDecoder, type Tokenizer } from '../tokenizers/tokenizer';
import { encodePrompt } from './prompt';

export interface SamplingRequest {
  readonly prompt: string;
  readonly maxNewTokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
  /** 0 keeps all. */
  readonly topK: number;
  readonly seed: number;
}

/** Tokens between two readbacks: the text appears in pieces of this size. */
const CHUNK = 8;

export class TextSampler {
  readonly #context: GpuContext;
  readonly #program: Program;
  readonly #tokenizer: Tokenizer;
  readonly #length: number;
  /** u32 [T]: the window. */
  readonly #ids: BufferView;
  /** SAMPLE_LAYOUT: what changes from token to token. */
  readonly #control: BufferView;
  readonly #schedule: GPUBuffer;

  private constructor(
    context: GpuContext,
    program: Program,
    tokenizer: Tokenizer,
    ids: BufferView,
    control: BufferView,
  ) {
    this.#context = context;
    this.#program = program;
    this.#tokenizer = tokenizer;
    this.#ids = ids;
    this.#control = control;
    this.#length = ids.sizeBytes / 4;
    this.#schedule = context.buffers.allocate('sample_schedule', CHUNK * SAMPLE_SIZE_BYTES, 'data');
  }

  static async create(
    context: GpuContext,
    { model, parameters, shown }: TrainingState,
    tokenizer: Tokenizer,
  ): Promise<TextSampler> {
    const recorder = new Recorder(context.open.limits);
    const length = model.contextLength;
    const ids = wholeView(declareBuffer('sample_ids', length * 4, 'data', true));
    const control = wholeView(declareBuffer('sample_control', SAMPLE_SIZE_BYTES, 'data', true));
    // The kernel that samples writes the window it was computed from, so the graph reads a copy.
    const window = recorder.temporary('sample_window', length * 4, 'data');
    copy(recorder, { inp: ids, out: window, size: length });
    const input = leaf('ids', [1, length], 'u32', window);
    const { logits } = model.forward(lookUp(parameters, shown), { ids: input, training: false });
    const lowering = new GraphLowering(recorder, control);
    lowering.run([{ tensor: logits }]);
    sampleToken(recorder, {
      logits: lowering.view(logits),
      control,
      ids,
      rows: length,
      length,
      vocab: model.vocabSize,
    });
    const program = await compileProgram(context, recorder.dispatches);
    return new TextSampler(context, program, tokenizer, ids, control);
  }

  /** Streams the continuation: `onText` gets all text so far. Resolves with the whole. */
  async generate(
    request: SamplingRequest,
    onText: (text: string, done: boolean) => void,
    signal?: AbortSignal,
  ): Promise<string> {
    const { maxNewTokens } = request;
    const decoder = createStreamDecoder(this.#tokenizer);
    let window = encodePrompt(this.#tokenizer, request.prompt).slice(-(this.#length - 1));
    this.#upload(window);
    let text = '';
    for (let made = 0; made < maxNewTokens && !signal?.aborted;) {
      if (window.length === this.#length) {
        // Learned positions end with the window: go on from its second half.
        window = window.slice(-Math.floor(this.#length / 2));
        this.#upload(window);
      }
      const count = Math.min(CHUNK, maxNewTokens - made, this.#length - window.length);
      const fresh = await this.#sample(window.length, count, made, request);
      window = [...window, ...fresh];
      made += count;
      for (const id of fresh) text += decoder.push(id);
      if (made >= maxNewTokens) text += decoder.end();
      onText(text, made >= maxNewTokens);
    }
    return text;
  }

  destroy(): void {
    this.#program.destroy();
    for (const view of [this.#ids, this.#control]) this.#context.buffers.freeResident(view.buffer);
    this.#context.buffers.free(this.#schedule);
  }

  #upload(window: readonly number[]): void {
    const ids = new Uint32Array(this.#length);
    ids.set(window);
    this.#context.buffers.write(this.#ids, ids);
  }

  async #sample(
    from: number,
    count: number,
    made: number,
    { temperature, topK, seed }: SamplingRequest,
  ): Promise<number[]> {
    const { buffers, device } = this.#context;
    const schedule = new Uint8Array(count * SAMPLE_SIZE_BYTES);
    for (let index = 0; index < count; index++) {
      const control = packSample({
        position: from + index,
        draw: made + index,
        temperature,
        topK,
        seed,
      });
      schedule.set(new Uint8Array(control), index * SAMPLE_SIZE_BYTES);
    }
    device.queue.writeBuffer(this.#schedule, 0, schedule);
    const control = buffers.resident(this.#control.buffer);
    const encoder = this.#context.encoder();
    for (let index = 0; index < count; index++) {
      encoder.copyBufferToBuffer(
        this.#schedule,
        index * SAMPLE_SIZE_BYTES,
        control,
        0,
        SAMPLE_SIZE_BYTES,
      );
      this.#program.encode(encoder);
    }
    const ids = buffers.resident(this.#ids.buffer);
    const ticket = buffers.stage(encoder, ids, from * 4, count * 4);
    this.#context.send(encoder);
    return Array.from(new Uint32Array(await ticket.read()));
  }
}
