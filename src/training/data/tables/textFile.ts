/**
 * Reads a text that somebody brings, as a stream: checked for size, binary content and UTF-8 while it
 * arrives, so that a bad file is refused early and in words. Newlines become \n; what was changed is reported
 * in `notes`. Takes a File, or anything with a size and a stream.
 */
import { DataError, type DataErrorFields } from '../errors';
import { findInvalidUtf8, incompleteTailLength } from './utf8';

export interface TextSource {
  readonly name?: string;
  /** Bytes, if known; a file over the limit is then refused unread. */
  readonly size?: number;
  stream(): ReadableStream<Uint8Array>;
}

export interface ReadOptions {
  readonly maxBytes?: number;
  readonly minChars?: number;
  readonly onProgress?: (readBytes: number, totalBytes: number | undefined) => void;
  readonly signal?: AbortSignal;
}

export type TextNote =
  | { readonly code: 'bom_removed' }
  | { readonly code: 'newlines_normalized'; readonly count: number }
  | { readonly code: 'long_line'; readonly line: number; readonly chars: number };

export interface TextFile {
  readonly text: string;
  readonly sizeBytes: number;
  readonly notes: readonly TextNote[];
}

/** V8's longest string is about 536 million characters; tokens and the GPU copy come on top. */
export const MAX_TEXT_BYTES = 200_000_000;
/** Less than this leaves no window to train on and none to hold out. */
const MIN_TEXT_CHARS = 1000;
const LONG_LINE_CHARS = 100_000;

const MAGIC: readonly (readonly [format: string, bytes: readonly number[]])[] = [
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['gzip', [0x1f, 0x8b]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]],
  ['Arrow', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
  ['Avro', [0x4f, 0x62, 0x6a, 0x01]],
  ['SQLite', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20]],
  ['Excel 97', [0xd0, 0xcf, 0x11, 0xe0]],
  ['NumPy', [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]],
  ['HDF5', [0x89, 0x48, 0x44, 0x46]],
];

/** What the first bytes say the file is, if it is no UTF-8 text. */
function refuseByStart(start: Uint8Array): void {
  const utf16 =
    start[0] === 0xff && start[1] === 0xfe
      ? 'utf-16le'
      : start[0] === 0xfe && start[1] === 0xff
        ? 'utf-16be'
        : isEveryOther(start)
          ? 'utf-16le'
          : undefined;
  if (utf16) throw new DataError('not_utf8', { offsetBytes: 0, encoding: utf16 });
  const magic = MAGIC.find(([, bytes]) => bytes.every((byte, i) => start[i] === byte));
  if (magic) throw new DataError('binary_file', { offsetBytes: 0, format: magic[0] });
}

/** Without a mark, as PowerShell's older versions pipe it: Latin letters with a zero behind each. */
const isEveryOther = (start: Uint8Array): boolean =>
  start.length >= 4 && start[0] !== 0 && start[1] === 0 && start[2] !== 0 && start[3] === 0;

/** Turns checked chunks into text; knows what may be cut at a chunk's end: a character, a CR LF, a line. */
class ChunkDecoder {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private carry = new Uint8Array(0);
  private heldReturn = '';
  private offsetBytes = 0;
  private bomRemoved = false;
  private newlineCount = 0;
  private line = 1;
  private lineChars = 0;
  private longest = { line: 1, chars: 0 };

  /** The text that is whole so far. */
  push(chunk: Uint8Array): string {
    const bytes = new Uint8Array(this.carry.length + chunk.length);
    bytes.set(this.carry);
    bytes.set(chunk, this.carry.length);
    if (this.offsetBytes === 0 && bytes.length < 4) {
      this.carry = bytes;
      return '';
    }
    return this.take(bytes, incompleteTailLength(bytes));
  }

  end(): string {
    const rest = this.take(this.carry, 0);
    const held = this.heldReturn ? this.note('\n', 1) : '';
    this.closeLine();
    return rest + held;
  }

  notes(): TextNote[] {
    const notes: TextNote[] = [];
    if (this.bomRemoved) notes.push({ code: 'bom_removed' });
    if (this.newlineCount > 0)
      notes.push({ code: 'newlines_normalized', count: this.newlineCount });
    if (this.longest.chars > LONG_LINE_CHARS) notes.push({ code: 'long_line', ...this.longest });
    return notes;
  }

