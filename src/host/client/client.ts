// The page's side of the Worker: the one way from the UI to the engine.
import { wrap } from 'comlink';
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

export function connectLab(): LabClient {
  prepareWire();
  const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), {
    type: 'module',
    name: 'benchtop-engine',
  });
  const failure = failureOf(worker);
  failure.catch(() => undefined);
  // Callbacks cross as they are, so that the remote has the very signatures of the service.
  const lab = wrap<LabService>(worker) as unknown as LabService;
  /** What is asked first. */
  const guarded: Pick<LabService, 'open' | 'subscribe'> = {
    open: (choice) => Promise.race([lab.open(choice), failure]),
    subscribe: (listener) => Promise.race([lab.subscribe(listener), failure]),
  };
  return new Proxy(lab, {
    get: (_target, name): unknown => Reflect.get(name in guarded ? guarded : lab, name),
  });
}
