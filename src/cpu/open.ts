// Opens the CPU as a device: the module that this engine can run, and as many threads as it may have.
import type { ThreadLimit } from '../gpu/compute';
import { DeviceError } from '../gpu/errors';
import { relaxed, simd } from './assembly/index.ts?assembly';
import { CpuContext } from './context';
import { LinearMemory } from './linearMemory';
import { Threads, type SpawnThread } from './threads';
import { unshared } from './unshared';

export interface CpuSettings {
  /** Threads that compute, this one included. */
  readonly threads: number;
  /** Why no more of them. */
  readonly threadLimit?: ThreadLimit;
  readonly spawn: SpawnThread;
}

/** @throws DeviceError cpu_refused where WebAssembly, SIMD in it or the memory cannot be had */
export async function openCpu(settings: CpuSettings): Promise<CpuContext> {
  try {
    const { threads, spawn } = settings;
    const linear = memoryFor(threads);
    const { bytes, isRelaxed } = bestModule();
    const module = await WebAssembly.compile(linear.isShared ? bytes : unshared(bytes));
    const count = linear.isShared ? threads : 1;
    const opened = await Threads.open({ linear, module, relaxed: isRelaxed, count, spawn });
    return new CpuContext(opened, threadLimitOf(settings, linear, opened));
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new DeviceError('cpu_refused', `The CPU engine did not open: ${detail}`, { detail });
  }
}

function threadLimitOf(
  { threads, threadLimit }: CpuSettings,
  { isShared }: LinearMemory,
  { count }: Threads,
): ThreadLimit | undefined {
  if (count === threads) return threadLimit;
  return isShared ? 'not_started' : 'no_shared_memory';
}

/** Threads share it; where none can be shared, one thread has it for itself. */
function memoryFor(threads: number): LinearMemory {
  if (threads > 1) {
    try {
      return new LinearMemory({ isShared: true });
    } catch {
      // The other kind may be granted.
    }
  }
  return new LinearMemory({ isShared: false });
}

function bestModule(): { bytes: Uint8Array<ArrayBuffer>; isRelaxed: boolean } {
  const bytes = bytesOf(relaxed);
  const isRelaxed = WebAssembly.validate(bytes);
  return { bytes: isRelaxed ? bytes : bytesOf(simd), isRelaxed };
}

/** By a loop: `from` with a function takes ten times as long, on the way to a first step. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
