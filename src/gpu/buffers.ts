// GPU memory: allocation with a byte ledger by kind, the resident (persistent) buffers that
// programs share, uploads, and a staging ring through which results come back without a stall.
import type { BufferView, MemoryKind, VirtualBuffer } from './dispatch';
import { MemoryError } from './errors';
import { allocatedBytes } from './plan';

const STORAGE_USAGE = 0x80 | 0x8 | 0x4; // STORAGE | COPY_DST | COPY_SRC
const UNIFORM_USAGE = 0x40 | 0x8; // UNIFORM | COPY_DST
const STAGING_USAGE = 0x1 | 0x8; // MAP_READ | COPY_DST
const MAP_READ = 1;
const PIECE_BYTES = 16 * 1024 * 1024;

/** Storage bindings are a multiple of 4 bytes; 256 keeps neighbours aligned for views. */
export const alignBytes = (sizeBytes: number, to = 256): number => Math.ceil(sizeBytes / to) * to;

export interface StagedRead {
  /** Waits for the submit that holds the copy, then gives the bytes. */
  read(): Promise<ArrayBuffer>;
}

interface StagingSlot {
  buffer: GPUBuffer;
  sizeBytes: number;
  busy: boolean;
}

export class BufferStore {
  readonly device: GPUDevice;
  readonly #maxBindingBytes: number;
  readonly #ledger = new Map<MemoryKind, number>();
  readonly #kinds = new Map<GPUBuffer, MemoryKind>();
  readonly #resident = new Map<VirtualBuffer, GPUBuffer>();
  readonly #staging: StagingSlot[] = [];

  constructor(device: GPUDevice) {
    this.device = device;
    this.#maxBindingBytes = device.limits.maxStorageBufferBindingSize;
  }

  /** Bytes now allocated, by kind. */
  get bytes(): ReadonlyMap<MemoryKind, number> {
    return this.#ledger;
  }

  /** @throws MemoryError binding_too_large when one buffer exceeds the adapter's binding limit. */
  allocate(label: string, sizeBytes: number, kind: MemoryKind): GPUBuffer {
    if (sizeBytes > this.#maxBindingBytes) {
      throw new MemoryError(
        'binding_too_large',
        `${label} needs ${sizeBytes} bytes in one buffer; this adapter allows ${this.#maxBindingBytes}.`,
        { label, sizeBytes, limitBytes: this.#maxBindingBytes },
      );
    }
    const size = allocatedBytes(sizeBytes);
    const buffer = this.device.createBuffer({ label, size, usage: STORAGE_USAGE });
    this.#kinds.set(buffer, kind);
    this.#ledger.set(kind, (this.#ledger.get(kind) ?? 0) + size);
    return buffer;
  }

  allocateUniform(label: string, sizeBytes: number): GPUBuffer {
    return this.device.createBuffer({ label, size: sizeBytes, usage: UNIFORM_USAGE });
  }

  free(buffer: GPUBuffer): void {
    const kind = this.#kinds.get(buffer);
    if (kind) {
      this.#kinds.delete(buffer);
      this.#ledger.set(kind, (this.#ledger.get(kind) ?? 0) - buffer.size);
    }
    buffer.destroy();
  }

  /** The memory of a persistent buffer; made and filled on first use, shared by all programs. */
  resident(buffer: VirtualBuffer): GPUBuffer {
    let memory = this.#resident.get(buffer);
    if (!memory) {
      memory = this.allocate(buffer.label, buffer.sizeBytes, buffer.kind);
      this.#resident.set(buffer, memory);
      if (buffer.contents) this.#fill(memory, buffer.contents);
    }
    return memory;
  }

  freeResident(buffer: VirtualBuffer): void {
    const memory = this.#resident.get(buffer);
    if (memory) this.free(memory);
    this.#resident.delete(buffer);
  }

  /** Takes effect before the next submit. */
  write(view: BufferView, data: ArrayBufferView<ArrayBuffer>): void {
    this.#fill(this.resident(view.buffer), data, view.offsetBytes);
  }

  /** As `write`, for what is large: no more than a piece of it is on its way at once. */
  async upload(view: BufferView, data: ArrayBufferView<ArrayBuffer>): Promise<void> {
    const memory = this.resident(view.buffer);
    const { queue } = this.device;
    for (let from = 0; from < data.byteLength; from += PIECE_BYTES) {
      // Without an end of the piece before, the browser would keep a second copy of it all.
      if (from > 0) {
        queue.submit([]);
        await queue.onSubmittedWorkDone();
      }
      const sizeBytes = Math.min(PIECE_BYTES, data.byteLength - from);
      const piece = new Uint8Array(data.buffer, data.byteOffset + from, sizeBytes);
      queue.writeBuffer(memory, view.offsetBytes + from, piece);
    }
  }

  #fill(memory: GPUBuffer, data: ArrayBufferView<ArrayBuffer>, offsetBytes = 0): void {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.device.queue.writeBuffer(memory, offsetBytes, bytes);
  }

  /** Adds a copy to the encoder and hands out a ticket; nothing waits until `read`. */
  stage(
    encoder: GPUCommandEncoder,
    source: GPUBuffer,
    offsetBytes: number,
    sizeBytes: number,
  ): StagedRead {
    const slot = this.#stagingSlot(sizeBytes);
    encoder.copyBufferToBuffer(source, offsetBytes, slot.buffer, 0, sizeBytes);
    return {
      read: async () => {
        try {
          await slot.buffer.mapAsync(MAP_READ, 0, sizeBytes);
          const bytes = slot.buffer.getMappedRange(0, sizeBytes).slice(0);
          slot.buffer.unmap();
          return bytes;
        } finally {
          slot.busy = false;
        }
      },
    };
  }

  /** Reads a persistent view back now. For checkpoints and tests, not for the loop. */
  async read(view: BufferView): Promise<ArrayBuffer> {
    const encoder = this.device.createCommandEncoder();
    const size = Math.ceil(view.sizeBytes / 4) * 4;
    const ticket = this.stage(encoder, this.resident(view.buffer), view.offsetBytes, size);
    this.device.queue.submit([encoder.finish()]);
    return (await ticket.read()).slice(0, view.sizeBytes);
  }

  async readFloats(view: BufferView): Promise<Float32Array<ArrayBuffer>> {
    return new Float32Array(await this.read(view));
  }

  destroy(): void {
    for (const buffer of this.#kinds.keys()) buffer.destroy();
    for (const slot of this.#staging) slot.buffer.destroy();
    this.#kinds.clear();
    this.#ledger.clear();
    this.#resident.clear();
    this.#staging.length = 0;
  }

  #stagingSlot(sizeBytes: number): StagingSlot {
    let slot = this.#staging.find((free) => !free.busy && free.sizeBytes >= sizeBytes);
    if (!slot) {
      const size = Math.max(256, alignBytes(sizeBytes));
      const buffer = this.device.createBuffer({ label: 'staging', size, usage: STAGING_USAGE });
      slot = { buffer, sizeBytes: size, busy: true };
      this.#staging.push(slot);
    }
    slot.busy = true;
    return slot;
  }
}
