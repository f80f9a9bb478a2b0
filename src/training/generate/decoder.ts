// Writes tokens: a prefill fills the cache, then every token is one step. Sampled tokens go straight
// into the next step on the GPU, so a whole chunk of them needs one submit and one readback.
import { decodeControlBytes, packDecodeControl } from '../../gpu/kernels/attention/decodeControl';
import { seenWords } from '../../gpu/kernels/attention/sampleToken';
import type { ComputeContext, DeviceBuffer, Program } from '../../gpu/compute';
import type { BufferView } from '../../gpu/dispatch';
import {
  captureDecodeStep,
  capturePrefill,
  captureRows,
  declareDecodeMemory,
  decodeViews,
  SLOTS,
  type CapturedPrefill,
  type CapturedRows,
  type DecodeMemory,
  type Writer,
} from './decodeProgram';
import { uniformDraw } from './draws';
import type { SamplingSettings, TokenGenerator } from './tokenGenerator';

type Prefill = CapturedPrefill & { readonly program: Program };
type Rows = CapturedRows & { readonly program: Program };

export class Decoder implements TokenGenerator {
  readonly #context: ComputeContext;
  readonly #writer: Writer;
  readonly #memory: DecodeMemory;
  readonly #step: Program;
  readonly #schedule: DeviceBuffer;
  #prefill: Promise<Prefill> | null = null;
  #rows: Rows | null = null;
  /** Places filled before the newest token. */
  #past = 0;

  private constructor(
    context: ComputeContext,
    writer: Writer,
    memory: DecodeMemory,
    step: Program,
  ) {
    this.#context = context;
    this.#writer = writer;
    this.#memory = memory;
    this.#step = step;
    const bytes = SLOTS * decodeControlBytes(memory.sequences);
    this.#schedule = context.buffers.allocate('decode_schedule', bytes, 'data');
  }

  static async create(context: ComputeContext, writer: Writer, sequences = 1): Promise<Decoder> {
    const memory = declareDecodeMemory(writer.model, sequences);
    const { limits } = context.open;
    const step = await context.compile(captureDecodeStep(writer, memory, limits));
    return new Decoder(context, writer, memory, step);
  }

  get sequences(): number {
    return this.#memory.sequences;
  }

  get room(): number {
    return this.#writer.model.contextLength - this.#past;
  }

  /** Tokens that were read. */
  get past(): number {
    return this.#past;
  }

  get stepProgram(): Program {
    return this.#step;
  }

