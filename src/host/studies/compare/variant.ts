// One variant in a comparison on the GPU: its model and decoder, and how each of its figures is found.
import type { MemoryKind } from '../../../gpu/dispatch';
import type { ComputeContext } from '../../../gpu/compute';
import { Decoder } from '../../../training/generate/decoder';
import type { TokenGenerator } from '../../../training/generate/tokenGenerator';
import type { Writer } from '../../../training/generate/decodeProgram';
import { writeText, type SamplingRequest } from '../../../training/generate/writeText';
import type { LanguageModel } from '../../../training/models/interfaces';
import { measureLayers } from '../../../training/inspect/layerTimes';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import type { HeldOut } from './quality';
import type { CostFigures, LayerFigures } from '../../protocol/compare';
import { heldOutLogits, windowReader } from './heldOutLogits';
import type { Asked } from './suites';
import { stored, type Variant } from '../compress/variants';

/** A model that is compared, wherever it runs. */
export interface Compared {
  readonly model: LanguageModel;
  readonly decoder: TokenGenerator;
  /** Logits [T, V] of every window. */
  logits(heldOut: HeldOut, signal: AbortSignal): Promise<Float32Array[]>;
  cost(): CostFigures;
  /** On the GPU: what one decoding step runs. Two that are equal are equally fast. */
  readonly program?: string;
  /** How it is asked questions; elsewhere that would only take longer and say the same. */
  asked?(tokenizer: Tokenizer, signal: AbortSignal): Asked;
  layers?(): Promise<LayerFigures>;
  /** Writes several texts side by side; null where that takes too much memory. */
  together?(texts: number): Promise<Decoder | null>;
  destroy?(): Promise<void>;
}

/** What it writes behind a prompt. */
export async function textBy(
  { decoder, model: { contextLength } }: Pick<Compared, 'decoder' | 'model'>,
  tokenizer: Tokenizer,
  request: SamplingRequest,
  signal: AbortSignal,
): Promise<string> {
  const voice = { tokenizer, contextLength };
  const [text = ''] = await writeText(decoder, voice, request, () => undefined, signal);
  return text;
}

/** Of caches or windows for texts side by side. */
const MOST_TOGETHER_BYTES = 512 * 2 ** 20;

export class ComparedVariant implements Compared {
  readonly model: LanguageModel;
  readonly decoder: Decoder;
  readonly #variant: Variant;
  readonly #context: ComputeContext;
  readonly #writer: Writer;
  /** The ledger before any of this variant was allocated. */
  readonly #before: ReadonlyMap<MemoryKind, number>;

  private constructor(
    context: ComputeContext,
    variant: Variant,
    writer: Writer,
    decoder: Decoder,
    before: ReadonlyMap<MemoryKind, number>,
  ) {
    this.#context = context;
    this.model = variant.model;
    this.#variant = variant;
    this.#writer = writer;
    this.decoder = decoder;
    this.#before = before;
  }

  /** What is stored as `stored` does. */
  static async create(...given: Parameters<typeof stored>): Promise<ComparedVariant> {
    const [context] = given;
    const before = new Map(context.buffers.bytes);
    const variant = await stored(...given);
    const writer = { model: variant.model, parameter: variant.weights.parameter };
    const decoder = await Decoder.create(context, writer);
    return new ComparedVariant(context, variant, writer, decoder, before);
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

  cost(): CostFigures {
    const { parameters, diskBytes, otherBytes } = this.#variant;
    const gpu: Partial<Record<MemoryKind, number>> = {};
    for (const [kind, bytes] of this.#context.buffers.bytes) {
      const own = bytes - (this.#before.get(kind) ?? 0);
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

  logits({ windows }: HeldOut, signal: AbortSignal): Promise<Float32Array[]> {
    return heldOutLogits(this.#context, this.#writer, windows, signal);
  }

  /** For questions: logits of windows that begin with what is read, and greedy text. */
  asked(tokenizer: Tokenizer, signal: AbortSignal): Asked {
    return {
      reader: (seqLen, windows) => windowReader(this.#context, this.#writer, seqLen, windows),
      write: (request) => textBy(this, tokenizer, request, signal),
    };
  }

  /** What the programs write is spoilt: nothing can be written after it without a new start. */
  async layers(): Promise<LayerFigures> {
    const { parameters } = this.model;
    const prefill = await this.decoder.prefillProgram;
    return {
      decode: await measureLayers(this.#context, parameters, this.decoder.stepProgram),
      prefill: prefill && (await measureLayers(this.#context, parameters, prefill)),
    };
  }

  async together(texts: number): Promise<Decoder | null> {
    const { contextLength, cache, vocabSize } = this.model;
    const floats = cache ? 2 * cache.layers * cache.width : vocabSize;
    if (4 * texts * contextLength * floats > MOST_TOGETHER_BYTES) return null;
    return Decoder.create(this.#context, this.#writer, texts);
  }

  async destroy(): Promise<void> {
    await this.decoder.destroy();
    this.#variant.weights.destroy();
  }
}
