// The CPU engine where something is missing or fails: it goes on with less, or ends with a typed error,
// and what comes next works.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CpuContext } from '../../src/cpu/context';
import { openCpu } from '../../src/cpu/open';
import type { SpawnThread } from '../../src/cpu/threads';
import { DeviceError } from '../../src/gpu/errors';
import { matmul } from '../../src/gpu/kernels/matmul/matmul';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { openLabDevice } from '../../src/host/lab/labDevices';
import { openNodeCpu } from '../../src/host/node/cpu';
import type { Checkpoint } from '../../src/training/io/checkpoint';
import { failingThreads } from '../support/failingThreads';
import { cpuLab } from '../support/cpuLab';

const SIDE = 192;

const noSpawn: SpawnThread = () => {
  throw new Error('No thread was to be started.');
};

/** A product of many tasks. */
async function multiply(context: CpuContext): Promise<Float32Array> {
  const recorder = new Recorder(context.open.limits);
  const [a, b, out] = ['a', 'b', 'out'].map((label) =>
    wholeView(declareBuffer(label, 4 * SIDE * SIDE, 'workspace', true)),
  );
  const sides = { m: SIDE, n: SIDE, k: SIDE, transA: false, transB: false, batch: 1 };
  const shape = { ...sides, strideA: 0, strideB: 0, strideOut: 0 };
  matmul(recorder, { a: a!, b: b!, out: out!, shape });
  context.buffers.write(
    a!,
    Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % 7) - 3),
  );
  context.buffers.write(
    b!,
    Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % 5) - 2),
  );
  const program = await context.compile(recorder.dispatches);
  program.run();
  await context.idle();
  return context.buffers.readFloats(out!);
}

const RealMemory = WebAssembly.Memory;
const opened: CpuContext[] = [];

/** Closed after the test. */
const open = async (opening: Promise<CpuContext>): Promise<CpuContext> => {
  const context = await opening;
  opened.push(context);
  return context;
};

/** Memories that refuse what the test says. */
function refuse(refusal: (wanted: WebAssembly.MemoryDescriptor) => Error | undefined): void {
  WebAssembly.Memory = class extends RealMemory {
    constructor(wanted: WebAssembly.MemoryDescriptor) {
      const error = refusal(wanted);
      if (error) throw error;
      super(wanted);
    }
  };
}

afterEach(() => {
  vi.restoreAllMocks();
  WebAssembly.Memory = RealMemory;
  for (const context of opened.splice(0)) context.destroy();
});

describe('less than was asked for', () => {
  test('one thread starts no other, and needs no shared memory', async () => {
    refuse(({ shared }) => (shared ? new TypeError('not shared') : undefined));
    const one = await open(openCpu({ threads: 1, threadLimit: 'one_core', spawn: noSpawn }));
    expect(one.open.facts).toMatchObject({ threads: 1, threadLimit: 'one_core' });
    const two = await open(openNodeCpu(1));
    expect(await multiply(one)).toEqual(await multiply(two));
  });

  test('memory that cannot be shared: one thread, the same bits', async () => {
    const two = await open(openNodeCpu(2));
    expect(two.open.facts).toMatchObject({ threads: 2 });
    refuse(({ shared }) => (shared ? new TypeError('not shared') : undefined));
    const one = await open(openCpu({ threads: 2, spawn: noSpawn }));
    expect(one.open.facts).toMatchObject({ threads: 1, threadLimit: 'no_shared_memory' });
    expect(await multiply(one)).toEqual(await multiply(two));
  });

  test('4 GiB refused: a smaller maximum, and buffers within it', async () => {
    refuse(({ maximum }) => (maximum! > 16_384 ? new RangeError('too much') : undefined));
    const context = await open(openNodeCpu(2));
    expect(context.open.facts).toMatchObject({ threads: 2, maxBufferBytes: 2 ** 29 });
    expect((await multiply(context)).some((value) => value !== 0)).toBe(true);
  });

  test('threads that never start are not waited for long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const terminate = vi.fn<() => void>();
    const spawn: SpawnThread = () => ({ started: new Promise(() => undefined), terminate });
    const opening = openCpu({ threads: 3, spawn });
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    const context = await opening;
    expect(context.open.facts).toMatchObject({ threads: 1, threadLimit: 'not_started' });
    expect((await multiply(context)).some((value) => value !== 0)).toBe(true);
    context.destroy();
    expect(terminate).toHaveBeenCalledTimes(2);
  });
});

