// What a model expects next behind a text, and how it found each token of that text. Reads on from what it
// read before: a text that grows costs its new tokens.
import type { ComputeContext } from '../../gpu/compute';
import { createStreamDecoder, type Tokenizer } from '../tokenizers/tokenizer';
import { Decoder } from './decoder';
import type { Writer } from './decodeProgram';
import { encodePrompt } from './prompt';
import { Distribution, type Candidate, type TokenOdds } from './tokenOdds';

/** Without odds where nothing stands in front of it. */
export interface PromptToken extends Partial<TokenOdds> {
  readonly id: number;
  readonly text: string;
  /** What it adds to the text. */
  readonly piece: string;
}

/** Behind the text. */
export interface NextToken extends Candidate {
  /** What it would add to the text; '' where it completes no character. */
  readonly piece: string;
}

export interface NextTokens {
  /** Of an encoder-decoder none: it goes on with nothing. */
  readonly prompt: readonly PromptToken[];
  readonly next: readonly NextToken[];
  /** Of the next token, in nats. */
  readonly entropy: number;
  /** ln p of every token in place of the next, by id. */
  readonly logProbs: Float32Array;
}

const CUT = '\uFFFD';
/** Tokens that are read in one pass; fewer than some are faster one by one. */
const TOGETHER = 32;
const FEW = 4;

/** The likeliest tokens behind `ids`, as they would be read there. */
export function nextOf(
  distribution: Distribution,
  ids: readonly number[],
  top: number,
  { tokenizer, textOf }: { readonly tokenizer: Tokenizer; readonly textOf: (id: number) => string },
): Pick<NextTokens, 'next' | 'entropy' | 'logProbs'> {
  const before = tokenizer.decode(ids);
  const pieceOf = (id: number): string => {
    const text = tokenizer.decode([...ids, id]);
    return text.startsWith(before) && !text.endsWith(CUT) ? text.slice(before.length) : '';
  };
  const next = distribution.top(top, textOf).map((one) => ({ ...one, piece: pieceOf(one.id) }));
  return { next, entropy: distribution.entropy, logProbs: Float32Array.from(distribution.logs) };
}

export class NextTokenReader {
  readonly #context: ComputeContext;
  readonly #writer: Writer;
  readonly #tokenizer: Tokenizer;
  #decoder: Promise<Decoder> | null = null;
  #top = 0;
  #ids: number[] = [];
  /** Of each token read but the first. */
  #odds: TokenOdds[] = [];

  constructor(context: ComputeContext, writer: Writer, tokenizer: Tokenizer) {
    this.#context = context;
    this.#writer = writer;
    this.#tokenizer = tokenizer;
  }

  /** A text longer than the context loses its beginning. */
  async nextTokens(text: string, top: number): Promise<NextTokens> {
    const ids = encodePrompt(this.#tokenizer, text).slice(-this.#writer.model.contextLength);
    const decoder = await this.#ready();
    const textOf = (id: number): string => this.#tokenizer.tokenText(id);
    const known = top === this.#top ? this.#commonWith(ids) : 0;
    // Behind the last common token another one may be asked about.
    const from = Math.max(0, known - 1);
    this.#top = top;
    this.#ids = ids.slice(0, from + 1);
    this.#odds.length = from;
    if (from === 0) await decoder.start([[ids[0]!]]);
    else decoder.rewind(from);
    let last: Distribution | undefined;
    for (let place = from; place < ids.length;) {
      const rows = await this.#behind(decoder, ids.slice(place));
      for (const logits of rows) {
        last = new Distribution(logits);
        place += 1;
        if (place === ids.length) break;
        this.#ids.push(ids[place]!);
        this.#odds.push(last.of(ids[place]!, top, textOf));
      }
    }
    const voice = { tokenizer: this.#tokenizer, textOf };
    return { prompt: this.#prompt(), ...nextOf(last!, ids, top, voice) };
  }

  /** Logits behind the first of these tokens: many are read together, few one by one. */
  #behind(decoder: Decoder, ids: readonly number[]): Promise<Float32Array[]> {
    if (ids.length <= FEW) return decoder.score([ids[0]!]);
    const most = Math.min(TOGETHER, this.#writer.model.contextLength);
    return decoder.scoreAll(ids.slice(0, most), most);
  }

  async destroy(): Promise<void> {
    await (await this.#decoder?.catch(() => null))?.destroy();
    this.#decoder = null;
  }

  #commonWith(ids: readonly number[]): number {
    const differs = this.#ids.findIndex((id, place) => id !== ids[place]);
    return differs < 0 ? this.#ids.length : differs;
  }

  #prompt(): PromptToken[] {
    const decoder = createStreamDecoder(this.#tokenizer);
    return this.#ids.map((id, place) => {
      const isLast = place === this.#ids.length - 1;
      const piece = decoder.push(id) + (isLast ? decoder.end() : '');
      return { id, text: this.#tokenizer.tokenText(id), piece, ...this.#odds[place - 1] };
    });
  }

  /** One that could not be made is tried again by the next text. */
  #ready(): Promise<Decoder> {
    if (!this.#decoder) {
      this.#decoder = Decoder.create(this.#context, this.#writer);
      this.#decoder.catch(() => (this.#decoder = null));
    }
    return this.#decoder;
  }
}
