/**
 * Fetches a corpus by its address, with progress and typed errors; a gzip body is unpacked on the way.
 * `fetch` is handed in, so this runs in a page, a worker, Node and a test.
 */
import { DataError } from '../errors';
import { MAX_TEXT_BYTES, readTextFile, type ReadOptions, type TextFile } from '../tables/textFile';

export interface FetchOptions extends ReadOptions {
  readonly fetch: (url: string, init: { signal?: AbortSignal }) => Promise<Response>;
  /** From the corpus list: the total for the progress bar where the server sends no length. */
  readonly expectedBytes?: number;
}

export async function fetchCorpus(url: string, options: FetchOptions): Promise<TextFile> {
  const { signal, expectedBytes, maxBytes = MAX_TEXT_BYTES, onProgress } = options;
  const response = await request(url, options);
  if (!response.ok || !response.body) throw new DataError('http', { url, status: response.status });
  const announced = announcedBytes(response);
  if (announced !== undefined && announced > maxBytes) {
    void response.body.cancel().catch(() => undefined);
    throw new DataError('too_large', { url, sizeBytes: announced, limitBytes: maxBytes });
  }
  const { isGzip, stream } = await peekGzip(response.body, url, signal);
  // The announced length counts packed bytes, so it is no total for the unpacked ones.
  const totalBytes = isGzip ? expectedBytes : (announced ?? expectedBytes);
  const body = isGzip ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
  try {
    return await readTextFile(
      { name: url, stream: () => body },
      { ...options, onProgress: (readBytes) => onProgress?.(readBytes, totalBytes) },
    );
  } catch (error) {
    // A stream that breaks after a good answer is a lost connection.
    if (error instanceof DataError && error.code === 'unreadable')
      throw new DataError('offline', { url, ...error.fields }, error);
    throw error;
  }
}

async function request(url: string, { fetch, signal }: FetchOptions): Promise<Response> {
  if (signal?.aborted) throw new DataError('aborted', { url });
  try {
    return await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    if (signal?.aborted) throw new DataError('aborted', { url }, cause);
    // Browsers do not tell a refused origin from a missing network.
    throw new DataError(
      'offline',
      { url, reason: cause instanceof Error ? cause.message : String(cause) },
      cause,
    );
  }
}

/** A compressed transfer is unpacked by the browser, so its length header counts other bytes. */
function announcedBytes(response: Response): number | undefined {
  if (response.headers.get('content-encoding')) return undefined;
  const length = Number(response.headers.get('content-length') ?? NaN);
  return Number.isFinite(length) && length > 0 ? length : undefined;
}

/** Some servers unpack a .gz themselves, so the bytes decide and not the name. */
async function peekGzip(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  url: string,
  signal: AbortSignal | undefined,
): Promise<{ isGzip: boolean; stream: ReadableStream<Uint8Array<ArrayBuffer>> }> {
  const reader = body.getReader();
  let first: ReadableStreamReadResult<Uint8Array<ArrayBuffer>>;
  try {
    first = await reader.read();
  } catch (cause) {
    throw new DataError(signal?.aborted ? 'aborted' : 'offline', { url }, cause);
  }
  const head = first.value;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      if (head) controller.enqueue(head);
      else controller.close();
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { isGzip: head?.[0] === 0x1f && head[1] === 0x8b, stream };
}