describe('no engine at all', () => {
  const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (thrown: unknown) => (thrown instanceof DeviceError ? thrown.code : thrown),
    );
  const forbid = () =>
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('forbidden'));

  test('WebAssembly forbidden', async () => {
    forbid();
    expect(await codeOf(openCpu({ threads: 1, spawn: noSpawn }))).toBe('cpu_refused');
  });

  test('no memory of any size', async () => {
    refuse(() => new RangeError('too much'));
    expect(await codeOf(openCpu({ threads: 2, spawn: noSpawn }))).toBe('cpu_refused');
  });

  test.each(['auto', 'cpu'] as const)(
    '%s: what is said is why there is no GPU, too',
    async (choice) => {
      forbid();
      const opening = openLabDevice({ gpu: undefined, openCpu: () => openNodeCpu() }, choice);
      expect(await codeOf(opening)).toBe('no_webgpu');
      await expect(opening).rejects.toThrow(/no WebGPU.*forbidden/);
    },
  );
});

/** The state of a run that nothing happened to. */
async function expectUndisturbed({ step, arenas }: Checkpoint): Promise<void> {
  const { train, saved } = cpuLab(() => open(openNodeCpu(2)));
  await train(step);
  const good = saved.find((checkpoint) => checkpoint.step === step)!;
  for (const [index, arena] of arenas.entries()) expect(arena).toEqual(good.arenas[index]);
}

describe('a fault while it computes', () => {
  test('a kernel that traps', async () => {
    const context = await open(openNodeCpu(2));
    const list = context.buffers.linear.allocate('no kernel', 256);
    context.buffers.linear.bytes.set([1], list + 4);
    expect(() => context.execute(list, 0, 1)).toThrow(/A kernel of the CPU trapped/);
    expect(context.faults.error?.code).toBe('cpu_trap');
    await expect(context.idle()).rejects.toThrow(/trapped/);
  });

  test.each([
    ['traps', 'cpu_trap'],
    ['dies', 'cpu_thread_lost'],
  ] as const)(
    'a thread %s: the run fails, its last state stays, the next one starts',
    async (kind, code) => {
      const threads = failingThreads(kind);
      const { train, saved, devices } = cpuLab(() => openCpu({ threads: 2, spawn: threads.spawn }));
      const { state, steps, error } = await train(1e5, (step) => threads.arm(step >= 10));
      expect(state).toBe('failed');
      expect(error?.code).toBe(code);
      expect(steps).toBeGreaterThanOrEqual(10);
      expect(error?.fields.savedStep).toBe(saved.at(-1)!.step);
      expect(saved.at(-1)!.step).toBeLessThanOrEqual(steps);
      await expectUndisturbed(saved.at(-1)!);
      threads.arm(false);
      expect(await train(4)).toMatchObject({ state: 'finished', steps: 4, error: null });
      expect(devices()).toBe(2);
    },
  );

  test('threads that end while they wait for work: another device is opened', async () => {
    const threads = failingThreads('dies');
    const { train, devices } = cpuLab(() => openCpu({ threads: 2, spawn: threads.spawn }));
    expect(await train(4)).toMatchObject({ state: 'finished' });
    threads.kill();
    await vi.waitFor(() => expect(devices()).toBe(2), { timeout: 60_000 });
    expect(await train(4)).toMatchObject({ state: 'finished', steps: 4, error: null });
  });

  test('memory that does not grow: said as that, and the next run starts', async () => {
    const context = await open(openNodeCpu(2));
    vi.spyOn(context.buffers.linear.memory, 'grow').mockImplementation(() => {
      throw new RangeError('refused');
    });
    const { train, devices } = cpuLab(() => Promise.resolve(context));
    const before = new Map(context.buffers.bytes);
    const { state, error } = await train(4, undefined, 512);
    expect(state).toBe('failed');
    expect(error?.code).toBe('out_of_memory');
    expect(error?.fields.where).toBeTruthy();
    for (const [kind, bytes] of context.buffers.bytes) expect(bytes).toBe(before.get(kind) ?? 0);
    vi.restoreAllMocks();
    expect(await train(4)).toMatchObject({ state: 'finished', steps: 4, error: null });
    expect(devices()).toBe(1);
  });
});
