// One WebAssembly module over one shared memory, an instance a thread. The thread that opens it leads:
// it takes part in every call, the others serve.
import { CONTROL_BYTES, GENERATION, SCRATCH_BYTES, STOPPED } from './layout';
import type { LinearMemory } from './linearMemory';

/** What a serving thread is started with; it can be cloned to another thread. */
export interface ThreadSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly scratch: number;
  /** Exported functions in the order of their indices in the table. */
  readonly kernels: readonly string[];
}

export interface ServingThread {
  /** Resolves when it is ready to serve; rejects where it never will be. */
  readonly started: Promise<unknown>;
  terminate(): unknown;
}

/** Starts a thread that calls `serveThread` with the setup. `onLost` hears why it serves no more. */
export type SpawnThread = (setup: ThreadSetup, onLost: (detail: string) => void) => ServingThread;

/** A thread that has not started by then is not waited for. */
const START_MS = 10_000;

interface Exports {
  readonly start: (control: number, scratch: number) => void;
  readonly join: () => number;
  readonly lead: () => number;
  readonly trapped: () => void;
  readonly run: (list: number, from: number, to: number) => number;
  readonly serve: () => void;
}

/** Everything that a thread needs of this module is in here: it may be run from its text alone. */
export function serveThread(setup: ThreadSetup, tellReady: () => void): void {
  const { module, memory, control, scratch, kernels } = setup;
  const table = new WebAssembly.Table({ initial: kernels.length + 1, element: 'anyfunc' });
  const instance = new WebAssembly.Instance(module, { env: { memory, table } });
  kernels.forEach((name, index) => table.set(index + 1, instance.exports[name]));
  const exported = instance.exports as unknown as Exports;
  exported.start(control, scratch);
  if (!exported.join()) return;
  tellReady();
  try {
    exported.serve();
  } catch (thrown) {
    exported.trapped();
    throw thrown;
  }
}

/** Not kernels. */
const OWN = new Set(['start', 'join', 'lead', 'run', 'serve', 'trapped', 'table', 'memory']);

export interface ThreadSettings {
  readonly linear: LinearMemory;
  readonly module: WebAssembly.Module;
  readonly relaxed: boolean;
  readonly count: number;
  readonly spawn: SpawnThread;
}

export class Threads {
  readonly linear: LinearMemory;
  /** Functions of the module by name, as indices into the table of each thread. */
  readonly kernels: ReadonlyMap<string, number>;
  /** Those that joined, and this one. */
  count = 1;
  readonly relaxed: boolean;
  /** Resolves with the reason when a thread ends that should serve. */
  readonly lost: Promise<string>;
  readonly #exports: Exports;
  readonly #control: number;
  readonly #others: ServingThread[] = [];
  #tellLost!: (detail: string) => void;

  private constructor({ linear, module, relaxed }: ThreadSettings) {
    this.linear = linear;
    this.relaxed = relaxed;
    const { memory } = linear;
    const names = WebAssembly.Module.exports(module)
      .map(({ name }) => name)
      .filter((name) => !OWN.has(name));
    const table = new WebAssembly.Table({ initial: names.length + 1, element: 'anyfunc' });
    const instance = new WebAssembly.Instance(module, { env: { memory, table } });
    names.forEach((name, index) => table.set(index + 1, instance.exports[name]));
    this.kernels = new Map(names.map((name, index) => [name, index + 1]));
    this.#exports = instance.exports as unknown as Exports;
    this.#control = linear.allocate('control', CONTROL_BYTES);
    this.lost = new Promise((resolve) => (this.#tellLost = resolve));
    this.#exports.start(this.#control, this.#scratch());
  }

  /** With fewer threads than asked for where some do not start. */
  static async open(settings: ThreadSettings): Promise<Threads> {
    const threads = new Threads(settings);
    const { module, count, spawn } = settings;
    for (let index = 1; index < count; index++) threads.#spawn(module, spawn);
    await settledWithin(
      START_MS,
      threads.#others.map(({ started }) => started),
    );
    threads.count = threads.#exports.lead();
    return threads;
  }

  #spawn(module: WebAssembly.Module, spawn: SpawnThread): void {
    let isServing = false;
    const setup = {
      module,
      memory: this.linear.memory,
      control: this.#control,
      scratch: this.#scratch(),
      kernels: [...this.kernels.keys()],
    };
    const thread = spawn(setup, (detail) => {
      if (isServing && this.#others.includes(thread)) this.#tellLost(detail);
    });
    thread.started.then(
      () => (isServing = true),
      () => undefined,
    );
    this.#others.push(thread);
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

async function settledWithin(ms: number, promises: readonly Promise<unknown>[]): Promise<void> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([Promise.allSettled(promises), late]);
  clearTimeout(timer!);
}
