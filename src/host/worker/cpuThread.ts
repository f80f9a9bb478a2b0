// A thread of the CPU engine: says that it runs, then serves until it is ended.
import { serveThread, type ThreadSetup } from '../../cpu/threads';

self.addEventListener('message', ({ data }: MessageEvent<ThreadSetup>) => {
  serveThread(data, () => self.postMessage('ready'));
});