  /** Null until a prompt was read, and where there is no cache to fill. */
  get prefillProgram(): Promise<Program | null> {
    return Promise.resolve(this.#prefill).then((prefill) => prefill?.program ?? null);
  }

  async start(
    windows: readonly (readonly number[])[],
    seen: readonly (readonly number[])[] = windows,
  ): Promise<void> {
    const { buffers } = this.#context;
    const { sequences, rows, tokens } = this.#memory;
    const length = windows[0]!.length;
    this.#past = length - 1;
    const ids = new Uint32Array(sequences * rows);
    windows.forEach((window, b) => ids.set(rows === 1 ? window.slice(-1) : window, b * rows));
    if (rows === 1 && length > 1) await this.#fillCaches(windows);
    buffers.write(tokens, ids);
    this.#markSeen(seen);
  }

  async sample(count: number, made: number, settings: SamplingSettings): Promise<number[][]> {
    const { buffers } = this.#context;
    const { sequences, sampled } = this.#memory;
    const bytes = decodeControlBytes(sequences);
    const schedule = new Uint8Array(count * bytes);
    for (let slot = 0; slot < count; slot++) {
      schedule.set(this.#controlOf(slot, made + slot, settings), slot * bytes);
    }
    buffers.writeBuffer(this.#schedule, schedule);
    const control = buffers.resident(this.#memory.control.buffer);
    const encoder = this.#context.encoder();
    for (let slot = 0; slot < count; slot++) {
      encoder.copyBufferToBuffer(this.#schedule, slot * bytes, control, 0, bytes);
      this.#step.encode(encoder);
    }
    const ticket = buffers.readBack(
      encoder,
      buffers.resident(sampled.buffer),
      0,
      sampled.sizeBytes,
    );
    this.#context.send(encoder);
    this.#past += count;
    const ids = new Uint32Array(await ticket.read());
    return Array.from({ length: sequences }, (_, b) => [
      ...ids.subarray(b * SLOTS, b * SLOTS + count),
    ]);
  }

  async score(newest: readonly number[]): Promise<Float32Array[]> {
    newest.forEach((id, b) => this.#writeToken(id, b));
    this.#runStep();
    return this.logits();
  }

  /** Sequence b goes on behind what sequence `parents[b]` has. */
  reorder(parents: readonly number[]): Promise<void> {
    const { caches, tokens, rows } = this.#memory;
    const held = caches.flatMap(({ keys, values }) => [keys, values]);
    if (parents.some((parent, b) => parent !== b))
      this.#copyRows(rows > 1 ? [tokens] : held, parents);
    return Promise.resolve();
  }

  /** Only the first tokens of each sequence stay. */
  rewind(tokens: number): void {
    this.#past = tokens;
  }

  /** Of a single sequence: it has these tokens, and `newest` is what comes next. */
  goOn(read: readonly number[], newest: number): void {
    for (const id of read) {
      this.#writeToken(id, 0);
      this.#runStep();
    }
    this.#writeToken(newest, 0);
  }

  /** Of a single sequence: the logits [V] behind each of its next tokens, in one pass; `most` of them at most. */
  async scoreAll(next: readonly number[], most: number): Promise<Float32Array[]> {
    const { buffers } = this.#context;
    const from = this.#past;
    if (this.#memory.rows > 1) {
      for (const id of next) {
        this.#writeToken(id, 0);
        this.#past += 1;
      }
      this.#past -= 1;
      this.#runStep();
      return this.#rowsOf(this.#memory.logits, from, next.length);
    }
    const { ids, rows, logits, program } = await this.#readyRows(most);
    const padded = new Uint32Array(rows);
    padded.set(next);
    buffers.write(ids, padded);
    this.#writeControl();
    program.run();
    this.#past += next.length;
    return this.#rowsOf(logits, 0, next.length);
  }

  /** [sequences][V]: what the newest token was drawn from, before penalty and temperature. */
  async logits(): Promise<Float32Array[]> {
    const { sequences, rows, logits } = this.#memory;
    // One behind the other: a single readback.
    if (rows === 1) return this.#rowsOf(logits, 0, sequences);
    const last = Math.min(this.#past - 1, rows - 1);
    const reads = Array.from({ length: sequences }, (_, b) =>
      this.#rowsOf(logits, b * rows + last, 1),
    );
    return (await Promise.all(reads)).flat();
  }

  async destroy(): Promise<void> {
    const { buffers } = this.#context;
    const prefill = await this.#prefill?.catch(() => null);
    prefill?.program.destroy();
    this.#freeRows();
    this.#step.destroy();
    const views = decodeViews(this.#memory);
    if (prefill) views.push(prefill.ids);
    for (const { buffer } of views) buffers.freeResident(buffer);
    buffers.free(this.#schedule);
  }

  /** The token that comes next. */
  #writeToken(id: number, sequence: number): void {
    const { rows, tokens } = this.#memory;
    const at = sequence * rows + Math.min(this.#past, rows - 1);
    const view = { ...tokens, offsetBytes: tokens.offsetBytes + 4 * at, sizeBytes: 4 };
    this.#context.buffers.write(view, Uint32Array.of(id));
  }

  #writeControl(): void {
    const control = packDecodeControl({ past: this.#past }, this.sequences);
    this.#context.buffers.write(this.#memory.control, new Uint8Array(control));
  }

  #runStep(): void {
    this.#writeControl();
    this.#step.run();
    this.#past += 1;
  }

  async #rowsOf(logits: BufferView, from: number, count: number): Promise<Float32Array[]> {
    const { vocabSize } = this.#writer.model;
    const sizeBytes = 4 * vocabSize * count;
    const offsetBytes = logits.offsetBytes + 4 * vocabSize * from;
    const all = await this.#context.buffers.readFloats({ ...logits, offsetBytes, sizeBytes });
    return Array.from({ length: count }, (_, row) =>
      all.subarray(row * vocabSize, (row + 1) * vocabSize),
    );
  }

  #controlOf(slot: number, draw: number, settings: SamplingSettings): Uint8Array {
    const { sequences } = this.#memory;
    const { temperature, topK, topP, repetitionPenalty, seed } = settings;
    const uniforms = Array.from({ length: sequences }, (_, b) => uniformDraw(seed, draw, b));
    const past = this.#past + slot;
    const filters = { temperature, topK, topP, repetitionPenalty };
    return new Uint8Array(packDecodeControl({ past, slot, uniforms, ...filters }, sequences));
  }

  #markSeen(seen: readonly (readonly number[])[]): void {
    const words = seenWords(this.#writer.model.vocabSize);
    const bits = new Uint32Array(this.sequences * words);
    seen.forEach((ids, b) => {
      for (const id of ids) bits[b * words + (id >> 5)]! |= 1 << (id & 31);
    });
    this.#context.buffers.write(this.#memory.seen, bits);
  }

  /** All but the last token of each window: that one is the first step's. */
  async #fillCaches(windows: readonly (readonly number[])[]): Promise<void> {
    const prefill = await this.#readyPrefill();
    const first = windows[0]!;
    const alike = windows.every((window) => window.every((id, index) => id === first[index]));
    const distinct = alike ? [first] : windows;
    distinct.forEach((window, b) => this.#fillCache(prefill, window.slice(0, -1), b));
    if (!alike || windows.length === 1) return;
    const held = this.#memory.caches.flatMap(({ keys, values }) => [keys, values]);
    this.#copyRows(
      held,
      windows.map(() => 0),
    );
  }

  #fillCache({ program, ids, rows }: Prefill, window: readonly number[], sequence: number): void {
    const { buffers } = this.#context;
    const { control, sequences } = this.#memory;
    for (let past = 0; past < window.length; past += rows) {
      const chunk = new Uint32Array(rows);
      chunk.set(window.slice(past, past + rows));
      buffers.write(ids, chunk);
      buffers.write(control, new Uint8Array(packDecodeControl({ past, sequence }, sequences)));
      program.run();
    }
  }

  /** Row b of each becomes what row `parents[b]` was, as far as it is filled. */
  #copyRows(views: readonly BufferView[], parents: readonly number[]): void {
    const { buffers } = this.#context;
    const { contextLength } = this.#writer.model;
    const usedOf = ({ sizeBytes }: BufferView): number =>
      (sizeBytes / parents.length / contextLength) * this.#past;
    const sources = [...new Set(parents.filter((parent, b) => parent !== b))];
    const most = sources.length * Math.max(...views.map(usedOf));
    // WebGPU copies nothing within one buffer.
    const between = buffers.allocate('row_copy', most, 'workspace');
    const encoder = this.#context.encoder();
    for (const view of views) {
      const memory = buffers.resident(view.buffer);
      const bytes = view.sizeBytes / parents.length;
      const used = usedOf(view);
      sources.forEach((parent, at) =>
        encoder.copyBufferToBuffer(memory, parent * bytes, between, at * used, used),
      );
      parents.forEach((parent, b) => {
        if (parent === b) return;
        const at = sources.indexOf(parent);
        encoder.copyBufferToBuffer(between, at * used, memory, b * bytes, used);
      });
    }
    this.#context.send(encoder);
    buffers.free(between);
  }

  /** One that could not be compiled is tried again by the next prompt. */
  #readyPrefill(): Promise<Prefill> {
    if (!this.#prefill) {
      this.#prefill = this.#compilePrefill();
      this.#prefill.catch(() => (this.#prefill = null));
    }
    return this.#prefill;
  }

  async #compilePrefill(): Promise<Prefill> {
    const captured = capturePrefill(this.#writer, this.#memory, this.#context.open.limits);
    return { ...captured, program: await this.#context.compile(captured.dispatches) };
  }

  async #readyRows(most: number): Promise<Rows> {
    if (this.#rows && this.#rows.rows >= most) return this.#rows;
    const captured = captureRows(this.#writer, this.#memory, most, this.#context.open.limits);
    const program = await this.#context.compile(captured.dispatches);
    this.#freeRows();
    this.#rows = { ...captured, program };
    return this.#rows;
  }

  #freeRows(): void {
    if (!this.#rows) return;
    const { program, ids, logits } = this.#rows;
    program.destroy();
    for (const { buffer } of [ids, logits]) this.#context.buffers.freeResident(buffer);
    this.#rows = null;
  }
}
