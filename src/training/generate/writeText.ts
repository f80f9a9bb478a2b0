// Text from whatever writes tokens, piece by piece: one sequence or several from one prompt.
import type { Tokenizer } from '../tokenizers/tokenizer';
import { searchBeams } from './beamSearch';
import type { Decoder } from './decoder';
import { checkTokens, type GenerationSettings } from './generationConfig';
import { encodePrompt } from './prompt';
import { compileConstraint } from './constraints/compile';
import { ConstraintProcessor } from './constraints/constraintProcessor';
import { processorsOf, type GenerationFacts } from './processors/processorsOf';
import type { SourceText } from './sourceText';
import { AssistedSource, type Assistance, type AssistantModel } from './speculative/assistedSource';
import { StopText, type Placed } from './stopText';
import { oddsOf, tokenSource, type OddsOf, type TakenToken } from './takeTokens';
import type { SamplingSettings, TokenGenerator } from './tokenGenerator';
import type { TokenOdds } from './tokenOdds';

/** Settings that are left out ask for nothing. */
export interface SamplingRequest
  extends SamplingSettings, Omit<Partial<GenerationSettings>, keyof SamplingSettings> {
  readonly prompt: string;
  /** False of a prompt that has its special tokens in it, as one of a chat template. */
  readonly addSpecialTokens?: boolean | undefined;
  readonly maxNewTokens: number;
  /** A text ends before the first of these tokens. */
  readonly endIds?: readonly number[] | undefined;
  /** A smaller model that proposes tokens. */
  readonly assistant?: AssistantModel | undefined;
}

/** A token of a text, where details were asked for. */
export type WrittenToken = Placed<TokenOdds & { readonly id: number; readonly text: string }>;

/** One of each a sequence. */
export interface Written {
  readonly texts: string[];
  /** With details. */
  readonly tokens?: WrittenToken[][];
  /** Of beams: their sums of log-probabilities, by length. */
  readonly scores?: number[];
  /** With an assistant. */
  readonly assistance?: Assistance;
}

/**
 * `texts` are all so far, `tokens` those since the last time. Of beams `texts` are the best so far, which may
 * change; their tokens come with the whole.
 */
export type OnWritten = (written: Written, done: boolean) => void;

/** What a text is made of. */
interface Voice {
  readonly tokenizer: Tokenizer;
  readonly vocabSize: number;
  readonly contextLength: number;
  /** What writes, where an assistant can help. */
  readonly decoder?: Decoder | undefined;
  /** Of an encoder-decoder: it reads the prompt and does not go on with it. */
  readonly source?: { readonly text: SourceText; readonly start: number } | undefined;
}

/** A piece of text appears about this often. */
const TARGET_CHUNK_MS = 50;
export const TOP = 5;

/** Generators write side by side what is asked for, or what it takes to find that. */
export const sequencesOf = ({
  numReturnSequences = 1,
  numBeams = 1,
}: Partial<GenerationSettings>): number => (numBeams > 1 ? numBeams : numReturnSequences);

/** Streams the texts. Resolves with the whole. @throws BenchtopError generation_… */
export async function writeText(
  writer: TokenGenerator,
  voice: Voice,
  request: SamplingRequest,
  onWritten: OnWritten,
  signal?: AbortSignal,
): Promise<Written> {
  const writing = new Writing(writer, voice, request, signal);
  await writing.begin();
  const isSearch = (request.numBeams ?? 1) > 1;
  return isSearch ? writing.search(onWritten) : writing.write(onWritten);
}

type Text = StopText<TakenToken>;

class Writing {
  readonly #writer: TokenGenerator;
  readonly #voice: Voice;
  readonly #request: SamplingRequest;
  readonly #signal: AbortSignal | undefined;
  /** What the model reads, */
  readonly #read: readonly number[];
  /** and what a sequence begins with. */
  readonly #prompt: readonly number[];
  readonly #facts: GenerationFacts;
  readonly #odds: OddsOf;
  readonly #constraint: ConstraintProcessor | undefined;
  #shownMs = -Infinity;

