// The Data page's side of the Worker: sources that are opened and looked at, cleaning, what came of it.
// Files and downloads are handles here; the page sees facts, previews and reports.
import { findDataCard } from '../../experiments/cards/dataCards';
import type { CleaningStep } from '../../training/data/cleaning/cleaning';
import {
  cleanSource,
  type CleaningProgress,
  type CleaningResult,
} from '../../training/data/cleaning/cleaningRun';
import type { ExampleMapping } from '../../training/data/examples/exampleColumns';
import { readExamples, type FoundExamples } from '../../training/data/examples/exampleRows';
import { DataError } from '../../training/data/errors';
import type { Remark } from '../../training/formats/remark';
import { hubError, parseHubAddress } from '../../training/data/sources/hubAddress';
import { readQuestions, type FoundQuestions } from '../../training/data/examples/questionRows';
import { classNamesOfReadme, type ClassNames } from '../../training/data/examples/classNames';
import { inspectSource, readDocuments, type Inspected } from '../../training/data/sources/sources';
import {
  sourceBytes,
  type Reading,
  type RefusedRow,
  type RowReading,
  type Source,
} from '../../training/data/sources/types';
import { HUB_ADDRESS, listHubFiles, type HubFile } from '../../training/data/sources/hub';
import {
  downloadFile,
  emptyPartial,
  type Checksum,
  unpacked,
  type PartialFile,
} from '../../training/data/sources/remote';
import { messyStories } from '../../training/data/sources/sample';
import type { SplitName, SplitShares } from '../../training/data/split';
import { cardRequest } from './dataCards';
import type { ReadRequest, RemoteRequest, SourcePreset, SourceRequest } from './sourceRequest';
import type { TextLibrary, TextSummary } from './textLibrary';
import { seldom } from './seldom';
import { seldomRead, type ReadProgress } from './survey';

export interface SourceFacts {
  sourceId: string;
  name: string;
  sizeBytes: number;
  /** Empty where the format has none. */
  columns: readonly string[];
  /** As it would be read without a word from the user. */
  reading: Reading;
  /** How its rows would be examples. */
  examples: ExampleMapping | null;
  /** What had to be assumed. */
  remarks: readonly Remark[];
  /** The data set's card, where it was opened by one. */
  card?: string;
  /** The split that is measured on, read with it. */
  heldOut?: { split: string; sizeBytes: number };
}

/** A source that is open, and what was given with it. */
interface Opened {
  readonly source: Source;
  readonly heldOut?: Source | undefined;
  readonly split?: string | undefined;
  readonly preset?: SourcePreset | undefined;
  readonly classNames: ClassNames;
}

export interface SourcePreview {
  documents: readonly string[];
  refused: readonly RefusedRow[];
}

interface CleanRequest {
  sourceId: string;
  reading: Reading;
  steps: CleaningStep[];
  shares: SplitShares;
}

export interface CleanText {
  summary: TextSummary;
  result: Omit<CleaningResult, 'splits'>;
}

const PREVIEW_ROWS = 20;
const PREVIEW_CHARS = 600;

export class DataLibrary {
  private readonly texts: TextLibrary;
  private readonly hub: string;
  private readonly sources = new Map<string, Opened>();
  /** What the README of a data set that was listed says of its classes, by the beginning of its addresses. */
  private readonly readmes = new Map<string, Promise<ClassNames>>();
  private readonly partials = new Map<string, PartialFile>();
  private readonly splits = new Map<string, CleaningResult['splits']>();
  private count = 0;

  constructor(texts: TextLibrary, hub = HUB_ADDRESS) {
    this.texts = texts;
    this.hub = hub;
  }

