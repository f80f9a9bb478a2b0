// One WebAssembly module over one shared memory, an instance a thread. The thread that opens it leads:
// it takes part in every call, the others serve.
import {
  CONTROL_BYTES,
  FAILED,
  GENERATION,
  PHASE,
  SCRATCH_BYTES,
  STOPPED,
  THREADS,
  TRAPPED,
} from './layout';
import { LinearMemory } from './linearMemory';

/** What a serving thread is started with; it can be cloned to another thread. */
export interface ThreadSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly scratch: number;
  /** Exported functions in the order of their places in the table. */
  readonly kernels: readonly string[];
  /** Bytes from `control` of what tells the others that this thread failed. */
  readonly words: { readonly failed: number; readonly phase: number; readonly trapped: number };
}

export interface ServingThread {
  terminate(): unknown;
}

/** Starts a thread that calls `serveThread` with the setup; resolves when it runs. */
export type SpawnThread = (setup: ThreadSetup) => Promise<ServingThread>;

interface Exports {
  readonly start: (control: number, scratch: number) => void;
  readonly run: (list: number, from: number, to: number) => number;
  readonly serve: () => void;
}

/** Everything that a thread needs of this module is in here: it may be run from its text alone. */
export function serveThread(setup: ThreadSetup): void {
  const { module, memory, control, scratch, kernels, words } = setup;
  const table = new WebAssembly.Table({ initial: kernels.length + 1, element: 'anyfunc' });
  const instance = new WebAssembly.Instance(module, { env: { memory, table } });
  kernels.forEach((name, index) => table.set(index + 1, instance.exports[name]));
  const exported = instance.exports as unknown as Exports;
  exported.start(control, scratch);
  try {
    exported.serve();
  } catch (thrown) {
    const bytes = new Int32Array(memory.buffer, control, 64);
    Atomics.store(bytes, words.failed / 4, words.trapped);
    Atomics.notify(bytes, words.phase / 4);
    throw thrown;
  }
}

/** Not kernels. */
const OWN = new Set(['start', 'run', 'serve', 'table', 'memory']);

export interface ThreadSettings {
  readonly module: WebAssembly.Module;
  readonly relaxed: boolean;
  readonly count: number;
  readonly spawn: SpawnThread;
}

export class Threads {
  readonly linear = new LinearMemory();
  /** Functions of the module by name, as places in the table of each thread. */
  readonly kernels: ReadonlyMap<string, number>;
  readonly count: number;
  readonly relaxed: boolean;
  readonly #exports: Exports;
  readonly #control: number;
  readonly #others: ServingThread[] = [];

  private constructor({ module, relaxed, count }: ThreadSettings) {
    this.count = count;
    this.relaxed = relaxed;
    const { memory } = this.linear;
    const names = WebAssembly.Module.exports(module)
      .map(({ name }) => name)
      .filter((name) => !OWN.has(name));
    const table = new WebAssembly.Table({ initial: names.length + 1, element: 'anyfunc' });
    const instance = new WebAssembly.Instance(module, { env: { memory, table } });
    names.forEach((name, index) => table.set(index + 1, instance.exports[name]));
    this.kernels = new Map(names.map((name, index) => [name, index + 1]));
    this.#exports = instance.exports as unknown as Exports;
    this.#control = this.linear.allocate('control', CONTROL_BYTES);
    Atomics.store(this.#words(), THREADS / 4, count);
    this.#exports.start(this.#control, this.#scratch());
  }

  static async open(settings: ThreadSettings): Promise<Threads> {
    const threads = new Threads(settings);
    const { module, count, spawn } = settings;
    const { memory } = threads.linear;
    const kernels = [...threads.kernels.keys()];
    const words = { failed: FAILED, phase: PHASE, trapped: TRAPPED };
    const others = Array.from({ length: count - 1 }, () =>
      spawn({
        module,
        memory,
        control: threads.#control,
        scratch: threads.#scratch(),
        kernels,
        words,
      }),
    );
    threads.#others.push(...(await Promise.all(others)));
    return threads;
  }

  /** Runs calls [from, to) of the list at that address; 0, or what failed. */
  run(list: number, from: number, to: number): number {
    return this.#exports.run(list, from, to);
  }

  stop(): void {
    const words = this.#words();
    Atomics.store(words, STOPPED / 4, 1);
    Atomics.add(words, GENERATION / 4, 1);
    Atomics.notify(words, GENERATION / 4);
    for (const thread of this.#others.splice(0)) thread.terminate();
  }

  #scratch(): number {
    return this.linear.allocate('scratch', SCRATCH_BYTES);
  }

  #words(): Int32Array {
    return new Int32Array(this.linear.memory.buffer, this.#control, CONTROL_BYTES / 4);
  }
}
