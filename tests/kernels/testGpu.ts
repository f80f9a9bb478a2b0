// What kernel tests run launchers on: a WebGPU device or the CPU.
import type { BufferView, Dispatch, DispatchSink, KernelLimits } from '../../src/gpu/dispatch';

export type Data = Float32Array | Uint32Array | Int32Array;
export type Views<T> = { [K in keyof T]: BufferView };

export interface TestGpu {
  readonly device: GPUDevice;
  readonly limits: KernelLimits;
  /** Contents of every tensor after the last of three runs, which must agree bit by bit. */
  run<T extends Record<string, Data>>(
    tensors: T,
    record: (sink: DispatchSink, views: Views<T>) => void,
  ): Promise<T>;
  /**
   * Median milliseconds of one recording, and its dispatches. `cpuMs` is the least processor time
   * of a round, which on CPU adapters other work on the machine disturbs less.
   */
  time<T extends Record<string, Data>>(
    tensors: T,
    record: (sink: DispatchSink, views: Views<T>) => void,
    repeats?: number,
  ): Promise<{ ms: number; cpuMs: number; dispatches: readonly Dispatch[] }>;
}
