// The page's side of the Worker: the one way from the UI to the engine.
import { proxy, wrap, type Remote } from 'comlink';
import { keepErrorCodes, LabError } from '../lab/labError';
import { modelsClient } from './modelsClient';
import type { LabService } from '../worker/serve';

export type LabClient = LabService;

/** A Worker whose script cannot run never answers: turn that into an error. */
function failureOf(worker: Worker): Promise<never> {
  return new Promise((_resolve, reject) => {
    worker.addEventListener('error', (event) => {
      const message = event.message || 'The engine could not be loaded.';
      reject(new LabError({ code: 'engine_not_loaded', message, fields: { reason: message } }));
    });
  });
}

export function connectLab(): LabClient {
  keepErrorCodes();
  const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'benchtop-engine',
  });
  const failure = failureOf(worker);
  failure.catch(() => undefined);
  const lab: Remote<LabService> = wrap<LabService>(worker);
  return {
    models: modelsClient(lab),
    open: () => Promise.race([lab.open(), failure]),
    subscribe: (listener) => Promise.race([lab.subscribe(proxy(listener)), failure]),
    plan: (config, corpus) => lab.plan(config, corpus),
    start: (request) => lab.start(request),
    exemplify: (request) => lab.exemplify(request),
    pause: (runId) => lab.pause(runId),
    resume: (runId) => lab.resume(runId),
    singleStep: (runId) => lab.singleStep(runId),
    stop: (runId) => lab.stop(runId),
    generate: (request) => lab.generate(request),
    kernels: (runId) => lab.kernels(runId),
    kernelSource: (runId, index) => lab.kernelSource(runId, index),
    profile: (runId) => lab.profile(runId),
    autotuneAgain: () => lab.autotuneAgain(),
    selfTestKernels: () => lab.selfTestKernels(),
    selfTest: (kernels, onRow) => lab.selfTest(kernels, proxy(onRow)),
    stopSelfTest: () => lab.stopSelfTest(),
    compare: (request, onUpdate) => lab.compare(request, proxy(onUpdate)),
    stopComparison: () => lab.stopComparison(),
    distill: (request, onUpdate) => lab.distill(request, proxy(onUpdate)),
    stopDistillation: () => lab.stopDistillation(),
    pruning: (request, onUpdate) => lab.pruning(request, proxy(onUpdate)),
    stopPruning: () => lab.stopPruning(),
    finetune: (request, onUpdate) => lab.finetune(request, proxy(onUpdate)),
    stopFinetuning: () => lab.stopFinetuning(),
    tellHidden: (isHidden) => lab.tellHidden(isHidden),
    dispose: (runId) => lab.dispose(runId),
    watchKept: (onChange) => lab.watchKept(proxy(onChange)),
    renameKept: (id, name) => lab.renameKept(id, name),
    removeKept: (id) => lab.removeKept(id),
    restoreKept: (id) => lab.restoreKept(id),
    openKept: (id) => lab.openKept(id),
    keptHistory: (id) => lab.keptHistory(id),
    resumeKept: (id) => lab.resumeKept(id),
    readFile: (file, name, onProgress) => lab.readFile(file, name, proxy(onProgress)),
    keepText: (text, name) => lab.keepText(text, name),
    downloads: () => lab.downloads(),
    download: (corpus, onProgress) => lab.download(corpus, proxy(onProgress)),
    abortReading: () => lab.abortReading(),
    openSource: (request, onProgress) => lab.openSource(request, proxy(onProgress)),
    listHub: (name) => lab.listHub(name),
    previewSource: (sourceId, reading) => lab.previewSource(sourceId, reading),
    inspectAgain: (sourceId, reading) => lab.inspectAgain(sourceId, reading),
    examplesOf: (sourceId, reading, mapping) => lab.examplesOf(sourceId, reading, mapping),
    readQuestions: (file, name) => lab.readQuestions(file, name),
    cleanText: (request, onProgress) => lab.cleanText(request, proxy(onProgress)),
    readSplit: (textId, split) => lab.readSplit(textId, split),
    compareVocabularies: (textId, vocabularies, onRow, onProgress) =>
      lab.compareVocabularies(textId, vocabularies, proxy(onRow), proxy(onProgress)),
    cutIntoTokens: (vocabularyId, text, merges) => lab.cutIntoTokens(vocabularyId, text, merges),
  };
}
