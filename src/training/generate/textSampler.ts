// Generates text from the present weights on the GPU, one sequence or several from one prompt.
import type { ComputeContext } from '../../gpu/compute';
import { weightsOf, type TrainingState } from '../run/state';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { Decoder } from './decoder';
import type { Writer } from './decodeProgram';
import { unencodable } from './prompt';
import {
  sequencesOf,
  writeText,
  type OnWritten,
  type SamplingRequest,
  type Written,
} from './writeText';

/** What a model that writes is asked for. */
export interface Sampler {
  /** Characters of a prompt that will be left out. */
  unencodable(prompt: string): string[];
  /** Streams the texts. Resolves with the whole. */
  generate(request: SamplingRequest, onWritten: OnWritten, signal?: AbortSignal): Promise<Written>;
  destroy(): Promise<void>;
}

export class TextSampler implements Sampler {
  readonly #context: ComputeContext;
  readonly #writer: Writer;
  readonly #tokenizer: Tokenizer;
  #decoder: Decoder;

  private constructor(
    context: ComputeContext,
    writer: Writer,
    tokenizer: Tokenizer,
    decoder: Decoder,
  ) {
    this.#context = context;
    this.#writer = writer;
    this.#tokenizer = tokenizer;
    this.#decoder = decoder;
  }

  static async create(
    context: ComputeContext,
    state: TrainingState,
    tokenizer: Tokenizer,
  ): Promise<TextSampler> {
    const writer = { model: state.model, parameter: weightsOf(state, state.shown) };
    return new TextSampler(context, writer, tokenizer, await Decoder.create(context, writer));
  }

  /** Writes with a decoder of the caller's. */
  static over(
    context: ComputeContext,
    writer: Writer,
    tokenizer: Tokenizer,
    decoder: Decoder,
  ): TextSampler {
    return new TextSampler(context, writer, tokenizer, decoder);
  }

  unencodable(prompt: string): string[] {
    return unencodable(this.#tokenizer, prompt);
  }

  async generate(
    request: SamplingRequest,
    onWritten: OnWritten,
    signal?: AbortSignal,
  ): Promise<Written> {
    const decoder = await this.#decoderOf(sequencesOf(request));
    const { contextLength, vocabSize } = this.#writer.model;
    const voice = { tokenizer: this.#tokenizer, contextLength, vocabSize, decoder };
    return writeText(decoder, voice, request, onWritten, signal);
  }

  destroy(): Promise<void> {
    return this.#decoder.destroy();
  }

  async #decoderOf(sequences: number): Promise<Decoder> {
    if (this.#decoder.sequences !== sequences) {
      const decoder = await Decoder.create(this.#context, this.#writer, sequences);
      await this.#decoder.destroy();
      this.#decoder = decoder;
    }
    return this.#decoder;
  }
}
