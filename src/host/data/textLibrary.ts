// The user's texts stay in the Worker: the page sees a summary and a `textId`.
// So neither reading, checking nor handing over a large file costs the page's thread anything.
import { CORPORA, type UrlCorpus } from '../../training/data/corpora/corpora';
import { DataError } from '../../training/data/errors';
import { fetchCorpus } from '../../training/data/corpora/fetchCorpus';
import { MAX_SOURCE_BYTES } from '../../training/data/sources/sources';
import { readTextChunks, readTextFile } from '../../training/data/tables/textFile';
import type { ContentId } from '../../training/run/finetuningConfig';
import type { SuppliedText } from '../protocol/text';
import { contentOf } from './contentId';
import type { ContentFinder } from './ownContent';
import { seldomRead, surveyStream, surveyText, type ReadProgress, type TextSurvey } from './survey';

export interface TextSummary extends TextSurvey {
  textId: string;
  name: string;
}

/** A corpus that is fetched from elsewhere, as it is offered before the download. */
export interface DownloadFacts {
  corpus: string;
  url: string;
  sizeBytes: number;
  licence: string;
  source: string;
}

/** A larger file is read in pieces, again for each run, and is never whole in memory. */
const WHOLE_BYTES = 32_000_000;

function isDownload(corpus: (typeof CORPORA)[number]): corpus is UrlCorpus {
  return corpus.kind === 'url';
}

export class TextLibrary {
  private readonly texts = new Map<string, SuppliedText>();
  private abort = new AbortController();
  private count = 0;

  get(textId: string): SuppliedText {
    const text = this.texts.get(textId);
    if (!text) throw new DataError('unreadable', { name: textId });
    return text;
  }

  /** Which text it is, to be found again. */
  contentId(textId: string): Promise<ContentId> {
    return contentOf(this.get(textId));
  }

  /** By their content, whatever they are called. */
  readonly finder: ContentFinder = {
    text: async (sha256) => {
      for (const text of this.texts.values())
        if ((await contentOf(text)).sha256 === sha256) return text;
      return undefined;
    },
    examples: () => Promise.resolve(undefined),
  };

  /** For readings that end with `abortReading`. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  async readFile(file: Blob, name: string, onProgress: ReadProgress): Promise<TextSummary> {
    const source = { name, size: file.size, stream: () => file.stream() };
    const options = { signal: this.abort.signal, onProgress: seldomRead(onProgress) };
    if (file.size > WHOLE_BYTES) {
      const survey = await surveyStream(readTextChunks(source, options));
      return this.keep({ name, train: file, validation: null }, survey);
    }
    const { text, sizeBytes, notes } = await readTextFile(source, options);
    return this.keep({ name, text }, { ...surveyText(text), sizeBytes, notes });
  }

  /** Pasted text. */
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
      onProgress: seldomRead(onProgress),
    });
    return this.keep({ name: corpus, text }, { ...surveyText(text), sizeBytes, notes });
  }

  /** Ends every reading and download under way with the error `aborted`. */
  abortReading(): Promise<void> {
    this.abort.abort();
    this.abort = new AbortController();
    return Promise.resolve();
  }

  /** Text that was cleaned and split by document. */
  async keepSplits(name: string, train: Blob, validation: Blob): Promise<TextSummary> {
    const source = { name, size: train.size, stream: () => train.stream() };
    const options = { maxBytes: MAX_SOURCE_BYTES, signal: this.abort.signal };
    const survey = await surveyStream(readTextChunks(source, options));
    return this.keep({ name, train, validation }, survey);
  }

  private keep(supplied: SuppliedText, survey: TextSurvey): TextSummary {
    this.count += 1;
    const textId = `text-${this.count}`;
    this.texts.set(textId, supplied);
    return { textId, name: supplied.name, ...survey };
  }
}
