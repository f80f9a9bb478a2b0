// One variant in a comparison on the GPU: its model and decoder, and how each of its figures is found.
import type { MemoryKind } from '../../../gpu/dispatch';
import type { ComputeContext } from '../../../gpu/compute';
import { LogitsReader, windowsAtOnce } from '../../../training/evaluate/logits';
import { Decoder } from '../../../training/generate/decoder';
import type { TokenGenerator } from '../../../training/generate/tokenGenerator';
import type { Writer } from '../../../training/generate/decodeProgram';
import { writeText, type SamplingRequest } from '../../../training/generate/writeText';
import { measureLayers } from '../../../training/inspect/layerTimes';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import { evaluate, type HeldOut, type Evaluated } from './quality';
import type { CostFigures, LayerFigures } from '../../protocol/compare';
import { HeldOutReader } from './heldOutLogits';
import type { Asked } from './suites';
import type { Variant } from '../compress/variants';

export type Ledger = ReadonlyMap<MemoryKind, number>;

/** A model that is compared, wherever it runs. */
export interface Compared {
  readonly decoder: TokenGenerator;
  /** What one decoding step runs; null where that is not kernels. Two that are equal are equally fast. */
  readonly program: string | null;
  /** Keeps what it has read: a prompt is read once, and depth costs. */
  readonly hasCache: boolean;
  write(tokenizer: Tokenizer, request: SamplingRequest, signal: AbortSignal): Promise<string>;
  /** `before`: the ledger before any of this variant was allocated. */
  cost(before: Ledger): CostFigures;
  /** Logits [T, V] of every window. */
  logits(heldOut: HeldOut, signal: AbortSignal): Promise<Float32Array[]>;
  /** Without a reference only bytes are counted. */
  quality(
    heldOut: HeldOut,
    logits: readonly Float32Array[],
    reference: readonly Float32Array[] | null,
  ): Evaluated;
  /** How it is asked questions; null where that would only take longer and say the same. */
  asked(tokenizer: Tokenizer, signal: AbortSignal): Asked | null;
  /** Null where the GPU does nothing. */
  layers(): Promise<LayerFigures | null>;
  /** Writes several texts side by side; null where that is not done or takes too much memory. */
  together(texts: number): Promise<Decoder | null>;
  destroy(): Promise<void>;
}

/** Of caches or windows for texts side by side. */
const MOST_TOGETHER_BYTES = 512 * 2 ** 20;

export class ComparedVariant implements Compared {
  readonly variant: Variant;
  readonly decoder: Decoder;
  readonly #context: ComputeContext;
  readonly #writer: Writer;

  private constructor(context: ComputeContext, variant: Variant, writer: Writer, decoder: Decoder) {
    this.#context = context;
    this.variant = variant;
    this.#writer = writer;
    this.decoder = decoder;
  }

  static async create(context: ComputeContext, variant: Variant): Promise<ComparedVariant> {
    const writer = { model: variant.model, parameter: variant.weights.parameter };
    const decoder = await Decoder.create(context, writer);
    return new ComparedVariant(context, variant, writer, decoder);
  }

  get program(): string {
    const { dispatches } = this.decoder.stepProgram;
    return JSON.stringify(
      dispatches.map(({ label, shader, entry, constants, elem, overrides, params, grid }) => [
        label,
        shader.name,
        entry,
        constants,
        elem,
        overrides,
        params,
        grid,
      ]),
    );
  }

  get hasCache(): boolean {
    return this.variant.model.cache !== undefined;
  }

  async write(tokenizer: Tokenizer, request: SamplingRequest, signal: AbortSignal) {
    const voice = { tokenizer, contextLength: this.variant.model.contextLength };
    const [text = ''] = await writeText(this.decoder, voice, request, () => undefined, signal);
    return text;
  }

  cost(before: Ledger): CostFigures {
    const { parameters, diskBytes, otherBytes } = this.variant;
    const gpu: Partial<Record<MemoryKind, number>> = {};
    for (const [kind, bytes] of this.#context.buffers.bytes) {
      const own = bytes - (before.get(kind) ?? 0);
      if (own > 0) gpu[kind] = own;
    }
    const { dispatches } = this.decoder.stepProgram;
    return {
      parameters,
      diskBytes,
      gpu,
      gpuBytes: Object.values(gpu).reduce((sum, bytes) => sum + bytes, 0),
      weightBytes: gpu.weights ?? 0,
      layerBytes: (gpu.weights ?? 0) - otherBytes,
      flopsPerToken: dispatches.reduce((sum, { flops }) => sum + flops, 0),
      bytesPerToken: dispatches.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  async logits({ windows }: HeldOut, signal: AbortSignal): Promise<Float32Array[]> {
    const reader = await HeldOutReader.create(this.#context, this.#writer, windows);
    try {
      return await reader.read(signal);
    } finally {
      reader.destroy();
    }
  }

  quality(
    heldOut: HeldOut,
    logits: readonly Float32Array[],
    reference: readonly Float32Array[] | null,
  ): Evaluated {
    return evaluate(heldOut, this.variant.model.vocabSize, logits, reference);
  }

  /** For questions: logits of windows that begin with what is read, and greedy text. */
  asked(tokenizer: Tokenizer, signal: AbortSignal): Asked {
    return {
      reader: (seqLen, windows) => {
        const batch = windowsAtOnce(seqLen, windows, this.variant.model);
        return LogitsReader.create(this.#context, this.#writer, { batch, seqLen });
      },
      write: (request) => this.write(tokenizer, request, signal),
    };
  }

  /** What the programs write is spoilt: nothing can be written after it without a new start. */
  async layers(): Promise<LayerFigures> {
    const { parameters } = this.variant.model;
    const prefill = await this.decoder.prefillProgram;
    return {
      decode: await measureLayers(this.#context, parameters, this.decoder.stepProgram),
      prefill: prefill && (await measureLayers(this.#context, parameters, prefill)),
    };
  }

  async together(texts: number): Promise<Decoder | null> {
    const { contextLength, cache, vocabSize } = this.variant.model;
    const floats = cache ? 2 * cache.layers * cache.width : vocabSize;
    if (4 * texts * contextLength * floats > MOST_TOGETHER_BYTES) return null;
    return Decoder.create(this.#context, this.#writer, texts);
  }

  async destroy(): Promise<void> {
    await this.decoder.destroy();
    this.variant.weights.destroy();
  }
}
