// The page's side of the shelf of models.
import { proxy, type Remote } from 'comlink';
import type { ModelService } from '../protocol/models';
import type { LabService } from '../worker/serve';

export function modelsClient({ models }: Remote<LabService>): ModelService {
  const shelf = models as unknown as Remote<ModelService>;
  return {
    watch: (onChange) => shelf.watch(proxy(onChange)),
    import: (files, onProgress) => shelf.import(files, proxy(onProgress)),
    importAdapter: (id, files) => shelf.importAdapter(id, files),
    removeAdapter: (id, adapterId) => shelf.removeAdapter(id, adapterId),
    offer: (hubName) => shelf.offer(hubName),
    download: (hubName, onProgress) => shelf.download(hubName, proxy(onProgress)),
    abort: () => shelf.abort(),
    rename: (id, name) => shelf.rename(id, name),
    remove: (id) => shelf.remove(id),
    restore: (id) => shelf.restore(id),
    files: (id) => shelf.files(id),
    zip: (id) => shelf.zip(id),
    runFiles: (runId, part) => shelf.runFiles(runId, part),
    runZip: (runId, part) => shelf.runZip(runId, part),
    keepRun: (runId, name) => shelf.keepRun(runId, name),
    keepVariant: (id, name) => shelf.keepVariant(id, name),
    write: (request, onText) => shelf.write(request, proxy(onText)),
    stopWriting: () => shelf.stopWriting(),
    classify: (request) => shelf.classify(request),
    evaluate: (request, onProgress) => shelf.evaluate(request, proxy(onProgress)),
    rest: () => shelf.rest(),
  };
}
