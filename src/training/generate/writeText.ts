// Text from whatever writes tokens, piece by piece: one sequence or several from one prompt.
import type { Tokenizer } from '../tokenizers/tokenizer';
import { SLOTS } from './decodeProgram';
import { encodePrompt } from './prompt';
import { StopText } from './stopText';
import type { SourceText } from './sourceText';
import type { SamplingSettings, TokenGenerator } from './tokenGenerator';

export interface SamplingRequest extends SamplingSettings {
  readonly prompt: string;
  readonly maxNewTokens: number;
  /** How many texts; 1 where left out. */
  readonly sequences?: number | undefined;
  /** A text ends before the first of these. */
  readonly stop?: readonly string[] | undefined;
  /** A text ends before the first of these tokens. */
  readonly endIds?: readonly number[] | undefined;
}

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

/** Streams the texts: `onTexts` gets all text so far. Resolves with the whole. */
export async function writeText(
  writer: TokenGenerator,
  { tokenizer, contextLength, source }: Voice,
  request: SamplingRequest,
  onTexts: (texts: string[], done: boolean) => void,
  signal?: AbortSignal,
): Promise<string[]> {
  const { maxNewTokens, stop, endIds } = request;
  const prompt = source?.read(request.prompt) ?? encodePrompt(tokenizer, request.prompt);
  const ids = Array.from({ length: writer.sequences }, () => [...prompt]);
  const nameOf = (id: number): string | undefined => source?.nameOf(id);
  const texts = ids.map(() => new StopText(tokenizer, stop, endIds, nameOf));
  const whole = (): string[] => texts.map(({ text }) => text);
  await start(writer, ids, contextLength);
  let tokenMs = TARGET_CHUNK_MS;
  for (let made = 0; made < maxNewTokens && !signal?.aborted;) {
    if (writer.room === 0 && source) break;
    // Positions end with the window: go on from its second half.
    if (writer.room === 0) await start(writer, ids, Math.max(1, contextLength >> 1));
    const chunk = Math.max(1, Math.min(SLOTS, Math.round(TARGET_CHUNK_MS / tokenMs)));
    const count = Math.min(chunk, maxNewTokens - made, writer.room);
    const fromMs = performance.now();
    const fresh = await writer.sample(count, made, request);
    tokenMs = (performance.now() - fromMs) / count;
    made += count;
    fresh.forEach((tokens, b) => {
      ids[b]!.push(...tokens);
      for (const id of tokens) texts[b]!.push(id);
    });
    if (texts.every(({ isOver }) => isOver)) break;
    if (made < maxNewTokens) onTexts(whole(), false);
  }
  for (const text of texts) text.end();
  onTexts(whole(), true);
  return whole();
}
