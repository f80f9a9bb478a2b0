// The CPU engine in Node: threads of worker_threads, and relaxed SIMD, which Node 20 has behind a flag.
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { CpuContext } from '../../cpu/context';
import { openCpu } from '../../cpu/open';
import { serveThread, type SpawnThread } from '../../cpu/threads';

const CODE = `
const { parentPort, workerData } = require('node:worker_threads');
(${serveThread.toString()})(workerData, () => parentPort.postMessage('ready'));
`;

const spawn: SpawnThread = (setup, onLost) => {
  const worker = new Worker(CODE, { eval: true, workerData: setup });
  // The process may end while threads wait for work.
  worker.unref();
  worker.on('error', ({ message }) => onLost(message));
  worker.on('exit', (code) => onLost(`it ended with ${code}`));
  const started = new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('exit', reject);
  });
  return { started, terminate: () => worker.terminate() };
};

export function openNodeCpu(threads = availableParallelism()): Promise<CpuContext> {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return openCpu({ threads, spawn });
}