  /** @throws DataError */
  async openSource(wanted: SourceRequest, onProgress: ReadProgress): Promise<SourceFacts> {
    const request = wanted.kind === 'card' ? await this.requestOf(wanted) : wanted;
    const source = await this.unpackedSource(request, onProgress);
    const found = await inspectSource(source, { signal: this.texts.signal });
    const { heldOut, preset, url } = request.kind === 'url' ? request : {};
    const measured =
      heldOut && (await this.unpackedSource({ kind: 'url', ...heldOut }, onProgress));
    const beside = url === undefined ? {} : await this.namesBeside(url);
    const classNames = { ...beside, ...preset?.classNames, ...found.classNames };
    this.count += 1;
    const sourceId = `source-${this.count}`;
    const opened = { source, heldOut: measured, split: heldOut?.split, preset, classNames };
    this.sources.set(sourceId, opened);
    return factsOf(sourceId, opened, found);
  }

  private async requestOf({
    card: id,
    heldOut,
  }: Extract<SourceRequest, { kind: 'card' }>): Promise<RemoteRequest> {
    const card = findDataCard(id);
    if (!card) throw new DataError('unknown_card', { name: id });
    return cardRequest(card, await this.listHub(card.repository), heldOut);
  }

  private async unpackedSource(request: ReadRequest, onProgress: ReadProgress): Promise<Source> {
    const { name, blob } = await this.open(request, onProgress);
    if (blob.size === 0) throw new DataError('empty_file', { name });
    const source = { name, blob: await unpacked(name, blob) };
    if (request.kind !== 'url' || !request.parts) return source;
    const parts: Blob[] = [];
    for (const { url, checksum } of request.parts)
      parts.push((await this.unpackedSource({ kind: 'url', url, checksum }, onProgress)).blob);
    return { ...source, parts };
  }

  /** Its columns, when it is read in another way: as another format, with another delimiter or header. */
  async inspectAgain(sourceId: string, reading: RowReading): Promise<SourceFacts> {
    const opened = this.opened(sourceId);
    const options = { signal: this.texts.signal };
    return factsOf(sourceId, opened, await inspectSource(opened.source, options, reading));
  }

  listHub(name: string): Promise<HubFile[]> {
    const asking = {
      fetch: (url: string, init: RequestInit) => fetch(url, init),
      signal: this.texts.signal,
    };
    return listHubFiles(name, asking, this.hub);
  }

  /** A gated data set lists its files and refuses them: what to do stands in the error. */
  private hubRefusal(url: string, thrown: unknown): unknown {
    const isHub = url.startsWith(`${this.hub}/datasets/`);
    if (!isHub || !(thrown instanceof DataError) || thrown.code !== 'http') return thrown;
    const repo = parseHubAddress(url.slice(this.hub.length + 1), 'datasets');
    return hubError(Number(thrown.fields.status), repo, this.hub);
  }

  /** Names of classes in the README of the data set that a file of the hub belongs to. */
  private namesBeside(url: string): Promise<ClassNames> {
    const folder = /^.*\/datasets\/(?:[^/]+\/){1,2}resolve\/[^/]+\//.exec(url)?.[0];
    if (folder === undefined || !url.startsWith(`${this.hub}/`)) return Promise.resolve({});
    const known = this.readmes.get(folder) ?? readmeNames(`${folder}README.md`, this.texts.signal);
    this.readmes.set(folder, known);
    return known;
  }

  /** The first documents and refused rows of the first piece. */
  async previewSource(sourceId: string, reading: Reading): Promise<SourcePreview> {
    const documents: string[] = [];
    const refused: RefusedRow[] = [];
    const options = { signal: this.texts.signal };
    for await (const batch of readDocuments(this.opened(sourceId).source, reading, options)) {
      documents.push(...batch.documents.slice(0, PREVIEW_ROWS - documents.length));
      refused.push(...batch.refused.slice(0, PREVIEW_ROWS - refused.length));
      if (documents.length >= PREVIEW_ROWS || refused.length >= PREVIEW_ROWS) break;
    }
    return { documents: documents.map((text) => text.slice(0, PREVIEW_CHARS)), refused };
  }

