// The CPU engine in the browser: Workers of this Worker share its memory. Only a page that is isolated
// from other origins may share memory; elsewhere the engine has one thread.
import type { CpuContext } from '../../cpu/context';
import { openCpu } from '../../cpu/open';
import type { SpawnThread } from '../../cpu/threads';
import { servingWorker } from './servingWorker';

/** More threads than this gain little for models of a tab, and starve what else runs. */
const MAX_THREADS = 16;

const spawn: SpawnThread = (setup, onLost) => {
  const worker = new Worker(new URL('./cpuThread.ts', import.meta.url), {
    type: 'module',
    name: 'benchtop-cpu',
  });
  return servingWorker(worker, setup, onLost);
};

export function openBrowserCpu(): Promise<CpuContext> {
  // Some browsers do not tell.
  const cores = navigator.hardwareConcurrency || 1;
  if (!self.crossOriginIsolated) return openCpu({ threads: 1, threadLimit: 'not_isolated', spawn });
  if (cores === 1) return openCpu({ threads: 1, threadLimit: 'one_core', spawn });
  // The page draws on one, where there are enough.
  const threads = Math.min(MAX_THREADS, cores > 3 ? cores - 1 : cores);
  return openCpu({ threads, spawn });
}