  private take(bytes: Uint8Array, tailLength: number): string {
    if (this.offsetBytes === 0) refuseByStart(bytes);
    const whole = bytes.subarray(0, bytes.length - tailLength);
    const zero = whole.indexOf(0);
    if (zero >= 0)
      throw new DataError('binary_file', {
        offsetBytes: this.offsetBytes + zero,
        format: 'unknown',
      });
    let text: string;
    try {
      text = this.decoder.decode(whole);
    } catch (cause) {
      throw new DataError(
        'not_utf8',
        {
          offsetBytes: this.offsetBytes + Math.max(0, findInvalidUtf8(whole)),
          encoding: 'unknown',
        },
        cause,
      );
    }
    if (this.offsetBytes === 0 && text.startsWith('\uFEFF')) {
      text = text.slice(1);
      this.bomRemoved = true;
    }
    this.offsetBytes += whole.length;
    this.carry = bytes.slice(whole.length);
    return this.normalize(text);
  }

  private normalize(chunk: string): string {
    let text = this.heldReturn + chunk;
    this.heldReturn = '';
    if (text.endsWith('\r')) {
      this.heldReturn = '\r';
      text = text.slice(0, -1);
    }
    let count = 0;
    if (text.includes('\r')) {
      text = text.replace(/\r\n?/g, () => {
        count += 1;
        return '\n';
      });
    }
    return this.note(text, count);
  }

  private note(text: string, newlineCount: number): string {
    this.newlineCount += newlineCount;
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      this.lineChars += at - from;
      this.closeLine();
      from = at + 1;
    }
    this.lineChars += text.length - from;
    return text;
  }

  private closeLine(): void {
    if (this.lineChars > this.longest.chars)
      this.longest = { line: this.line, chars: this.lineChars };
    this.line += 1;
    this.lineChars = 0;
  }
}

export async function readTextFile(
  source: TextSource,
  options: ReadOptions = {},
): Promise<TextFile> {
  const { minChars = MIN_TEXT_CHARS } = options;
  const name: DataErrorFields = source.name === undefined ? {} : { name: source.name };
  const pieces: string[] = [];
  const chunks = readTextChunks(source, options);
  let step = await chunks.next();
  for (; !step.done; step = await chunks.next()) pieces.push(step.value);
  const text = pieces.join('');
  if (text.length === 0) throw new DataError('empty_file', name);
  if (text.length < minChars || text.trim().length === 0)
    throw new DataError('too_short', { ...name, chars: text.trim().length, minChars });
  return { text, ...step.value };
}

/** The same checks for a text that is never whole in memory; chunks are as the stream cuts them. */
export async function* readTextChunks(
  source: TextSource,
  options: Omit<ReadOptions, 'minChars'> = {},
): AsyncGenerator<string, Pick<TextFile, 'sizeBytes' | 'notes'>> {
  const { maxBytes = MAX_TEXT_BYTES, onProgress, signal } = options;
  const name: DataErrorFields = source.name === undefined ? {} : { name: source.name };
  if (source.size === 0) throw new DataError('empty_file', name);
  if (source.size !== undefined && source.size > maxBytes)
    throw new DataError('too_large', { ...name, sizeBytes: source.size, limitBytes: maxBytes });
  if (signal?.aborted) throw new DataError('aborted', name);
  const decoder = new ChunkDecoder();
  let sizeBytes = 0;
  for await (const chunk of chunksOf(source, signal)) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes)
      throw new DataError('too_large', { ...name, sizeBytes, limitBytes: maxBytes });
    yield decoder.push(chunk);
    onProgress?.(sizeBytes, source.size);
  }
  yield decoder.end();
  return { sizeBytes, notes: decoder.notes() };
}

/** The chunks of a stream; cancels it when the reader stops early, is aborted, or throws. */
async function* chunksOf(
  source: TextSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const reader = source.stream().getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (signal?.aborted) throw new DataError('aborted');
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (signal?.aborted) throw new DataError('aborted', {}, error);
    throw error instanceof DataError
      ? error
      : new DataError(
          'unreadable',
          { reason: error instanceof Error ? error.message : String(error) },
          error,
        );
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}
