// The CPU engine in Node: threads of worker_threads, and relaxed SIMD, which Node 20 has behind a flag.
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { CpuContext } from '../../cpu/context';
import { openCpu } from '../../cpu/open';
import { serveThread, type SpawnThread } from '../../cpu/threads';

const CODE = `
const { parentPort, workerData } = require('node:worker_threads');
parentPort.postMessage('ready');
(${serveThread.toString()})(workerData);
`;

const spawn: SpawnThread = (setup) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(CODE, { eval: true, workerData: setup });
    worker.once('error', reject);
    worker.once('message', () => {
      // The process may end while threads wait for work.
      worker.unref();
      resolve(worker);
    });
  });

export function openNodeCpu(threads = availableParallelism()): Promise<CpuContext> {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return openCpu({ threads, spawn });
}
