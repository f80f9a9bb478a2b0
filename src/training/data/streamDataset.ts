/**
 * A dataset from texts that are too large for one string: the alphabet is gathered, a sample for training a
 * tokenizer is taken, and the text is encoded, each in pieces. Memory holds the token ids and one piece.
 */
import { PieceEncoder } from '../tokenizers/pieceEncoder';
import type { Encodes } from '../tokenizers/unknownCharacters';
import type { Dataset, SplitFigures } from './dataset';
import { MAX_SOURCE_BYTES } from './sources/sources';
import { readTextChunks } from './tables/textFile';
import { utf8Length } from './tables/utf8';

export interface StreamedSplits {
  readonly train: Blob;
  readonly validation: Blob;
}

const LINE_END = 0x0a;
const SEARCHED_BYTES = 1 << 16;

/** The last `validationShare` of a text, from the next line end on where there is one near. */
export async function splitBlob(blob: Blob, validationShare = 0.1): Promise<StreamedSplits> {
  const target = Math.round(blob.size * (1 - validationShare));
  const after = new Uint8Array(await blob.slice(target, target + SEARCHED_BYTES).arrayBuffer());
  const lineEnd = after.indexOf(LINE_END) + 1;
  // Not inside a character.
  const start = after.findIndex((byte) => (byte & 0xc0) !== 0x80);
  const cut = target + (lineEnd > 0 && lineEnd < after.length ? lineEnd : Math.max(0, start));
  return { train: blob.slice(0, cut), validation: blob.slice(cut) };
}

export interface StreamOptions {
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/** The text in the pieces in which it is read, never cut inside a character. */
export async function* piecesOf(
  blob: Blob,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  if (blob.size === 0) return;
  const options = { maxBytes: MAX_SOURCE_BYTES, ...(signal && { signal }) };
  yield* readTextChunks({ size: blob.size, stream: () => blob.stream() }, options);
}

/** Every character of the text once, in order of appearance. */
export async function alphabetOf(blob: Blob, signal?: AbortSignal): Promise<string> {
  const seen = new Uint8Array(0x110000);
  const characters: string[] = [];
  for await (const piece of piecesOf(blob, signal)) {
    for (let i = 0; i < piece.length; i++) {
      const point = piece.codePointAt(i) as number;
      if (point > 0xffff) i += 1;
      if (seen[point] === 1) continue;
      seen[point] = 1;
      characters.push(String.fromCodePoint(point));
    }
  }
  return characters.join('');
}

/** The text itself where it is short enough; else pieces from places spread evenly over it. */
export async function sampleOf(blob: Blob, sampleBytes: number): Promise<string> {
  if (blob.size <= sampleBytes) return blob.text();
  const pieces = 16;
  const pieceBytes = Math.floor(sampleBytes / pieces);
  const sample: string[] = [];
  for (let i = 0; i < pieces; i++) {
    const from = Math.floor((i * (blob.size - pieceBytes)) / (pieces - 1));
    const text = await blob.slice(from, from + pieceBytes).text();
    // Whole lines: the ends may be cut inside a word or a character.
    const lines = text.slice(text.indexOf('\n') + 1, text.lastIndexOf('\n') + 1);
    sample.push(lines === '' ? text.replaceAll('\uFFFD', '') : lines);
  }
  return sample.join('');
}

export async function buildStreamedDataset(
  { train, validation }: StreamedSplits,
  tokenizer: Encodes,
  { onProgress, signal }: StreamOptions = {},
): Promise<Dataset> {
  const totalBytes = train.size + validation.size;
  const first = await encodeBlob(train, tokenizer, signal, (done) =>
    onProgress?.(done, totalBytes),
  );
  const second = await encodeBlob(validation, tokenizer, signal, (done) =>
    onProgress?.(train.size + done, totalBytes),
  );
  return {
    train: first.tokens,
    validation: second.tokens,
    figures: { train: first.figures, validation: second.figures },
  };
}

async function encodeBlob(
  blob: Blob,
  tokenizer: Encodes,
  signal: AbortSignal | undefined,
  onDone: (doneBytes: number) => void,
): Promise<{ tokens: Int32Array; figures: SplitFigures }> {
  // A token has a byte at least. Memory that is never written to is never taken, while growing would
  // hold two copies at once.
  let tokens = new Int32Array(blob.size + 16);
  let count = 0;
  const add = (chunk: Int32Array): void => {
    if (count + chunk.length > tokens.length) {
      const larger = new Int32Array(Math.ceil(1.5 * (count + chunk.length)));
      larger.set(tokens.subarray(0, count));
      tokens = larger;
    }
    tokens.set(chunk, count);
    count += chunk.length;
  };
  const encoder = new PieceEncoder(tokenizer);
  let chars = 0;
  let bytes = 0;
  for await (const piece of piecesOf(blob, signal)) {
    const found = encoder.push(piece);
    found.forEach(add);
    chars += piece.length;
    bytes += utf8Length(piece);
    onDone(bytes);
    // A timer, not a promise: messages such as "stop" must get their turn.
    if (found.length > 0) await new Promise((resume) => setTimeout(resume, 0));
  }
  add(encoder.end());
  const each = Math.max(1, count);
  return {
    tokens: tokens.subarray(0, count),
    figures: { charsPerToken: chars / each, bytesPerToken: bytes / each },
  };
}
