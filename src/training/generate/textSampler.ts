// Generates text from the present weights, one sequence or several from one prompt, piece by piece.
import type { GpuContext } from '../../gpu/replay';
import { weightsOf, type TrainingState } from '../run/state';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { Decoder, type SamplingSettings } from './decoder';
import { SLOTS, type Writer } from './decodeProgram';
import { encodePrompt, unsayable } from './prompt';
import { StopText } from './stopText';

export interface SamplingRequest extends SamplingSettings {
  readonly prompt: string;
  readonly maxNewTokens: number;
  /** How many texts; 1 where left out. */
  readonly sequences?: number | undefined;
  /** A text ends before the first of these. */
  readonly stop?: readonly string[] | undefined;
}

const start = (
  decoder: Decoder,
  ids: readonly (readonly number[])[],
  kept: number,
): Promise<void> =>
  decoder.start(
    ids.map((sequence) => sequence.slice(-kept)),
    ids,
  );

/** A piece of text appears about this often. */
const TARGET_CHUNK_MS = 50;

export class TextSampler {
  readonly #context: GpuContext;
  readonly #writer: Writer;
  readonly #tokenizer: Tokenizer;
  #decoder: Decoder;
  #tokenMs = TARGET_CHUNK_MS;

  private constructor(context: GpuContext, writer: Writer, tokenizer: Tokenizer, decoder: Decoder) {
    this.#context = context;
    this.#writer = writer;
    this.#tokenizer = tokenizer;
    this.#decoder = decoder;
  }

  static async create(
    context: GpuContext,
    state: TrainingState,
    tokenizer: Tokenizer,
  ): Promise<TextSampler> {
    const writer = { model: state.model, parameter: weightsOf(state, state.shown) };
    return new TextSampler(context, writer, tokenizer, await Decoder.create(context, writer));
  }

  /** Writes with a decoder of the caller's. */
  static over(
    context: GpuContext,
    writer: Writer,
    tokenizer: Tokenizer,
    decoder: Decoder,
  ): TextSampler {
    return new TextSampler(context, writer, tokenizer, decoder);
  }

  /** Characters of a prompt that will be left out. */
  unsayable(prompt: string): string[] {
    return unsayable(this.#tokenizer, prompt);
  }

  /** Streams the continuations: `onTexts` gets all text so far. Resolves with the whole. */
  async generate(
    request: SamplingRequest,
    onTexts: (texts: string[], done: boolean) => void,
    signal?: AbortSignal,
  ): Promise<string[]> {
    const { maxNewTokens, sequences = 1, stop } = request;
    const decoder = await this.#decoderOf(sequences);
    const prompt = encodePrompt(this.#tokenizer, request.prompt);
    const ids = Array.from({ length: sequences }, () => [...prompt]);
    const texts = ids.map(() => new StopText(this.#tokenizer, stop));
    const { contextLength } = this.#writer.model;
    await start(decoder, ids, contextLength);
    for (let made = 0; made < maxNewTokens && !signal?.aborted;) {
      // Positions end with the window: go on from its second half.
      if (decoder.room === 0) await start(decoder, ids, Math.max(1, contextLength >> 1));
      const count = Math.min(this.#chunk(), maxNewTokens - made, decoder.room);
      const fromMs = performance.now();
      const fresh = await decoder.sample(count, made, request);
      this.#tokenMs = (performance.now() - fromMs) / count;
      made += count;
      fresh.forEach((tokens, b) => {
        ids[b]!.push(...tokens);
        for (const id of tokens) texts[b]!.push(id);
      });
      if (texts.every(({ isOver }) => isOver)) break;
      if (made < maxNewTokens) onTexts(texts.map(({ text }) => text), false); // prettier-ignore
    }
    for (const text of texts) text.end();
    const whole = texts.map(({ text }) => text);
    onTexts(whole, true);
    return whole;
  }

  destroy(): Promise<void> {
    return this.#decoder.destroy();
  }

  #chunk(): number {
    return Math.max(1, Math.min(SLOTS, Math.round(TARGET_CHUNK_MS / this.#tokenMs)));
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
