// The thread that reads one parquet file: calls with an answer each, slices of the file when it asks for
// them. It is ended when it is no longer needed, when the user stops, and when nothing has come from it
// for too long.
import { DataError } from '../errors';
import type { DocumentOptions, Source } from './types';

export interface ParquetFacts {
  readonly columns: readonly string[];
  readonly groups: readonly { readonly rows: number; readonly sizeBytes: number }[];
  readonly keyValues: readonly (readonly [key: string, value: string])[];
}

interface Calls {
  open: { input: { byteLength: number }; value: ParquetFacts };
  /** Decodes rows from, to. */
  load: { input: { from: number; to: number }; value: number };
  /** Of the decoded rows. */
  take: { input: { from: number; to: number }; value: readonly Record<string, unknown>[] };
}

type Message =
  | { readonly kind: 'slice'; readonly id: number; readonly start: number; readonly end: number }
  | { readonly kind: 'progress' }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly reason: string };

/** Without a sign of progress a file is given up. A page of a column takes well under a second. */
const STALL_MS = 20_000;
/** Heap of Node's thread; a browser has a limit of its own. */
const MOST_HEAP_MB = 1024;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: DataError) => void;
}

interface Port {
  post(message: unknown): void;
  end(): void;
}

interface Listener {
  readonly message: (message: Message) => void;
  /** The thread itself broke: out of memory, or its script did not load. */
  readonly failed: (reason: string) => void;
}

export class ParquetThread {
  readonly #source: Source;
  readonly #stallMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #port: Port;
  readonly #stopped = () => this.#fail(new DataError('aborted', { name: this.#source.name }));
  #waiting: Waiting | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #calls = 0;

  constructor(source: Source, { signal, stallMs = STALL_MS }: DocumentOptions) {
    this.#source = source;
    this.#stallMs = stallMs;
    this.#signal = signal;
    this.#port = openPort({
      message: (message) => this.#hear(message),
      failed: (reason) => this.#fail(this.#bad(reason)),
    });
    signal?.addEventListener('abort', this.#stopped);
  }

  /**
   * One call at a time.
   * @throws DataError bad_parquet | parquet_stalled | aborted
   */
  call<Name extends keyof Calls>(
    method: Name,
    input: Calls[Name]['input'],
  ): Promise<Calls[Name]['value']> {
    if (this.#signal?.aborted) {
      return Promise.reject(new DataError('aborted', { name: this.#source.name }));
    }
    return new Promise((resolve, reject) => {
      this.#calls += 1;
      this.#waiting = { resolve: resolve as (value: unknown) => void, reject };
      this.#wind();
      this.#port.post({ kind: 'call', id: this.#calls, method, input });
    });
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#stopped);
    this.#port.end();
  }

  #hear(message: Message): void {
    if (!this.#waiting) return;
    this.#wind();
    if (message.kind === 'slice') void this.#send(message);
    else if (message.kind === 'error') this.#fail(this.#bad(message.reason));
    else if (message.kind === 'result') {
      const { resolve } = this.#waiting;
      this.#waiting = null;
      clearTimeout(this.#timer);
      resolve(message.value);
    }
  }

  async #send({ id, start, end }: Message & { kind: 'slice' }): Promise<void> {
    const { size } = this.#source.blob;
    // Offsets come out of the file; Node ends the process over those that no Blob has.
    const isThere = [start, end].every((at) => Number.isInteger(at) && at >= 0 && at <= size);
    if (!isThere) {
      this.#fail(this.#bad(`bytes ${start} to ${end} of ${size}`));
      return;
    }
    try {
      const buffer = await this.#source.blob.slice(start, end).arrayBuffer();
      this.#port.post({ kind: 'slice', id, buffer });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#fail(new DataError('unreadable', { name: this.#source.name, reason }, cause));
    }
  }

  #wind(): void {
    clearTimeout(this.#timer);
    const { name } = this.#source;
    const seconds = this.#stallMs / 1000;
    const stalled = (): void => this.#fail(new DataError('parquet_stalled', { name, seconds }));
    this.#timer = setTimeout(stalled, this.#stallMs);
  }

  #bad(reason: string): DataError {
    return new DataError('bad_parquet', { name: this.#source.name, reason });
  }

  #fail(error: DataError): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    this.end();
    waiting?.reject(error);
  }
}

function openPort(listener: Listener): Port {
  return typeof Worker === 'function' ? browserPort(listener) : nodePort(listener);
}

function browserPort({ message, failed }: Listener): Port {
  const worker = new Worker(new URL('./parquetWorker.js', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<Message>) => message(data));
  worker.addEventListener('error', (event) => failed(event.message || 'the thread has ended'));
  return { post: (sent) => worker.postMessage(sent), end: () => worker.terminate() };
}

/** Kept from the bundler, which would pack it as a file of its own. */
const FILE = './parquetWorker.js';

function nodePort({ message, failed }: Listener): Port {
  const { Worker: Thread } = process.getBuiltinModule('node:worker_threads');
  const resourceLimits = { maxOldGenerationSizeMb: MOST_HEAP_MB };
  const worker = new Thread(new URL(FILE, import.meta.url), { resourceLimits });
  worker.on('message', message);
  worker.on('error', (error) => failed(error instanceof Error ? error.message : String(error)));
  worker.unref();
  return { post: (sent) => worker.postMessage(sent), end: () => void worker.terminate() };
}