  constructor(
    writer: TokenGenerator,
    voice: Voice,
    request: SamplingRequest,
    signal: AbortSignal | undefined,
  ) {
    this.#writer = writer;
    this.#voice = voice;
    this.#request = request;
    this.#signal = signal;
    const { source, tokenizer, vocabSize } = voice;
    const { endIds = [], maxNewTokens, addSpecialTokens } = request;
    this.#odds = oddsOf({ top: TOP, ...request }, this.#textOf);
    checkTokens(request, vocabSize);
    this.#read =
      source?.text.read(request.prompt) ??
      encodePrompt(tokenizer, request.prompt, addSpecialTokens);
    this.#prompt = source ? [source.start] : this.#read;
    const promptTokens = this.#prompt.length;
    this.#constraint = this.#constraintOf(promptTokens);
    const constraint = this.#constraint;
    this.#facts = { tokenizer, vocabSize, endIds, promptTokens, maxNewTokens, constraint };
  }

  begin(): Promise<void> {
    const all = Array.from({ length: this.#writer.sequences }, () => this.#read);
    if (this.#voice.source) return this.#writer.start(all);
    return this.#behind(all, this.#voice.contextLength);
  }

  async write(onWritten: OnWritten): Promise<Written> {
    const { maxNewTokens, details } = this.#request;
    const assisted = this.#assisted();
    const source = assisted ?? tokenSource(this.#writer, this.#request, this.#facts, this.#odds);
    const texts = Array.from({ length: this.#writer.sequences }, () => this.#text());
    const ids = texts.map(() => [...this.#prompt]);
    const tokens: WrittenToken[][] = texts.map(() => []);
    const tell = (done: boolean): void => {
      const fresh = texts.map((text) => this.#placed(text));
      fresh.forEach((more, b) => tokens[b]!.push(...more));
      const shown = texts.map(({ text }) => text);
      onWritten({ texts: shown, ...(details && { tokens: fresh }) }, done);
    };
    const endDone = (): void =>
      texts.forEach((text, b) => {
        if (!text.isOver && this.#isDone(ids[b]!)) text.end();
      });
    endDone();
    let tokenMs = TARGET_CHUNK_MS;
    for (let made = 0; made < maxNewTokens && !this.#signal?.aborted;) {
      if (texts.every(({ isOver }) => isOver) || !(await this.#makeRoom(ids))) break;
      const wanted = Math.round(TARGET_CHUNK_MS / tokenMs);
      const chunk = Math.max(source.least, Math.min(source.most, wanted));
      const count = Math.min(chunk, maxNewTokens - made, this.#writer.room);
      const fromMs = performance.now();
      const sequences = texts.map(({ isOver }, b) => ({ ids: ids[b]!, isOver }));
      const fresh = await source.take(count, made, sequences);
      const taken = fresh[0]!.length;
      tokenMs = (performance.now() - fromMs) / taken;
      made += taken;
      fresh.forEach((more, b) => {
        for (const token of more) {
          ids[b]!.push(token.id);
          texts[b]!.push(token);
        }
      });
      endDone();
      if (made < maxNewTokens && this.#isDue()) tell(false);
    }
    for (const text of texts) text.end();
    tell(true);
    const assistance = await assisted?.report(ids[0]!);
    return {
      texts: texts.map(({ text }) => text),
      ...(details && { tokens }),
      ...(assistance && { assistance }),
    };
  }

  async search(onWritten: OnWritten): Promise<Written> {
    const { maxNewTokens, stopStrings = [], details, endIds = [] } = this.#request;
    const { lengthPenalty = 1, earlyStopping = false, numReturnSequences = 1 } = this.#request;
    const textOf = (tokens: readonly TakenToken[], isWhole: boolean): Text => {
      const text = this.#text();
      for (const token of tokens) text.push(token);
      if (isWhole) text.end();
      return text;
    };
    const beams = await searchBeams(this.#writer, {
      lengthPenalty,
      earlyStopping,
      maxNewTokens,
      prompt: this.#prompt,
      processors: processorsOf({ ...this.#request, temperature: 0 }, this.#facts),
      endIds,
      odds: this.#odds,
      hasEnded: (tokens) =>
        endIds.includes(tokens.at(-1)!.id) ||
        this.#isDone([...this.#prompt, ...tokens.map(({ id }) => id)]) ||
        (stopStrings.length > 0 && textOf(tokens, false).isOver),
      makeRoom: (ids) => this.#makeRoom(ids),
      onStep: (running) => {
        if (!this.#isDue()) return;
        const shown = running.slice(0, numReturnSequences);
        onWritten({ texts: shown.map(({ tokens }) => textOf(tokens, false).text) }, false);
      },
      signal: this.#signal,
    });
    const found = beams.slice(0, numReturnSequences);
    const texts = found.map(({ tokens }) => textOf(tokens, true));
    const written = {
      texts: texts.map(({ text }) => text),
      ...(details && { tokens: texts.map((text) => this.#placed(text)) }),
      scores: found.map(({ score }) => score),
    };
    onWritten(written, true);
    return written;
  }

  /** Pieces are not shown more often than they can be read. */
  #isDue(): boolean {
    if (performance.now() - this.#shownMs < TARGET_CHUNK_MS / 2) return false;
    this.#shownMs = performance.now();
    return true;
  }

  /** Positions end with the window: it goes on from its second half; an encoder-decoder ends there. */
  async #makeRoom(ids: readonly (readonly number[])[]): Promise<boolean> {
    if (this.#writer.room > 0) return true;
    if (this.#voice.source) return false;
    await this.#behind(ids, Math.max(1, this.#voice.contextLength >> 1));
    return true;
  }

  #behind(ids: readonly (readonly number[])[], length: number): Promise<void> {
    const windows = ids.map((sequence) => sequence.slice(-length));
    return this.#writer.start(windows, ids);
  }

  #assisted(): AssistedSource | undefined {
    const { assistant } = this.#request;
    const { decoder } = this.#voice;
    if (!assistant || !decoder) return undefined;
    const hasEnded = (ids: readonly number[]): boolean =>
      this.#request.endIds?.includes(ids.at(-1)!) === true || this.#isDone(ids);
    const facts = { ...this.#facts, hasEnded, contextLength: this.#voice.contextLength };
    return new AssistedSource(decoder, assistant, this.#request, facts, this.#odds);
  }

  /** An encoder-decoder writes no longer than its positions reach. @throws ConstraintError */
  #constraintOf(promptTokens: number): ConstraintProcessor | undefined {
    const { constraint, endIds = [], maxNewTokens: most } = this.#request;
    if (!constraint) return undefined;
    const { tokenizer, source, contextLength } = this.#voice;
    const maxNewTokens = source ? Math.min(most, contextLength) : most;
    const compiled = compileConstraint(constraint, tokenizer, endIds);
    return new ConstraintProcessor(compiled, { promptTokens, maxNewTokens, endIds });
  }

  /** Nothing may follow. */
  #isDone(ids: readonly number[]): boolean {
    const isEnd = this.#request.endIds?.includes(ids.at(-1)!) === true;
    return !isEnd && this.#constraint?.isDone(ids) === true;
  }

  #text(): Text {
    const { endIds, constraint } = this.#request;
    // A constraint says itself where a text ends.
    const stopStrings = constraint ? [] : this.#request.stopStrings;
    const { tokenizer, source } = this.#voice;
    const nameOf = (id: number): string | undefined => source?.text.nameOf(id);
    return new StopText(tokenizer, stopStrings, endIds, nameOf, source ? [] : this.#prompt);
  }

  readonly #textOf = (id: number): string =>
    this.#voice.source?.text.textOf(id) ?? this.#voice.tokenizer.tokenText(id);

  #placed(text: Text): WrittenToken[] {
    return text
      .takeTokens()
      .map(({ odds, ...token }) => ({ ...token, ...odds!, text: this.#textOf(token.id) }));
  }
}
