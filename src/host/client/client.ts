// The page's side of the Worker: the one way from the UI to the engine.
import { wrap, type Endpoint } from 'comlink';
import { LabError, prepareWire } from '../lab/labError';
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

const startWorker = (): Worker =>
  new Worker(new URL('../worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'benchtop-engine',
  });

/** What waits for the Worker reaches it in order once it is there. */
function endpointOf(begun: Promise<Worker>): Endpoint {
  const then = (use: (worker: Worker) => void): void => void begun.then(use);
  return {
    postMessage: (message, transfer = []) =>
      then((worker) => worker.postMessage(message, transfer)),
    addEventListener: (...heard) => then((worker) => worker.addEventListener(...heard)),
    removeEventListener: (...heard) => then((worker) => worker.removeEventListener(...heard)),
  };
}

/** Begins the engine's Worker, once `ready` is there. */
export function connectLab(ready: Promise<void> = Promise.resolve()): LabClient {
  prepareWire();
  const begun = ready.then(startWorker);
  const failure = begun.then(failureOf);
  failure.catch(() => undefined);
  // Callbacks cross as they are, so that the remote has the very signatures of the service.
  const lab = wrap<LabService>(endpointOf(begun)) as unknown as LabService;
  /** What is asked first. */
  const guarded: Pick<LabService, 'open' | 'subscribe'> = {
    open: (choice) => Promise.race([lab.open(choice), failure]),
    subscribe: (listener) => Promise.race([lab.subscribe(listener), failure]),
  };
  return new Proxy(lab, {
    get: (_target, name): unknown => Reflect.get(name in guarded ? guarded : lab, name),
  });
}
