// What everything above src/gpu works with: memory, compiled programs and encoded commands. Two
// devices implement it: WebGPU's (replay.ts) and the CPU's (src/cpu).
import type { BufferView, Dispatch, KernelLimits, MemoryKind, VirtualBuffer } from './dispatch';
import type { GpuError } from './errors';
import type { MemoryPlan } from './plan';

/** Why the CPU engine has fewer threads than the processor. */
export type ThreadLimit = 'not_isolated' | 'one_core' | 'no_shared_memory' | 'not_started';

/** The device, as found. Sizes in bytes. */
export interface AdapterFacts {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** Runs on the CPU (SwiftShader, lavapipe): usable, slow. */
  software: boolean;
  /** Threads that compute, where the device is the CPU engine. */
  threads?: number;
  threadLimit?: ThreadLimit;
  f16: boolean;
  subgroups: boolean;
  subgroupSize: number | null;
  timestamps: boolean;
  dot4: boolean;
  maxBindingBytes: number;
  maxBufferBytes: number;
  maxInvocations: number;
  maxWorkgroupStorageBytes: number;
}

/** Memory of a device; a `GPUBuffer` is one. */
export interface DeviceBuffer {
  readonly label: string;
  /** Bytes. */
  readonly size: number;
}

/** Commands that run when they are sent; a `GPUCommandEncoder` is one. */
export interface CommandEncoder {
  copyBufferToBuffer(
    source: DeviceBuffer,
    sourceOffset: number,
    destination: DeviceBuffer,
    destinationOffset: number,
    size: number,
  ): void;
}

export interface Readback {
  /** Waits for the submit that holds the copy, then gives the bytes. @throws GpuError */
  read(): Promise<ArrayBuffer>;
}

export interface DeviceMemory {
  /** Bytes now allocated, by kind. */
  readonly bytes: ReadonlyMap<MemoryKind, number>;
  /** @throws MemoryError binding_too_large where the device has no buffers of that size. */
  allocate(label: string, sizeBytes: number, kind: MemoryKind): DeviceBuffer;
  free(buffer: DeviceBuffer): void;
  isResident(buffer: VirtualBuffer): boolean;
  /** The memory of a persistent buffer that is not cut into banks. */
  resident(buffer: VirtualBuffer): DeviceBuffer;
  freeResident(buffer: VirtualBuffer): void;
  /** Takes effect before the next submit. */
  write(view: BufferView, data: ArrayBufferView<ArrayBuffer>): void;
  /** As `write`, for memory that `allocate` gave: from its start. */
  writeBuffer(buffer: DeviceBuffer, data: ArrayBufferView<ArrayBuffer>): void;
  /** As `write`, for what is large: no more than a piece of it is on its way at once. */
  upload(view: BufferView, data: ArrayBufferView<ArrayBuffer>): Promise<void>;
  /** Adds a copy to the encoder and hands out a ticket; nothing waits until `read`. */
  readBack(
    encoder: CommandEncoder,
    source: DeviceBuffer,
    offsetBytes: number,
    sizeBytes: number,
  ): Readback;
  /** Reads a persistent view back now. For checkpoints and tests, not for the loop. @throws GpuError */
  read(view: BufferView): Promise<ArrayBuffer>;
  readFloats(view: BufferView): Promise<Float32Array<ArrayBuffer>>;
}

/** What goes wrong beside the results fails all work on the device, once, with the first cause. */
export interface DeviceFaults {
  readonly error: GpuError | null;
  /** Resolves with the first fault, after which nothing on this device counts. */
  readonly failed: Promise<GpuError>;
  /** @throws GpuError what this device failed with */
  throwIfFailed(): void;
  /**
   * Resolves when all that was submitted has run and its errors, had there been any, were reported.
   * @throws GpuError
   */
  settled(): Promise<void>;
  /** A page in the background is slow to answer: that is no fault. */
  setHidden(isHidden: boolean): void;
}

/** A recorded list of dispatches that has memory and compiled kernels, to be replayed. */
export interface Program {
  readonly dispatches: readonly Dispatch[];
  readonly plan: MemoryPlan;
  readonly length: number;
  /** Adds the dispatches [from, to) to the encoder. */
  encode(encoder: CommandEncoder, from?: number, to?: number): void;
  /** One replay, submitted at once. */
  run(): void;
  /** The memory behind a view: a slot for a temporary, the resident buffer for a persistent one. */
  memory(view: BufferView): { buffer: DeviceBuffer; offsetBytes: number };
  /** Frees temporaries; resident buffers stay. */
  destroy(): void;
}

/** Dispatches [from, to) of a program that are timed as one. */
export type Range = readonly [from: number, to: number];

/** A device with its memory and compiled kernels; everything that programs share. */
export interface ComputeContext {
  readonly open: { readonly facts: AdapterFacts; readonly limits: KernelLimits };
  readonly buffers: DeviceMemory;
  readonly faults: DeviceFaults;
  encoder(): CommandEncoder;
  /** Finishes and submits. @throws GpuError where the device has failed before */
  send(encoder: CommandEncoder): void;
  /** Resolves when everything submitted so far has run. @throws GpuError */
  idle(): Promise<void>;
  /** Plans, allocates, compiles and binds. @throws PipelineError | GpuError */
  compile(
    dispatches: readonly Dispatch[],
    onProgress?: (done: number, total: number) => void,
  ): Promise<Program>;
  /** Milliseconds of each range by the device's own clock; null where it has none for so many. */
  timestamps(program: Program, ranges: readonly Range[]): Promise<number[]> | null;
  destroy(): void;
}
