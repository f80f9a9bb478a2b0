// Opens the CPU as a device: the module that this engine can run, and as many threads as it may have.
import { relaxed, simd } from './assembly/index.ts?assembly';
import { CpuContext } from './context';
import { Threads, type SpawnThread } from './threads';

export interface CpuSettings {
  /** Threads that compute, this one included. */
  readonly threads: number;
  readonly spawn: SpawnThread;
}

export async function openCpu({ threads, spawn }: CpuSettings): Promise<CpuContext> {
  const best = bytesOf(relaxed);
  const isRelaxed = WebAssembly.validate(best);
  const module = await WebAssembly.compile(isRelaxed ? best : bytesOf(simd));
  const opened = await Threads.open({ module, relaxed: isRelaxed, count: threads, spawn });
  return new CpuContext(opened);
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
