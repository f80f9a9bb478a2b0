// Text from whatever writes tokens, piece by piece: one sequence or several from one prompt.
import type { Tokenizer } from '../tokenizers/tokenizer';
import { encodePrompt } from './prompt';
import { StopText, type Placed } from './stopText';
import type { SourceText } from './sourceText';
import { chunks, steps, type TakenToken } from './takeTokens';
import type { SamplingSettings, TokenGenerator } from './tokenGenerator';
import type { TokenOdds } from './tokenOdds';

export interface SamplingRequest extends SamplingSettings {
  readonly prompt: string;
  /** False of a prompt that has its special tokens in it, as one of a chat template. */
  readonly addSpecialTokens?: boolean | undefined;
  readonly maxNewTokens: number;
  /** How many texts; 1 where left out. */
  readonly sequences?: number | undefined;
  /** A text ends before the first of these. */
  readonly stop?: readonly string[] | undefined;
  /** A text ends before the first of these tokens. */
  readonly endIds?: readonly number[] | undefined;
  /** With the odds of each token. */
  readonly details?: boolean | undefined;
  /** Likeliest tokens of each place; 5 where left out. */
  readonly top?: number | undefined;
}

/** A token of a text, where details were asked for. */
export type WrittenToken = Placed<TokenOdds & { readonly id: number; readonly text: string }>;

/** One of each a sequence. */
export interface Written {
  readonly texts: string[];
  /** With details. */
  readonly tokens?: WrittenToken[][];
}

/** `texts` are all so far, `tokens` those since the last time. */
export type OnWritten = (written: Written, done: boolean) => void;

const start = (
  writer: TokenGenerator,
  ids: readonly (readonly number[])[],
  length: number,
): Promise<void> =>
  writer.start(
    ids.map((sequence) => sequence.slice(-length)),
    ids,
  );

/** What a text is made of. */
interface Voice {
  readonly tokenizer: Tokenizer;
  readonly contextLength: number;
  /** Of an encoder-decoder: it reads the prompt and does not go on with it. */
  readonly source?: SourceText | undefined;
}

/** A piece of text appears about this often. */
const TARGET_CHUNK_MS = 50;
export const TOP = 5;

/** Streams the texts. Resolves with the whole. */
export async function writeText(
  writer: TokenGenerator,
  { tokenizer, contextLength, source }: Voice,
  request: SamplingRequest,
  onWritten: OnWritten,
  signal?: AbortSignal,
): Promise<Written> {
  const { maxNewTokens, stop, endIds, details, begin, top = TOP } = request;
  const prompt =
    source?.read(request.prompt) ??
    encodePrompt(tokenizer, request.prompt, request.addSpecialTokens);
  const ids = Array.from({ length: writer.sequences }, () => [...prompt]);
  const nameOf = (id: number): string | undefined => source?.nameOf(id);
  const textOf = (id: number): string => source?.textOf(id) ?? tokenizer.tokenText(id);
  const texts = ids.map(() => new StopText<TakenToken>(tokenizer, stop, endIds, nameOf));
  const tokens: WrittenToken[][] = texts.map(() => []);
  const tell = (done: boolean): void => {
    const fresh = texts.map((text) =>
      text
        .takeTokens()
        .map(({ odds, ...token }) => ({ ...token, ...odds!, text: textOf(token.id) })),
    );
    fresh.forEach((more, b) => tokens[b]!.push(...more));
    const shown = texts.map(({ text }) => text);
    onWritten({ texts: shown, ...(details && { tokens: fresh }) }, done);
  };
  const from = details || begin ? steps(writer, request, { top, textOf }) : chunks(writer, request);
  await start(writer, ids, contextLength);
  let tokenMs = TARGET_CHUNK_MS;
  let lastMs = -Infinity;
  for (let made = 0; made < maxNewTokens && !signal?.aborted;) {
    if (writer.room === 0 && source) break;
    // Positions end with the window: go on from its second half.
    if (writer.room === 0) await start(writer, ids, Math.max(1, contextLength >> 1));
    const chunk = Math.max(1, Math.min(from.most, Math.round(TARGET_CHUNK_MS / tokenMs)));
    const count = Math.min(chunk, maxNewTokens - made, writer.room);
    const fromMs = performance.now();
    const fresh = await from.take(count, made, ids);
    tokenMs = (performance.now() - fromMs) / count;
    made += count;
    fresh.forEach((taken, b) => {
      for (const token of taken) {
        ids[b]!.push(token.id);
        texts[b]!.push(token);
      }
    });
    if (texts.every(({ isOver }) => isOver)) break;
    if (made === maxNewTokens || performance.now() - lastMs < TARGET_CHUNK_MS / 2) continue;
    lastMs = performance.now();
    tell(false);
  }
  for (const text of texts) text.end();
  tell(true);
  return { texts: texts.map(({ text }) => text), ...(details && { tokens }) };
}
