// The visitor's texts stay in the Worker: the page sees a summary and a `textId`.
// So neither reading, checking nor handing over a large file costs the page's thread anything.
import { CORPORA, type UrlCorpus } from '../training/data/corpora';
import { DataError } from '../training/data/errors';
import { fetchCorpus } from '../training/data/fetchCorpus';
import { readTextFile, type TextNote } from '../training/data/textFile';
import { utf8Length } from '../training/data/utf8';
import type { StartRequest, SuppliedText } from './protocol';

export interface TextSummary {
  textId: string;
  name: string;
  sizeBytes: number;
  chars: number;
  lines: number;
  /** Different characters: the vocabulary of a character tokeniser. */
  distinctChars: number;
  /** The beginning, for showing. */
  excerpt: string;
  notes: readonly TextNote[];
}

/** A corpus that is fetched from elsewhere, as it is offered before the download. */
export interface DownloadFacts {
  corpus: string;
  url: string;
  sizeBytes: number;
  licence: string;
  source: string;
}

export type ReadProgress = (readBytes: number, totalBytes: number | undefined) => void;

export interface Texts {
  readFile(file: Blob, name: string, onProgress: ReadProgress): Promise<TextSummary>;
  /** Pasted text. */
  keepText(text: string, name: string): Promise<TextSummary>;
  downloads(): Promise<DownloadFacts[]>;
  download(corpus: string, onProgress: ReadProgress): Promise<TextSummary>;
  /** Ends every reading and download under way with the error `aborted`. */
  abortReading(): Promise<void>;
}

export type StartWithText = Omit<StartRequest, 'text'> & { textId?: string };

const EXCERPT_CHARS = 600;
const PROGRESS_EVERY_MS = 100;

function isDownload(corpus: (typeof CORPORA)[number]): corpus is UrlCorpus {
  return corpus.kind === 'url';
}

export class TextShelf implements Texts {
  private readonly texts = new Map<string, SuppliedText>();
  private abort = new AbortController();
  private count = 0;

  get(textId: string): SuppliedText {
    const text = this.texts.get(textId);
    if (!text) throw new DataError('unreadable', { name: textId });
    return text;
  }

  async readFile(file: Blob, name: string, onProgress: ReadProgress): Promise<TextSummary> {
    const source = { name, size: file.size, stream: () => file.stream() };
    const options = { signal: this.abort.signal, onProgress: seldom(onProgress) };
    const { text, sizeBytes, notes } = await readTextFile(source, options);
    return this.keep({ name, text }, sizeBytes, notes);
  }

  keepText(text: string, name: string): Promise<TextSummary> {
    return this.readFile(new Blob([text]), name, () => undefined);
  }

  downloads(): Promise<DownloadFacts[]> {
    return Promise.resolve(
      CORPORA.filter(isDownload).map(({ id, url, sizeBytes, licence, source }) => ({
        corpus: id,
        url,
        sizeBytes,
        licence,
        source,
      })),
    );
  }

  async download(corpus: string, onProgress: ReadProgress): Promise<TextSummary> {
    const found = CORPORA.filter(isDownload).find(({ id }) => id === corpus);
    if (!found) throw new DataError('unreadable', { name: corpus });
    const { text, sizeBytes, notes } = await fetchCorpus(found.url, {
      fetch: (url, init) => fetch(url, init),
      expectedBytes: found.sizeBytes,
      signal: this.abort.signal,
      onProgress: seldom(onProgress),
    });
    return this.keep({ name: corpus, text }, sizeBytes, notes);
  }

  abortReading(): Promise<void> {
    this.abort.abort();
    this.abort = new AbortController();
    return Promise.resolve();
  }

  private keep(supplied: SuppliedText, sizeBytes: number, notes: readonly TextNote[]): TextSummary {
    this.count += 1;
    const textId = `text-${this.count}`;
    this.texts.set(textId, supplied);
    const { name, text } = supplied;
    const { distinctChars, lines } = survey(text);
    return {
      textId,
      name,
      sizeBytes: sizeBytes || utf8Length(text),
      chars: text.length,
      lines,
      distinctChars,
      excerpt: text.slice(0, EXCERPT_CHARS),
      notes,
    };
  }
}

/** Distinct characters (code points) and lines, without a set operation for each character. */
function survey(text: string): { distinctChars: number; lines: number } {
  const seen = new Uint8Array(0x110000);
  let lines = 1;
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) ?? 0;
    if (point > 0xffff) i += 1;
    if (point === 10) lines += 1;
    seen[point] = 1;
  }
  return { distinctChars: seen.reduce((sum, bit) => sum + bit, 0), lines };
}

/** A message for each chunk would be a message for each 64 KB. */
function seldom(report: ReadProgress): ReadProgress {
  let next = 0;
  return (readBytes, totalBytes) => {
    const now = performance.now();
    if (now < next && readBytes !== totalBytes) return;
    next = now + PROGRESS_EVERY_MS;
    report(readBytes, totalBytes);
  };
}
