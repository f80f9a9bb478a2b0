// The CPU engine in the browser: Workers of this Worker share its memory. Only a page that is isolated
// from other origins may share memory; elsewhere the engine has one thread.
import type { CpuContext } from '../../cpu/context';
import { openCpu } from '../../cpu/open';
import type { ServingThread, SpawnThread } from '../../cpu/threads';

/** More threads than this gain little for models of a tab, and starve what else runs. */
const MAX_THREADS = 16;

const spawn: SpawnThread = (setup) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./cpuThread.ts', import.meta.url), {
      type: 'module',
      name: 'benchtop-cpu',
    });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    worker.addEventListener('message', () => resolve(worker satisfies ServingThread), {
      once: true,
    });
    worker.postMessage(setup);
  });

export function openBrowserCpu(): Promise<CpuContext> {
  const threads = self.crossOriginIsolated
    ? Math.max(1, Math.min(MAX_THREADS, navigator.hardwareConcurrency))
    : 1;
  return openCpu({ threads, spawn });
}
