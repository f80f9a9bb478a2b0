// One variant in a comparison: its model, decoder and row, and how each figure of the row is found.
import type { MemoryKind } from '../gpu/dispatch';
import type { GpuContext } from '../gpu/replay';
import { LogitsReader, windowsAtOnce } from '../training/evaluate/logits';
import { QualityMeter } from '../training/evaluate/quality';
import { Decoder } from '../training/generate/decoder';
import type { Writer } from '../training/generate/decodeProgram';
import { writeText, type SamplingRequest } from '../training/generate/writeText';
import { measureLayers } from '../training/inspect/layerTimes';
import type { Tokenizer } from '../training/tokenizers/tokenizer';
import type { CostFigures, LayerFigures, PlaceText, VariantRow } from './compareResult';
import { HeldOutReader } from './heldOutLogits';
import type { Asked } from './suites';
import type { Variant } from './variants';

/** The held-out text: windows of token ids, [windows][T + 1]. */
export interface HeldOut {
  readonly windows: readonly Int32Array[];
  readonly bytesPerToken: number;
  readonly tokenizer: Tokenizer;
}

type Ledger = ReadonlyMap<MemoryKind, number>;

/** Places that the page shows one by one. */
const SHOWN_PLACES = 64;

export class ComparedVariant {
  readonly variant: Variant;
  readonly decoder: Decoder;
  readonly #context: GpuContext;
  readonly #writer: Writer;

  private constructor(context: GpuContext, variant: Variant, writer: Writer, decoder: Decoder) {
    this.#context = context;
    this.variant = variant;
    this.#writer = writer;
    this.decoder = decoder;
  }

  static async create(context: GpuContext, variant: Variant): Promise<ComparedVariant> {
    const writer = { model: variant.model, parameter: variant.weights.parameter };
    const decoder = await Decoder.create(context, writer);
    return new ComparedVariant(context, variant, writer, decoder);
  }

  async write(tokenizer: Tokenizer, request: SamplingRequest, signal: AbortSignal) {
    const voice = { tokenizer, contextLength: this.variant.model.contextLength };
    const [text = ''] = await writeText(this.decoder, voice, request, () => undefined, signal);
    return text;
  }

  /** `before`: the ledger before any of this variant was allocated. */
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

  /** Logits [T, V] of every window. */
  async logits({ windows }: HeldOut, signal: AbortSignal): Promise<Float32Array[]> {
    const reader = await HeldOutReader.create(this.#context, this.#writer, windows);
    try {
      return await reader.read(signal);
    } finally {
      reader.destroy();
    }
  }

  quality(
    { windows, bytesPerToken, tokenizer }: HeldOut,
    logits: readonly Float32Array[],
    reference: readonly Float32Array[],
  ): Pick<VariantRow, 'quality' | 'places'> {
    const meter = new QualityMeter(this.variant.model.vocabSize, bytesPerToken);
    logits.forEach((own, i) => meter.add(windows[i]!.subarray(1), own, reference[i]!));
    const text = (id: number): string => tokenizer.tokenText(id);
    const places = meter.places
      .slice(0, SHOWN_PLACES)
      .map(({ target, top, referenceTop, ...figures }): PlaceText => ({
        ...figures,
        token: text(target),
        top: text(top),
        referenceTop: text(referenceTop),
      }));
    return { quality: meter.figures(), places };
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

  async destroy(): Promise<void> {
    await this.decoder.destroy();
    this.variant.weights.destroy();
  }
}
