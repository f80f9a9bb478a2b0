// Threads of the CPU engine in Node that fail on demand, in the middle of a task, in one of the ways in
// which threads do.
import { Worker } from 'node:worker_threads';
import { serveThread, type SpawnThread } from '../../src/cpu/threads';

const FAULTS = {
  traps: "throw new WebAssembly.RuntimeError('unreachable');",
  // Of a thread alone, as when the system ends it.
  dies: 'process.exit();',
};

export interface FailingThreads {
  readonly spawn: SpawnThread;
  /** The next task that one of the threads takes fails. */
  arm(isArmed: boolean): void;
  /** Ends all of them while they wait for work. */
  kill(): void;
}

/** (module (import "m" "f" (func (param i32 i32))) (export "f" (func 0))): makes a function a kernel. */
const WRAPPER = 'AGFzbQEAAAABBgFgAn9/AAIHAQFtAWYAAAcFAQFmAAA=';

const codeOf = (fault: string): string => `
const { parentPort, workerData } = require('node:worker_threads');
const { setup, armed } = workerData;
const wrapper = new WebAssembly.Module(Buffer.from('${WRAPPER}', 'base64'));
const set = WebAssembly.Table.prototype.set;
WebAssembly.Table.prototype.set = function (index, kernel) {
  const f = (args, task) => {
    if (Atomics.load(armed, 0) === 1) { ${fault} }
    kernel(args, task);
  };
  set.call(this, index, new WebAssembly.Instance(wrapper, { m: { f } }).exports.f);
};
(${serveThread.toString()})(setup, () => parentPort.postMessage('ready'));
`;

export function failingThreads(kind: keyof typeof FAULTS): FailingThreads {
  const armed = new Int32Array(new SharedArrayBuffer(4));
  const workers: Worker[] = [];
  return {
    spawn(setup, onLost) {
      const worker = new Worker(codeOf(FAULTS[kind]), { eval: true, workerData: { setup, armed } });
      workers.push(worker);
      worker.on('error', ({ message }) => onLost(message));
      worker.on('exit', () => onLost('it ended'));
      const started = new Promise((resolve) => worker.once('message', resolve));
      return { started, terminate: () => worker.terminate() };
    },
    arm: (isArmed) => void Atomics.store(armed, 0, isArmed ? 1 : 0),
    kill: () => workers.splice(0).forEach((worker) => void worker.terminate()),
  };
}
