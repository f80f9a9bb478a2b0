// A Worker as a thread of the CPU engine: its first message says that it serves.
import type { ServingThread, ThreadSetup } from '../../cpu/threads';

export function servingWorker(
  worker: Worker,
  setup: ThreadSetup,
  onLost: (detail: string) => void,
): ServingThread {
  const started = new Promise((resolve, reject) => {
    worker.addEventListener('message', resolve, { once: true });
    worker.addEventListener('error', (event) => {
      // Else the page takes it for a failure of the engine itself.
      event.preventDefault();
      reject(new Error(event.message));
      onLost(event.message);
    });
  });
  worker.postMessage(setup);
  return { started, terminate: () => worker.terminate() };
}
