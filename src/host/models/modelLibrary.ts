// Imported models as the page asks for them: from files, a zip or the hub onto the library, and from there to
// whatever starts from them.
import { DataError } from '../../training/data/errors';
import { exportFolder, folderBlobs } from '../../training/io/exportFolder';
import { parameterShapes } from '../../training/io/huggingface/huggingface';
import { openFolder, readFolder } from '../../training/io/huggingface/modelFolder';
import { ADAPTER_CONFIG, readAdapter, withAdapter } from '../../training/io/peft/peftAdapter';
import type { ModelFiles } from '../../training/io/huggingface/weightFiles';
import { zipFolder } from '../../training/io/zipWriter';
import type { BaseModel, BaseRef, StoredRef } from '../../training/models/baseModel';
import { parametersOf } from '../../training/models/model';
import type { ModelConfig } from '../../training/run/config';
import { assumedStart } from '../../training/generate/prompt';
import { maskSpelling } from '../../training/evaluate/maskFiller';
import { fillsMasks, isEncoderFamily } from '../../training/models/families';
import { sizeOf } from '../../training/tensor';
import { Chats } from './chats';
import { CorpusWords } from './corpusWords';
import { Classifiers } from './classifiers';
import type { LocalLab } from '../lab/lab';
import { attempt } from '../lab/labError';
import { readLineage, type Lineage } from './lineageFile';
import { ModelExports } from './modelExports';
import type { ReadyModels } from './readyModels';
import { Embedders } from './embedders';
import { gatherFiles, neededFiles } from './modelFiles';
import { ModelHub, offerOf } from './modelHub';
import { MaskFillers } from './maskFillers';
import { ModelWriter } from './modelWriter';
import { TruthReader } from './trueTokens';
import { languageOf } from './vocabularyLanguage';
import { hostError } from '../protocol/error';
import type { ReadyModel } from '../protocol/ready';
import type {
  Attributed,
  ChatRequest,
  Classified,
  ClassifyRequest,
  Embedded,
  EmbedRequest,
  Evaluated,
  EvaluateRequest,
  ExportChoice,
  ExportForm,
  FilledMasks,
  FillRequest,
  HubOffer,
  LoadedAdapter,
  LoadedModel,
  ModelProgress,
  NamedBlob,
  RunExport,
  NextTokens,
  NextTokensRequest,
  WriteRequest,
  Written,
} from '../protocol/models';
import type { Storage } from '../storage/savedRun';
import type {
  CorpusWord,
  CorpusWordsRequest,
  TrueTokens,
  TrueTokensRequest,
} from '../protocol/trueTokens';
import { LoadedModels, type LoadedEntry } from '../storage/loadedModels';

type ModelLab = Pick<LocalLab, 'context' | 'bases' | 'exported' | 'adapter' | 'variant'> &
  // Where nothing else runs, nobody is disturbed.
  Partial<Pick<LocalLab, 'beside'>>;
const named = (files: ModelFiles): NamedBlob[] =>
  Array.from(files, ([path, blob]) => ({ path, blob }));

/** A model that came without any name. */
const untitled = ({ family, n_layer, n_embd }: ModelConfig): string =>
  `${family} ${n_layer}×${n_embd}`;

type Report = (progress: ModelProgress) => void;

/** As the page has it. */
export type ModelService = Omit<ModelLibrary, 'save' | 'saveAdapter' | 'read' | 'readAdapter'>;

export class ModelLibrary extends LoadedModels {
  readonly #lab: ModelLab;
  readonly #hub: ModelHub;
  readonly #writer: ModelWriter;
  readonly #truths: TruthReader;
  readonly #corpusWords = new CorpusWords();
  readonly #chats: Chats;
  readonly #classifiers: Classifiers;
  readonly #embedders: Embedders;
  readonly #fillers: MaskFillers;
  readonly #exports: ModelExports;
  readonly #ready: ReadyModels | null;
  #abort = new AbortController();

