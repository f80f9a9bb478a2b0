/**
 * From text to what the GPU takes: token ids for training and for held-out loss, and the figures that make
 * losses of different tokenizers comparable. Batches are offsets drawn from (seed, step, index) alone, so a
 * resumed run sees bit-identical batches.
 */
import { PieceEncoder } from '../tokenizers/pieceEncoder';
import type { Encodes } from '../tokenizers/unknownCharacters';
import { DataError } from './errors';
import { randomUint32 } from './random';
import { utf8Length } from './tables/utf8';

export interface TextSplits {
  readonly train: string;
  readonly validation: string;
}

export interface DatasetInput extends TextSplits {
  readonly tokenizer: Encodes;
  /** Exact entropy of the source; only for grammar corpora. */
  readonly floorNatsPerChar?: number;
  readonly onProgress?: (doneChars: number, totalChars: number) => void;
  readonly signal?: AbortSignal;
}

export interface SplitFigures {
  /** UTF-16 units a token. */
  readonly charsPerToken: number;
  /** UTF-8 bytes a token. */
  readonly bytesPerToken: number;
}

export interface LossFloor {
  readonly natsPerToken: number;
  /**
   * True for characters, where a token is a character. Else the floor a character is converted with the
   * held-out text's measured characters a token, so it holds up to that sample's noise.
   */
  readonly isExact: boolean;
}

export interface Dataset {
  /** Token ids, [train tokens] and [held-out tokens]. */
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly figures: { readonly train: SplitFigures; readonly validation: SplitFigures };
  readonly floor?: LossFloor;
}

/** The last `validationShare` of a text, cut at the line break nearest to that share where there is one. */
export function splitText(text: string, validationShare = 0.1): TextSplits {
  const target = Math.round(text.length * (1 - validationShare));
  const before = text.lastIndexOf('\n', target - 1) + 1;
  const after = text.indexOf('\n', target) + 1;
  // A line break further off than half the held-out part would change the share too much: cut the line.
  const reach = (text.length - target) / 2;
  const cuts = [before, after].filter(
    (cut) => cut > 0 && cut < text.length && Math.abs(cut - target) <= reach,
  );
  const nearest = cuts.toSorted((a, b) => Math.abs(a - target) - Math.abs(b - target))[0];
  const cut = nearest ?? withoutSplitPair(text, target);
  return { train: text.slice(0, cut), validation: text.slice(cut) };
}

function withoutSplitPair(text: string, cut: number): number {
  return (text.charCodeAt(cut) & 0xfc00) === 0xdc00 &&
    (text.charCodeAt(cut - 1) & 0xfc00) === 0xd800
    ? cut + 1
    : cut;
}

/** Encodes piece by piece and lets other work in between, so that a big file can be watched and stopped. */
export async function buildDataset(input: DatasetInput): Promise<Dataset> {
  const { tokenizer, floorNatsPerChar, onProgress, signal } = input;
  const totalChars = input.train.length + input.validation.length;
  const train = await encodeAll(tokenizer, input.train, signal, (done) =>
    onProgress?.(done, totalChars),
  );
  const validation = await encodeAll(tokenizer, input.validation, signal, (done) =>
    onProgress?.(input.train.length + done, totalChars),
  );
  const figures = {
    train: measure(input.train, train),
    validation: measure(input.validation, validation),
  };
  if (floorNatsPerChar === undefined) return { train, validation, figures };
  const isExact = tokenizer.kind === 'char';
  const natsPerToken = isExact
    ? floorNatsPerChar
    : floorNatsPerChar * figures.validation.charsPerToken;
  return { train, validation, figures, floor: { natsPerToken, isExact } };
}

function measure(text: string, tokens: Int32Array): SplitFigures {
  const count = Math.max(1, tokens.length);
  return { charsPerToken: text.length / count, bytesPerToken: utf8Length(text) / count };
}

const ENCODE_CHARS = 1 << 18;

async function encodeAll(
  tokenizer: Encodes,
  text: string,
  signal: AbortSignal | undefined,
  onDone: (doneChars: number) => void,
): Promise<Int32Array> {
  const encoder = new PieceEncoder(tokenizer);
  const chunks: Int32Array[] = [];
  for (let from = 0; from < text.length;) {
    if (signal?.aborted) throw new DataError('aborted');
    const to = withoutSplitPair(text, Math.min(text.length, from + ENCODE_CHARS));
    chunks.push(...encoder.push(text.slice(from, to)));
    from = to;
    onDone(from - encoder.pending);
    // A timer, not a promise: messages such as "stop" must get their turn.
    if (from < text.length) await new Promise((resume) => setTimeout(resume, 0));
  }
  chunks.push(encoder.end());
  onDone(text.length);
  const tokens = new Int32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    tokens.set(chunk, at);
    at += chunk.length;
  }
  return tokens;
}

/** Starts of a step's windows, each uniform in [0, windowCount); [batchSize]. Pure in its arguments. */
export function batchOffsets(
  seed: number,
  step: number,
  batchSize: number,
  windowCount: number,
): Int32Array<ArrayBuffer> {
  const offsets = new Int32Array(batchSize);
  for (let i = 0; i < batchSize; i++)
    offsets[i] = Math.floor((randomUint32(seed, step, i) / 4294967296) * windowCount);
  return offsets;
}
