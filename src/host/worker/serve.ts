// The Worker's side of client.ts: a Lab and a shelf of texts as one object, over comlink.
import { expose } from 'comlink';
import type { DistillResult, DistillUpdate, DistillWithText } from '../protocol/distill';
import { keepErrorCodes } from '../lab/labError';
import type { Exemplified, ExemplifyRequest } from '../data/exemplify';
import type { Lab } from '../protocol/lab';
import type { ModelService } from '../protocol/models';
import type { KeptService } from '../storage/keptService';
import { TextLibrary, type StartWithText, type Texts } from '../data/textLibrary';
import { DataLibrary, type DataService } from '../data/dataLibrary';
import { TokenizerLibrary, type VocabularyService } from '../data/tokenizerLibrary';

type ExemplifyWithText = Omit<ExemplifyRequest, 'text'> & { textId?: string };

export type LabService = Omit<Lab, 'start' | 'exemplify' | 'distill'> &
  Texts &
  DataService &
  KeptService &
  VocabularyService & {
    start(request: StartWithText): Promise<void>;
    exemplify(request: ExemplifyWithText): Promise<Exemplified>;
    distill(
      request: DistillWithText,
      onUpdate: (update: DistillUpdate) => void,
    ): Promise<DistillResult>;
    readonly models: ModelService;
  };

export function withTexts(
  lab: Lab,
  kept: KeptService,
  models: ModelService,
  library = new TextLibrary(),
): LabService {
  const data = new DataLibrary(library);
  const vocabularies = new TokenizerLibrary(library);
  return {
    models,
    open: () => lab.open(),
    subscribe: (listener) => lab.subscribe(listener),
    plan: (config, corpus) => lab.plan(config, corpus),
    start: ({ textId, ...request }) =>
      lab.start(textId === undefined ? request : { ...request, text: library.get(textId) }),
    exemplify: ({ textId, ...request }) =>
      lab.exemplify(textId === undefined ? request : { ...request, text: library.get(textId) }),
    pause: (runId) => lab.pause(runId),
    resume: (runId) => lab.resume(runId),
    singleStep: (runId) => lab.singleStep(runId),
    stop: (runId) => lab.stop(runId),
    generate: (request) => lab.generate(request),
    kernels: (runId) => lab.kernels(runId),
    profile: (runId) => lab.profile(runId),
    autotuneAgain: () => lab.autotuneAgain(),
    selfTestKernels: () => lab.selfTestKernels(),
    selfTest: (kernels, onRow) => lab.selfTest(kernels, onRow),
    stopSelfTest: () => lab.stopSelfTest(),
    compare: (request, onUpdate) => lab.compare(request, onUpdate),
    stopComparison: () => lab.stopComparison(),
    distill: ({ textId, ...request }, onUpdate) =>
      lab.distill(
        textId === undefined ? request : { ...request, text: library.get(textId) },
        onUpdate,
      ),
    stopDistillation: () => lab.stopDistillation(),
    pruning: (request, onUpdate) => lab.pruning(request, onUpdate),
    stopPruning: () => lab.stopPruning(),
    finetune: (request, onUpdate) => lab.finetune(request, onUpdate),
    stopFinetuning: () => lab.stopFinetuning(),
    tellHidden: (isHidden) => lab.tellHidden(isHidden),
    dispose: (runId) => lab.dispose(runId),
    watchKept: (onChange) => kept.watchKept(onChange),
    renameKept: (id, name) => kept.renameKept(id, name),
    removeKept: (id) => kept.removeKept(id),
    restoreKept: (id) => kept.restoreKept(id),
    openKept: (id) => kept.openKept(id),
    keptHistory: (id) => kept.keptHistory(id),
    resumeKept: (id) => kept.resumeKept(id),
    readFile: (file, name, onProgress) => library.readFile(file, name, onProgress),
    keepText: (text, name) => library.keepText(text, name),
    downloads: () => library.downloads(),
    download: (corpus, onProgress) => library.download(corpus, onProgress),
    abortReading: () => library.abortReading(),
    openSource: (request, onProgress) => data.openSource(request, onProgress),
    listHub: (name) => data.listHub(name),
    previewSource: (sourceId, reading) => data.previewSource(sourceId, reading),
    inspectAgain: (sourceId, reading) => data.inspectAgain(sourceId, reading),
    examplesOf: (sourceId, reading, mapping) => data.examplesOf(sourceId, reading, mapping),
    readQuestions: (file, name) => data.readQuestions(file, name),
    cleanText: (request, onProgress) => data.cleanText(request, onProgress),
    readSplit: (textId, split) => data.readSplit(textId, split),
    compareVocabularies: (textId, wanted, onRow, onProgress) =>
      vocabularies.compareVocabularies(textId, wanted, onRow, onProgress),
    cutIntoTokens: (vocabularyId, text, merges) =>
      vocabularies.cutIntoTokens(vocabularyId, text, merges),
  };
}

/** What worker.ts calls. */
export function serveLab(lab: Lab, kept: KeptService, models: ModelService): void {
  keepErrorCodes();
  expose(withTexts(lab, kept, models));
}