  constructor(
    lab: ModelLab,
    storage: Storage<LoadedEntry>,
    hub = new ModelHub(),
    ready: ReadyModels | null = null,
  ) {
    super(storage);
    this.#lab = lab;
    this.#hub = hub;
    this.#ready = ready;
    this.#writer = new ModelWriter(() => lab.context(), lab.bases);
    this.#truths = new TruthReader(lab.bases);
    this.#chats = new Chats(lab.bases);
    this.#classifiers = new Classifiers(() => lab.context(), lab.bases);
    this.#embedders = new Embedders(() => lab.context(), lab.bases);
    this.#fillers = new MaskFillers(() => lab.context(), lab.bases);
    this.#exports = new ModelExports(lab, (base) => this.#stored(base));
    lab.bases.provide('loaded', (id) => this.#open(id));
  }

  /** Those that come with the lab. */
  ready(): Promise<ReadyModel[]> {
    return this.#ready?.list() ?? Promise.resolve([]);
  }

  /** The files of one folder, or one zip of it. */
  async import(imported: readonly NamedBlob[], onProgress: Report): Promise<LoadedModel> {
    const abort = this.#abort;
    onProgress({ phase: 'reading', file: '', doneBytes: 0, totalBytes: 0 });
    const { name, files } = await gatherFiles(imported);
    const lineage = await readLineage(files);
    const source = lineage?.source ?? ({ kind: 'files', name } as const);
    return this.#keep({ name, source, ...lineage }, files, abort, onProgress);
  }

  /** A PEFT folder, kept with its model. */
  async importAdapter(id: string, imported: readonly NamedBlob[]): Promise<LoadedAdapter> {
    const { model } = await this.read(id);
    const { name, files } = await gatherFiles(imported, ADAPTER_CONFIG);
    const { config, vocabSize } = model;
    const specs = parametersOf(config, vocabSize);
    const { lora, classifier } = await readAdapter(files, { specs, config });
    const { r, target_modules } = lora;
    const saved = new Map([...files].filter(([file]) => file.startsWith('adapter_')));
    const lineage = await readLineage(files);
    const facts = {
      name: lineage?.name ?? (name || 'LoRA'),
      r,
      target_modules,
      labels: classifier?.labels,
      provenance: lineage?.provenance,
    };
    return this.saveAdapter(id, facts, saved);
  }

  override async removeAdapter(id: string, adapterId: string): Promise<void> {
    await this.rest();
    return super.removeAdapter(id, adapterId);
  }

  /** What a name of the hub would bring, before anything large is downloaded. */
  async offer(hubName: string): Promise<HubOffer> {
    return offerOf(hubName, await this.#hub.list(hubName, this.#abort.signal));
  }

  /** What arrived before a failure is kept: asking again goes on from there. */
  async download(hubName: string, onProgress: Report): Promise<LoadedModel> {
    const abort = this.#abort;
    const listed = await this.#hub.list(hubName, abort.signal);
    const files = await this.#hub.download(listed, abort.signal, onProgress);
    const { name, revision } = listed;
    const source = { kind: 'hub', name, revision } as const;
    const known = { name: name.split('/').at(-1)!, source };
    const model = await this.#keep(known, files, abort, onProgress);
    await this.#hub.forget(listed);
    return model;
  }

  /** Ends bringing and downloading with the error `aborted`. */
  abort(): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    return Promise.resolve();
  }

  override async remove(id: string): Promise<void> {
    await this.rest();
    return super.remove(id);
  }

  /** Forms in which it can be exported, and how large each is. */
  exportChoices(base: StoredRef): Promise<ExportChoice[]> {
    return this.#exports.choices(base);
  }

  /** A folder in that form; `stored` with an adapter: one in which it is merged. */
  async files(base: StoredRef, form: ExportForm = 'stored'): Promise<NamedBlob[]> {
    return named((await this.#exports.folder(base, form)).files);
  }

  async zip(base: StoredRef, form: ExportForm = 'stored'): Promise<Blob> {
    const { name, files } = await this.#exports.folder(base, form);
    return zipFolder(name.replaceAll(/[\\/:]+/g, '-'), files);
  }

  /** The present weights of a run of this session, as a Hugging Face folder, or its adapter as PEFT's. */
  async runFiles(runId: string, what: RunExport): Promise<NamedBlob[]> {
    return named(await this.#exports.runFolder(runId, what));
  }

  /** The same folder in one zip. */
  async runZip(runId: string, what: RunExport): Promise<Blob> {
    return zipFolder(what, await this.#exports.runFolder(runId, what));
  }

  /** The present weights of such a run, among the models. */
  async keepRun(runId: string, name: string): Promise<LoadedModel> {
    const exported = await this.#lab.exported(runId);
    const { provenance } = exported;
    const files = folderBlobs(exportFolder(exported));
    return this.#keep({ name, source: { kind: 'run', name }, provenance }, files);
  }

  /** What the last comparison made under this id, among the models. */
  async keepVariant(id: string, name: string): Promise<LoadedModel> {
    const { exported, origin } = await this.#lab.variant(id);
    const { provenance } = exported;
    const studyText = await this.#studyTextOf(origin.base);
    const lineage = { name, source: origin, provenance, studyText };
    return this.#keep(lineage, folderBlobs(exportFolder(exported)));
  }

  /** Continues a text, once or more; pieces come as they are written. One model at a time is on the GPU. */
  write(request: WriteRequest, onWritten: (written: Written) => void): Promise<Written> {
    return this.#beside(() => this.#writer.write(request, onWritten));
  }

  /** What a model expects behind a text, and how it found each token of that. */
  nextTokens(request: NextTokensRequest): Promise<NextTokens> {
    return this.#beside(() => this.#writer.nextTokens(request));
  }

  /** What the grammar of its text truly goes on with; null where there is none. */
  trueTokens(request: TrueTokensRequest): Promise<TrueTokens | null> {
    return this.#truths.of(request);
  }

  /** Which of a text's words are words of a corpus. @throws BenchtopError text_not_known */
  corpusWords(request: CorpusWordsRequest): Promise<CorpusWord[]> {
    return attempt(() => this.#corpusWords.of(request));
  }

  /** The text ends with the token at hand. */
  stopWriting(): Promise<void> {
    this.#writer.stop();
    return Promise.resolve();
  }

  /** Names of the chat templates of a model; none where its tokenizer has none. */
  chatTemplates(base: BaseRef): Promise<string[]> {
    return this.#chats.templates(base);
  }

  /** The prompt that turns make, up to where the model goes on. */
  chatPrompt(request: ChatRequest): Promise<string> {
    return this.#chats.prompt(request);
  }

  /** What a classifier says of a text. One is on the GPU at a time. */
  classify(request: ClassifyRequest): Promise<Classified> {
    return this.#beside(() => this.#classifiers.classify(request));
  }

  /** What each word of a text does for what a classifier says of it. A later question ends an earlier one. */
  attribute(request: ClassifyRequest): Promise<Attributed> {
    return this.#beside(() => this.#classifiers.attribute(request));
  }

  /** Texts as vectors. A later question ends an earlier one. */
  embed(request: EmbedRequest): Promise<Embedded> {
    return this.#beside(() => this.#embedders.embed(request));
  }

  /** The likeliest tokens behind each mask of a text. */
  fill(request: FillRequest): Promise<FilledMasks> {
    return this.#beside(() => this.#fillers.fill(request));
  }

  /** How many held-out examples of a set it gets right. */
  evaluate(
    request: EvaluateRequest,
    onProgress: (done: number, total: number) => void,
  ): Promise<Evaluated> {
    return this.#beside(() => this.#classifiers.evaluate(request, onProgress));
  }

  /** Frees the GPU memory of the models that wrote and classified last. */
  async rest(): Promise<void> {
    await this.#writer.rest();
    await this.#classifiers.rest();
    await this.#fillers.rest();
    await this.#embedders.rest();
  }

  /** Between the steps of what runs. */
  #beside<T>(work: () => Promise<T>): Promise<T> {
    return this.#lab.beside?.(work) ?? work();
  }

  /** What was chosen for a model that is still here. */
  async #studyTextOf(base: BaseRef): Promise<LoadedModel['studyText']> {
    if (base.kind !== 'loaded') return undefined;
    const [id = ''] = base.id.split('+');
    return this.entry(id).then(
      ({ studyText }) => studyText,
      () => undefined,
    );
  }

  async #open(id: string): Promise<BaseModel> {
    const [modelId = id, adapterId] = id.split('+');
    const { model, files } = await this.read(modelId);
    const { name, config, vocabSize } = model;
    const isChecked = model.remarks !== undefined;
    const read = await readFolder(name, await openFolder(files, { isChecked }));
    const { provenance, studyText } = model;
    const base = { ...read, provenance, studyText };
    if (adapterId === undefined) return base;
    const own = model.adapters.find((one) => one.id === adapterId)?.provenance;
    const specs = parametersOf(config, vocabSize);
    const saved = await this.readAdapter(modelId, adapterId);
    const adapter = await readAdapter(saved, { specs, config });
    const { classifier = base.classifier } = adapter;
    const weights = withAdapter(base.weights, specs, adapter);
    return { ...base, weights, classifier, provenance: own ?? provenance };
  }

  /** Its files, without an adapter. */
  #stored({ kind, id }: StoredRef): Promise<{ model: LoadedModel; files: ModelFiles }> {
    if (kind === 'loaded') return this.read(id.split('+')[0]!);
    return this.#ready?.read(id) ?? Promise.reject(hostError('unknown_ready', { id }));
  }

  async #keep(
    { name, source, provenance, studyText }: Lineage,
    files: ModelFiles,
    { signal } = this.#abort,
    onProgress: Report = () => undefined,
  ): Promise<LoadedModel> {
    if (!files.has('config.json') && files.has(ADAPTER_CONFIG)) throw hostError('adapter_alone');
    if (files.size === 0) throw hostError('no_files');
    const opened = await openFolder(files);
    const { shape, tokenizer, dtype, ends, canWrite, remarks } = opened;
    const { model: config, vocabSize, classifier } = shape;
    const sizes = [...parameterShapes(shape).values()].map(sizeOf);
    const facts = {
      name: name || opened.title || untitled(config),
      config,
      vocabSize,
      tokens: tokenizer.vocabSize,
      parameters: sizes.reduce((sum, size) => sum + size, 0),
      dtype,
      ends,
      source,
      provenance,
      studyText,
      language: languageOf(tokenizer),
      writes: !isEncoderFamily(config.family) && canWrite,
      assumedStart: assumedStart(tokenizer, ''),
      mask: fillsMasks(config) ? maskSpelling(tokenizer) : undefined,
      labels: classifier?.labels,
      remarks,
    };
    const needed = new Map(neededFiles([...files.keys()]).map((key) => [key, files.get(key)!]));
    return this.save(facts, needed, (file, doneBytes, totalBytes) => {
      if (signal.aborted) throw new DataError('aborted');
      onProgress({ phase: 'keeping', file, doneBytes, totalBytes });
    });
  }
}