  /** Ends with `abortReading`. */
  async cleanText(
    { sourceId, reading, steps, shares }: CleanRequest,
    onProgress: (progress: CleaningProgress) => void,
  ): Promise<CleanText> {
    const { source, heldOut } = this.opened(sourceId);
    const { splits, ...result } = await cleanSource(source, reading, steps, shares, {
      signal: this.texts.signal,
      heldOut,
      onProgress: seldom(onProgress, ({ readBytes, totalBytes }) => readBytes === totalBytes),
    });
    const summary = await this.texts.keepSplits(source.name, splits.train, splits.validation);
    this.splits.set(summary.textId, splits);
    return { summary, result };
  }

  /** Examples for fine-tuning, by columns that were mapped. */
  async examplesOf(
    sourceId: string,
    reading: RowReading,
    mapping: ExampleMapping,
  ): Promise<FoundExamples> {
    const { signal } = this.texts;
    const { source, heldOut, classNames, preset } = this.opened(sourceId);
    const found = await readExamples(source, reading, mapping, { signal, classNames, heldOut });
    return preset?.metrics ? { ...found, metrics: preset.metrics } : found;
  }

  /** An evaluation task out of a file. */
  async readQuestions(file: Blob, name: string): Promise<FoundQuestions> {
    return readQuestions({ name, blob: await unpacked(name, file) });
  }

  /** A split of a cleaned text, to be saved. */
  readSplit(textId: string, split: SplitName): Promise<Blob> {
    const splits = this.splits.get(textId);
    if (!splits) return Promise.reject(new DataError('unreadable', { name: textId }));
    return Promise.resolve(splits[split]);
  }

  private opened(sourceId: string): Opened {
    const opened = this.sources.get(sourceId);
    if (!opened) throw new DataError('unreadable', { name: sourceId });
    return opened;
  }

  private async open(request: ReadRequest, onProgress: ReadProgress): Promise<Source> {
    switch (request.kind) {
      case 'file':
        return { name: request.name, blob: request.file };
      case 'text':
        return { name: request.name, blob: new Blob([request.text]) };
      case 'sample':
        return { name: 'stories.jsonl', blob: new Blob([messyStories()]) };
      case 'url':
        return this.download(request.url, request.checksum, onProgress);
    }
  }

  /** What arrived before a failure is kept: asking again goes on from there. */
  private async download(
    address: string,
    checksum: Checksum | undefined,
    onProgress: ReadProgress,
  ): Promise<Source> {
    const url = checkedAddress(address);
    const partial = this.partials.get(url) ?? emptyPartial(url);
    this.partials.set(url, partial);
    const blob = await downloadFile(partial, {
      fetch: (target, init) => fetch(target, init),
      signal: this.texts.signal,
      onProgress: seldomRead(onProgress),
      checksum,
    }).catch((thrown: unknown) => {
      throw this.hubRefusal(url, thrown);
    });
    this.partials.delete(url);
    return { name: nameIn(url), blob };
  }
}

function factsOf(
  sourceId: string,
  { source, heldOut, split, preset }: Opened,
  found: Inspected,
): SourceFacts {
  const { columns, remarks, format, table, documentBreak } = found;
  const text = preset?.text;
  const mapping = text === undefined ? found.mapping : ({ kind: 'text', column: text } as const);
  return {
    sourceId,
    name: source.name,
    columns,
    remarks,
    sizeBytes: sourceBytes(source),
    reading: { format, table, documentBreak, mapping },
    examples: preset?.examples ?? found.examples,
    ...(preset && { card: preset.card }),
    ...(heldOut && split !== undefined && { heldOut: { split, sizeBytes: sourceBytes(heldOut) } }),
  };
}

/** Names are worth asking for, and nothing is lost without them. */
async function readmeNames(url: string, signal: AbortSignal): Promise<ClassNames> {
  try {
    const response = await fetch(url, { signal });
    return response.ok ? classNamesOfReadme(await response.text()) : {};
  } catch {
    return {};
  }
}

/** A bare % is no escape; such a name stays as it is. */
function nameIn(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) || url;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function checkedAddress(address: string): string {
  const url = URL.parse(address.trim());
  if (!url || !['https:', 'http:'].includes(url.protocol))
    throw new DataError('bad_address', { url: address });
  return url.href;
}
