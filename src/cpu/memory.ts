// The CPU's DeviceMemory: buffers are ranges of one linear memory, written and read at once.
import type { CommandEncoder, DeviceBuffer, DeviceMemory, Readback } from '../gpu/compute';
import type { BufferView, MemoryKind, VirtualBuffer } from '../gpu/dispatch';
import { tooLarge } from '../gpu/errors';
import { allocatedBytes } from '../gpu/plan';
import { breath } from './breath';
import type { CpuBuffer } from './buffer';
import type { CpuEncoder } from './encoder';
import type { LinearMemory } from './linearMemory';

export class CpuMemory implements DeviceMemory {
  readonly linear: LinearMemory;
  readonly #maxBufferBytes: number;
  readonly #ledger = new Map<MemoryKind, number>();
  readonly #resident = new Map<VirtualBuffer, CpuBuffer>();
  readonly #throwIfFailed: () => void;

  constructor(linear: LinearMemory, maxBufferBytes: number, throwIfFailed: () => void) {
    this.linear = linear;
    this.#maxBufferBytes = maxBufferBytes;
    this.#throwIfFailed = throwIfFailed;
  }

  get bytes(): ReadonlyMap<MemoryKind, number> {
    return this.#ledger;
  }

  allocate(label: string, sizeBytes: number, kind: MemoryKind): CpuBuffer {
    if (sizeBytes > this.#maxBufferBytes) throw tooLarge(label, sizeBytes, this.#maxBufferBytes);
    const size = allocatedBytes(sizeBytes);
    const address = this.linear.allocate(label, size);
    this.#ledger.set(kind, (this.#ledger.get(kind) ?? 0) + size);
    return { label, size, kind, address };
  }

  free(buffer: DeviceBuffer): void {
    const { address, size, kind } = buffer as CpuBuffer;
    this.linear.free(address, size);
    this.#ledger.set(kind, (this.#ledger.get(kind) ?? 0) - size);
  }

  isResident(buffer: VirtualBuffer): boolean {
    return this.#resident.has(buffer);
  }

  /** Made and filled on first use, shared by all programs. */
  resident(buffer: VirtualBuffer): CpuBuffer {
    const known = this.#resident.get(buffer);
    if (known) return known;
    const { label, sizeBytes, kind, contents } = buffer;
    const made = this.allocate(label, sizeBytes, kind);
    this.#resident.set(buffer, made);
    if (contents) this.writeBuffer(made, contents);
    return made;
  }

  freeResident(buffer: VirtualBuffer): void {
    const known = this.#resident.get(buffer);
    if (known) this.free(known);
    this.#resident.delete(buffer);
  }

  write({ buffer, offsetBytes }: BufferView, data: ArrayBufferView<ArrayBuffer>): void {
    this.#set(this.resident(buffer).address + offsetBytes, data);
  }

  writeBuffer(buffer: DeviceBuffer, data: ArrayBufferView<ArrayBuffer>): void {
    this.#set((buffer as CpuBuffer).address, data);
  }

  async upload(view: BufferView, data: ArrayBufferView<ArrayBuffer>): Promise<void> {
    this.write(view, data);
    await breath();
  }

  readBack(
    encoder: CommandEncoder,
    source: DeviceBuffer,
    offsetBytes: number,
    sizeBytes: number,
  ): Readback {
    let bytes: ArrayBuffer | null = null;
    (encoder as CpuEncoder).add(() => {
      bytes = this.#copyOf((source as CpuBuffer).address + offsetBytes, sizeBytes);
    });
    return {
      read: async () => {
        await breath();
        this.#throwIfFailed();
        return bytes!;
      },
    };
  }

  async read({ buffer, offsetBytes, sizeBytes }: BufferView): Promise<ArrayBuffer> {
    await breath();
    this.#throwIfFailed();
    return this.#copyOf(this.resident(buffer).address + offsetBytes, sizeBytes);
  }

  async readFloats(view: BufferView): Promise<Float32Array<ArrayBuffer>> {
    return new Float32Array(await this.read(view));
  }

  #set(address: number, { buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): void {
    this.linear.bytes.set(new Uint8Array(buffer, byteOffset, byteLength), address);
  }

  #copyOf(address: number, sizeBytes: number): ArrayBuffer {
    const copy = new Uint8Array(sizeBytes);
    copy.set(this.linear.bytes.subarray(address, address + sizeBytes));
    return copy.buffer;
  }
}
