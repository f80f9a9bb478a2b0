/**
 * A source from file to clean splits in one pass: read, cleaned, shared out by document, written as UTF-8
 * into Blobs, which a browser keeps outside of the Worker's memory. Whatever the size of the source, memory
 * holds a few pieces of it and what the duplicate steps remember.
 */
import { Cleaner, type CleaningStep, type StepReport } from './cleaning';
import { DataError } from '../errors';
import { readDocuments } from '../sources/sources';
import {
  sourceBytes,
  type Reading,
  type RefusedCode,
  type RefusedRow,
  type Source,
} from '../sources/types';
import { splitOf, type SplitName, type SplitShares } from '../split';

export interface CleaningOptions {
  readonly onProgress?: (progress: CleaningProgress) => void;
  readonly signal?: AbortSignal;
  /** The split to be measured on; then no share of the source is held out. */
  readonly heldOut?: Source | undefined;
}

export interface CleaningProgress {
  readonly readBytes: number;
  readonly totalBytes: number;
  readonly documents: number;
  readonly remaining: number;
}

export interface SplitSize {
  documents: number;
  chars: number;
  sizeBytes: number;
}

export interface CleaningResult {
  readonly splits: Readonly<Record<SplitName, Blob>>;
  readonly sizes: Readonly<Record<SplitName, SplitSize>>;
  readonly steps: readonly StepReport[];
  readonly documents: number;
  readonly refused: Readonly<Partial<Record<RefusedCode, number>>>;
  readonly refusedExamples: readonly RefusedRow[];
  readonly elapsedMs: number;
}

const MOST_REFUSED = 20;
/** Work between two turns of the event loop. */
const SLICE_MS = 30;

/** @throws DataError */
export async function cleanSource(
  source: Source,
  reading: Reading,
  steps: readonly CleaningStep[],
  shares: SplitShares,
  { onProgress, signal, heldOut }: CleaningOptions = {},
): Promise<CleaningResult> {
  const startMs = performance.now();
  const cleaner = new Cleaner(steps);
  const separator = reading.documentBreak === 'line' ? '\n' : '\n\n';
  const writers = { train: writer(), validation: writer(), test: writer() };
  const refused: Partial<Record<RefusedCode, number>> = {};
  const refusedExamples: RefusedRow[] = [];
  let documents = 0;
  let remaining = 0;
  let before = 0;
  const pause = pauser(signal);
  const totalBytes = sourceBytes(source) + (heldOut ? sourceBytes(heldOut) : 0);
  const read = async (from: Source, splitFor: (text: string) => SplitName): Promise<void> => {
    for await (const batch of readDocuments(from, reading, signal ? { signal } : {})) {
      for (const row of batch.refused) {
        refused[row.code] = (refused[row.code] ?? 0) + 1;
        if (refusedExamples.length < MOST_REFUSED) refusedExamples.push(row);
      }
      for (const document of batch.documents) {
        documents += 1;
        const text = cleaner.clean(document);
        if (text !== null) {
          remaining += 1;
          writers[splitFor(text)].write(text + separator);
        }
        await pause();
      }
      onProgress?.({ readBytes: before + batch.readBytes, totalBytes, documents, remaining });
    }
    before += sourceBytes(from);
  };
  await read(source, (text) => (heldOut ? 'train' : splitOf(text, shares)));
  // Behind it: what stands in both is left out of the held-out one.
  if (heldOut) await read(heldOut, () => 'validation');
  if (remaining === 0) throw new DataError('no_documents', { name: source.name, documents });
  const ended = {
    train: writers.train.end(),
    validation: writers.validation.end(),
    test: writers.test.end(),
  };
  return {
    splits: { train: ended.train.blob, validation: ended.validation.blob, test: ended.test.blob },
    sizes: { train: ended.train.size, validation: ended.validation.size, test: ended.test.size },
    steps: cleaner.reports,
    documents,
    refused,
    refusedExamples,
    elapsedMs: performance.now() - startMs,
  };
}

/** Returns at once but for every 30 ms, when messages such as "stop" get their turn. */
function pauser(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let nextMs = performance.now() + SLICE_MS;
  return () => {
    if (performance.now() < nextMs) return undefined;
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        nextMs = performance.now() + SLICE_MS;
        if (signal?.aborted) reject(new DataError('aborted'));
        else resolve();
      }, 0);
    });
  };
}

const FLUSH_CHARS = 1 << 20;

interface TextWriter {
  write(text: string): void;
  end(): { blob: Blob; size: SplitSize };
}

/** Collects text in pieces of about a megabyte. */
function writer(): TextWriter {
  const chunks: Blob[] = [];
  const size: SplitSize = { documents: 0, chars: 0, sizeBytes: 0 };
  let open: string[] = [];
  let openChars = 0;
  const flush = () => {
    chunks.push(new Blob(open));
    open = [];
    openChars = 0;
  };
  return {
    write(text) {
      open.push(text);
      openChars += text.length;
      size.documents += 1;
      size.chars += text.length;
      if (openChars >= FLUSH_CHARS) flush();
    },
    end() {
      flush();
      const blob = new Blob(chunks);
      return { blob, size: { ...size, sizeBytes: blob.size } };
    },
  };
}
