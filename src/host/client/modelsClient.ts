// The page's side of the shelf of models.
import { proxy, type Remote } from 'comlink';
import type { ModelService } from '../protocol/models';
import type { LabService } from '../worker/serve';

export function modelsClient({ models }: Remote<LabService>): ModelService {
  const library = models as unknown as Remote<ModelService>;
  return {
    watch: (onChange) => library.watch(proxy(onChange)),
    import: (files, onProgress) => library.import(files, proxy(onProgress)),
    importAdapter: (id, files) => library.importAdapter(id, files),
    removeAdapter: (id, adapterId) => library.removeAdapter(id, adapterId),
    offer: (hubName) => library.offer(hubName),
    download: (hubName, onProgress) => library.download(hubName, proxy(onProgress)),
    abort: () => library.abort(),
    rename: (id, name) => library.rename(id, name),
    remove: (id) => library.remove(id),
    restore: (id) => library.restore(id),
    files: (id) => library.files(id),
    zip: (id) => library.zip(id),
    runFiles: (runId, part) => library.runFiles(runId, part),
    runZip: (runId, part) => library.runZip(runId, part),
    keepRun: (runId, name) => library.keepRun(runId, name),
    keepVariant: (id, name) => library.keepVariant(id, name),
    write: (request, onText) => library.write(request, proxy(onText)),
    stopWriting: () => library.stopWriting(),
    classify: (request) => library.classify(request),
    evaluate: (request, onProgress) => library.evaluate(request, proxy(onProgress)),
    rest: () => library.rest(),
  };
}
