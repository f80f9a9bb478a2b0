// The CPU as a device: the same programs as WebGPU's, executed by WebAssembly on a few threads.
import type { AdapterFacts, ComputeContext, ThreadLimit } from '../gpu/compute';
import type { Dispatch, KernelLimits } from '../gpu/dispatch';
import type { GpuError } from '../gpu/errors';
import { breath } from './breath';
import { CpuEncoder } from './encoder';
import { CpuFaults, threadLost, trapped } from './faults';
import { SILENT, TRAPPED } from './layout';
import type { LinearMemory } from './linearMemory';
import { CpuMemory } from './memory';
import { CpuProgram } from './program';
import type { Threads } from './threads';

/** Half of the memory for one tensor leaves room for the others. */
const maxBufferBytesOf = ({ maxBytes }: LinearMemory): number =>
  Math.floor(maxBytes / 2 / 256) * 256;

const limitsOf = (maxBufferBytes: number): KernelLimits => ({
  maxInvocations: 256,
  maxWorkgroupStorageBytes: 16_384,
  maxBindingBytes: maxBufferBytes,
  maxBufferBytes,
  f16: false,
  subgroupSize: null,
  software: true,
  dot4: false,
  // The kernels read any strides and pack what they multiply: they are those of the plain family.
  choices: { choose: () => 'plain' },
});

const factsOf = (
  threads: Threads,
  limits: KernelLimits,
  threadLimit?: ThreadLimit,
): AdapterFacts => ({
  vendor: 'cpu',
  architecture: threads.relaxed ? 'wasm-relaxed-simd' : 'wasm-simd',
  device: `CPU (${threads.count} ${threads.count === 1 ? 'thread' : 'threads'})`,
  description: `WebAssembly, ${threads.relaxed ? 'relaxed SIMD' : 'SIMD'}`,
  software: true,
  threads: threads.count,
  ...(threadLimit && { threadLimit }),
  f16: false,
  subgroups: false,
  subgroupSize: null,
  timestamps: false,
  dot4: false,
  maxBindingBytes: limits.maxBindingBytes,
  maxBufferBytes: limits.maxBufferBytes,
  maxInvocations: limits.maxInvocations,
  maxWorkgroupStorageBytes: limits.maxWorkgroupStorageBytes,
});

export class CpuContext implements ComputeContext {
  readonly open: { readonly facts: AdapterFacts; readonly limits: KernelLimits };
  readonly faults = new CpuFaults();
  readonly buffers: CpuMemory;
  readonly #threads: Threads;

  constructor(threads: Threads, threadLimit?: ThreadLimit) {
    this.#threads = threads;
    const maxBufferBytes = maxBufferBytesOf(threads.linear);
    const limits = limitsOf(maxBufferBytes);
    this.open = { facts: factsOf(threads, limits, threadLimit), limits };
    this.buffers = new CpuMemory(threads.linear, maxBufferBytes, () => this.faults.throwIfFailed());
    void threads.lost.then((detail) => this.faults.tell(threadLost(detail)));
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
      this.#fail(trapped(thrown instanceof Error ? thrown.message : String(thrown)));
    }
    if (failed === TRAPPED) this.#fail(trapped('in one of the threads'));
    if (failed === SILENT) this.#fail(threadLost('it no longer answers'));
  }

  #fail(error: GpuError): never {
    this.faults.tell(error);
    throw error;
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
