// The CPU as a device: the same programs as WebGPU's, executed by WebAssembly on a few threads.
import type { AdapterFacts, ComputeContext, DeviceFaults } from '../gpu/compute';
import type { Dispatch, KernelLimits } from '../gpu/dispatch';
import { GpuError } from '../gpu/errors';
import { breath } from './breath';
import { CpuEncoder } from './encoder';
import { SILENT } from './layout';
import { CpuMemory } from './memory';
import { CpuProgram } from './program';
import type { Threads } from './threads';

/** WebAssembly addresses 4 GiB; half of it for one tensor leaves room for the others. */
const MAX_BUFFER_BYTES = 2 ** 31 - 256;

const limits: KernelLimits = {
  maxInvocations: 256,
  maxWorkgroupStorageBytes: 16_384,
  maxBindingBytes: MAX_BUFFER_BYTES,
  maxBufferBytes: MAX_BUFFER_BYTES,
  f16: false,
  subgroupSize: null,
  software: true,
  dot4: false,
  // The kernels read any strides and pack what they multiply: they are those of the plain family.
  choices: { choose: () => 'plain' },
};

const factsOf = (threads: Threads): AdapterFacts => ({
  vendor: 'cpu',
  architecture: threads.relaxed ? 'wasm-relaxed-simd' : 'wasm-simd',
  device: `CPU (${threads.count} ${threads.count === 1 ? 'thread' : 'threads'})`,
  description: `WebAssembly, ${threads.relaxed ? 'relaxed SIMD' : 'SIMD'}`,
  software: true,
  threads: threads.count,
  f16: false,
  subgroups: false,
  subgroupSize: null,
  timestamps: false,
  dot4: false,
  maxBindingBytes: MAX_BUFFER_BYTES,
  maxBufferBytes: MAX_BUFFER_BYTES,
  maxInvocations: limits.maxInvocations,
  maxWorkgroupStorageBytes: limits.maxWorkgroupStorageBytes,
});

class CpuFaults implements DeviceFaults {
  readonly failed: Promise<GpuError>;
  error: GpuError | null = null;
  #tell!: (error: GpuError) => void;

  constructor() {
    this.failed = new Promise((resolve) => (this.#tell = resolve));
  }

  fail(error: GpuError): never {
    this.error ??= error;
    this.#tell(this.error);
    throw this.error;
  }

  throwIfFailed(): void {
    if (this.error) throw this.error;
  }

  async settled(): Promise<void> {
    await breath();
    this.throwIfFailed();
  }

  setHidden(): void {
    // Work is done while it is sent: nothing is ever waited for.
  }
}

export class CpuContext implements ComputeContext {
  readonly open: { readonly facts: AdapterFacts; readonly limits: KernelLimits };
  readonly faults = new CpuFaults();
  readonly buffers: CpuMemory;
  readonly #threads: Threads;

  constructor(threads: Threads) {
    this.#threads = threads;
    this.open = { facts: factsOf(threads), limits };
    this.buffers = new CpuMemory(threads.linear, MAX_BUFFER_BYTES, () =>
      this.faults.throwIfFailed(),
    );
  }

  get kernels(): ReadonlyMap<string, number> {
    return this.#threads.kernels;
  }

  encoder(): CpuEncoder {
    return new CpuEncoder((from, to, sizeBytes) =>
      this.buffers.linear.bytes.copyWithin(to, from, from + sizeBytes),
    );
  }

  send(encoder: CpuEncoder): void {
    this.faults.throwIfFailed();
    encoder.run();
  }

  execute(list: number, from: number, to: number): void {
    if (from === to) return;
    let failed: number;
    try {
      failed = this.#threads.run(list, from, to);
    } catch (thrown) {
      const detail = thrown instanceof Error ? thrown.message : String(thrown);
      const message = `A kernel of the CPU failed: ${detail}.`;
      return this.faults.fail(new GpuError('cpu_trap', message, { where: 'cpu', detail }));
    }
    if (failed === 0) return;
    const detail = failed === SILENT ? 'a thread no longer answers' : 'a thread failed';
    const message = `The CPU engine lost a thread: ${detail}.`;
    this.faults.fail(new GpuError('cpu_thread_lost', message, { where: 'cpu', detail }));
  }

  async idle(): Promise<void> {
    await breath();
    this.faults.throwIfFailed();
  }

  async compile(
    dispatches: readonly Dispatch[],
    onProgress?: (done: number, total: number) => void,
  ): Promise<CpuProgram> {
    const program = new CpuProgram(this, dispatches);
    onProgress?.(dispatches.length, dispatches.length);
    await breath();
    return program;
  }

  timestamps(): null {
    return null;
  }

  destroy(): void {
    this.#threads.stop();
  }
}
