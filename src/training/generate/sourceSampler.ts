// Text from an encoder-decoder: it reads the prompt and writes behind its start token.
import type { ComputeContext } from '../../gpu/compute';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { nextOf, type NextTokens } from './nextTokens';
import { unencodable } from './prompt';
import { SourceDecoder, type SourceWriter } from './sourceDecoder';
import { SourceText } from './sourceText';
import { Distribution } from './tokenOdds';
import type { Sampler } from './textSampler';
import {
  sequencesOf,
  writeText,
  type OnWritten,
  type SamplingRequest,
  type Written,
} from './writeText';

/** Sources are filled up to one of few lengths: each needs a program. */
const SHORTEST = 32;

function lengthFor(tokens: number, most: number): number {
  let length = SHORTEST;
  while (length < tokens) length *= 2;
  return Math.min(length, most);
}

export class SourceSampler implements Sampler {
  readonly #context: ComputeContext;
  readonly #writer: SourceWriter;
  readonly #source: SourceText;
  #decoder: SourceDecoder | null = null;

  constructor(context: ComputeContext, writer: SourceWriter, tokenizer: Tokenizer) {
    const { vocabSize, contextLength } = writer.model;
    this.#context = context;
    this.#writer = writer;
    this.#source = new SourceText(tokenizer, vocabSize, contextLength);
  }

  unencodable(prompt: string): string[] {
    return unencodable(this.#source.tokenizer, prompt);
  }

  async generate(
    request: SamplingRequest,
    onWritten: OnWritten,
    signal?: AbortSignal,
  ): Promise<Written> {
    const source = this.#source;
    const { contextLength, vocabSize, decoderStart: start } = this.#writer.model;
    const length = lengthFor(source.read(request.prompt).length, contextLength);
    const decoder = await this.#decoderOf(sequencesOf(request), length);
    const { tokenizer } = source;
    const voice = { tokenizer, contextLength, vocabSize, source: { text: source, start } };
    return writeText(decoder, voice, request, onWritten, signal);
  }

  /** What it begins to write with, of that text. */
  async nextTokens(text: string, top: number): Promise<NextTokens> {
    const { contextLength, decoderStart } = this.#writer.model;
    const ids = this.#source.read(text);
    const decoder = await this.#decoderOf(1, lengthFor(ids.length, contextLength));
    await decoder.start([ids]);
    const [logits] = await decoder.score([decoderStart]);
    const distribution = new Distribution(logits!);
    const textOf = (id: number): string => this.#source.textOf(id);
    const voice = { tokenizer: this.#source.tokenizer, textOf };
    return { prompt: [], ...nextOf(distribution, [], top, voice) };
  }

  async destroy(): Promise<void> {
    await this.#decoder?.destroy();
    this.#decoder = null;
  }

  async #decoderOf(sequences: number, length: number): Promise<SourceDecoder> {
    const held = this.#decoder;
    if (held?.sequences === sequences && held.length === length) return held;
    await this.destroy();
    const shape = { sequences, length };
    this.#decoder = await SourceDecoder.create(this.#context, this.#writer, shape);
    return this.#decoder;
  }
}
