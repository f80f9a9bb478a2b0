/**
 * Downloads a file by its address, with progress. A connection that breaks is taken up again where it
 * broke (range request, `If-Range`), also by a later call with the same `Partial`; a file that has changed
 * meanwhile begins anew. What a checksum is known for is checked against it.
 */
import { DataError } from '../errors';
import { MAX_SOURCE_BYTES } from './sources';
import { Sha256 } from './hash';

/** What has arrived so far; kept by the caller, so that a download can go on after an error. */
export interface PartialFile {
  readonly url: string;
  chunks: Blob[];
  readBytes: number;
  /** Of the version that `chunks` belong to. */
  etag: string | null;
}

export const emptyPartial = (url: string): PartialFile => ({
  url,
  chunks: [],
  readBytes: 0,
  etag: null,
});

export type Checksum =
  | { readonly kind: 'sha256'; readonly hex: string }
  /** Git's name of a small file: SHA-1 over a header and the bytes. */
  | { readonly kind: 'git_blob'; readonly hex: string };

export interface RemoteOptions {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly onProgress?: (readBytes: number, totalBytes: number | undefined) => void;
  /** After every chunk that came; the next one waits for it. */
  readonly onChunk?: () => Promise<void>;
  readonly signal?: AbortSignal;
  readonly checksum?: Checksum | undefined;
  /** Larger files are refused before they come. */
  readonly maxBytes?: number;
  /** Breaks that are mended before the error is reported. */
  readonly retries?: number;
  readonly retryAfterMs?: number;
}

export async function downloadFile(partial: PartialFile, options: RemoteOptions): Promise<Blob> {
  const { retries = 4, retryAfterMs = 500, checksum, signal } = options;
  for (let broken = 0; ; broken++) {
    const before = partial.readBytes;
    try {
      await readOn(partial, options);
      break;
    } catch (thrown) {
      const error = toDataError(thrown, partial.url, signal);
      // A break after some progress is no reason to give up.
      if (partial.readBytes > before) broken = 0;
      if (error.code !== 'offline' || broken >= retries) throw error;
      await new Promise((resume) => setTimeout(resume, retryAfterMs * 2 ** broken));
    }
  }
  const blob = new Blob(partial.chunks);
  if (checksum) await check(blob, partial, checksum);
  return blob;
}

function toDataError(thrown: unknown, url: string, signal: AbortSignal | undefined): DataError {
  if (signal?.aborted) return new DataError('aborted', { url }, thrown);
  if (thrown instanceof DataError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new DataError('offline', { url, reason }, thrown);
}

async function readOn(partial: PartialFile, options: RemoteOptions) {
  const { fetch, onProgress, onChunk, signal, maxBytes = MAX_SOURCE_BYTES } = options;
  const headers: Record<string, string> =
    partial.readBytes > 0 && partial.etag !== null
      ? { Range: `bytes=${partial.readBytes}-`, 'If-Range': partial.etag }
      : {};
  const response = await fetch(partial.url, { headers, ...(signal && { signal }) });
  const range = response.headers.get('content-range') ?? '';
  // 416: nothing is left to ask for, if the file is as long as what is here.
  if (response.status === 416 && partial.readBytes > 0) {
    const length = /^bytes \*\/(\d+)$/.exec(range)?.[1];
    if (length === undefined || Number(length) === partial.readBytes) return;
    throw otherRange(partial, range);
  }
  if (!response.ok || !response.body)
    throw new DataError('http', { url: partial.url, status: response.status });
  if (response.status !== 206) restart(partial, response);
  else if (Number(/^bytes (\d+)-/.exec(range)?.[1]) !== partial.readBytes) {
    await response.body.cancel();
    throw otherRange(partial, range);
  }
  const totalBytes = totalOf(response, partial.readBytes);
  if (totalBytes !== undefined && totalBytes > maxBytes) {
    await response.body.cancel();
    const fields = { url: partial.url, sizeBytes: totalBytes, limitBytes: maxBytes };
    throw new DataError('too_large', fields);
  }
  const reader = response.body.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    partial.chunks.push(new Blob([step.value]));
    partial.readBytes += step.value.length;
    if (partial.chunks.length >= MOST_CHUNKS) partial.chunks = [new Blob(partial.chunks)];
    onProgress?.(partial.readBytes, totalBytes);
    await onChunk?.();
    // A body that is all here already may never tell.
    signal?.throwIfAborted();
  }
  if (totalBytes !== undefined && partial.readBytes < totalBytes)
    throw new DataError('offline', { url: partial.url, reason: 'cut short' });
}

/** Not the range that was asked for: what is here belongs to another file, and the next try begins anew. */
function otherRange(partial: PartialFile, range: string): DataError {
  Object.assign(partial, emptyPartial(partial.url));
  return new DataError('offline', { url: partial.url, reason: `other range: ${range}` });
}

/** Each chunk is a handle of the browser: a large file has them put together now and then. */
const MOST_CHUNKS = 256;

/** The whole file comes (again): no range was asked for, or it has changed, or there are no ranges. */
function restart(partial: PartialFile, response: Response): void {
  partial.chunks = [];
  partial.readBytes = 0;
  const etag = response.headers.get('etag');
  // If-Range takes strong tags only.
  partial.etag = etag?.startsWith('W/') ? null : etag;
}

function totalOf(response: Response, readBytes: number): number | undefined {
  const range = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (range) return Number(range[1]);
  // A packed transfer's length counts other bytes.
  if (response.headers.get('content-encoding')) return undefined;
  const length = response.headers.get('content-length');
  return length === null ? undefined : readBytes + Number(length);
}

async function check(blob: Blob, partial: PartialFile, { kind, hex }: Checksum): Promise<void> {
  const found = kind === 'sha256' ? await sha256Of(blob) : await gitNameOf(blob);
  if (found === hex) return;
  Object.assign(partial, emptyPartial(partial.url));
  throw new DataError('hash_mismatch', { url: partial.url, expected: hex, got: found });
}

export async function sha256Of(blob: Blob): Promise<string> {
  const hash = new Sha256();
  const reader = blob.stream().getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read())
    hash.push(step.value);
  return hash.digest();
}

async function gitNameOf(blob: Blob): Promise<string> {
  const named = new Blob([`blob ${blob.size}\0`, blob]);
  const digest = await crypto.subtle.digest('SHA-1', await named.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * A gzip file becomes what is in it, as a stream: nothing of it is held.
 * @throws DataError bad_gzip | too_large
 */
export async function unpacked(name: string, blob: Blob): Promise<Blob> {
  const start = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  if (start[0] !== 0x1f || start[1] !== 0x8b) return blob;
  let sizeBytes = 0;
  const bounded = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      sizeBytes += chunk.length;
      if (sizeBytes <= MAX_SOURCE_BYTES) controller.enqueue(chunk);
      else throw new DataError('too_large', { name, sizeBytes, limitBytes: MAX_SOURCE_BYTES });
    },
  });
  const stream = blob.stream().pipeThrough(new DecompressionStream('gzip')).pipeThrough(bounded);
  try {
    return await new Response(stream).blob();
  } catch (thrown) {
    if (sizeBytes > MAX_SOURCE_BYTES)
      throw new DataError('too_large', { name, sizeBytes, limitBytes: MAX_SOURCE_BYTES }, thrown);
    throw new DataError('bad_gzip', { name }, thrown);
  }
}
