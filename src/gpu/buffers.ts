// GPU memory: allocation with a byte ledger by kind, the resident (persistent) buffers that
// programs share, uploads, and a staging ring through which results come back without a stall.
import type { DeviceMemory, Readback } from './compute';
import type { BufferView, MemoryKind, VirtualBuffer } from './dispatch';
import { tooLarge } from './errors';
import type { GpuFaults } from './faults';
import { allocatedBytes, banksOf } from './plan';

const STORAGE_USAGE = 0x80 | 0x8 | 0x4; // STORAGE | COPY_DST | COPY_SRC
const UNIFORM_USAGE = 0x40 | 0x8; // UNIFORM | COPY_DST
const STAGING_USAGE = 0x1 | 0x8; // MAP_READ | COPY_DST
const STAMP_USAGE = 0x8 | 0x4; // COPY_DST | COPY_SRC
const MAP_READ = 1;
const PIECE_BYTES = 16 * 1024 * 1024;
/** Numbers copied in front of what is read back: what a staging buffer held before is never taken for it. */
const STAMPS = 64;
/** Mapped ranges begin at multiples of 8. */
const STAMP_BYTES = 8;

/** Storage bindings are a multiple of 4 bytes; 256 keeps neighbors aligned for views. */
export const alignBytes = (sizeBytes: number, to = 256): number => Math.ceil(sizeBytes / to) * to;

/** Bytes [from, to) of a persistent buffer; the last one's end is open: WebGPU knows it better. */
interface Bank {
  readonly from: number;
  readonly to: number;
  readonly memory: GPUBuffer;
}

/** Bytes of a view that lie in one bank, no more than a piece. */
interface Piece {
  readonly memory: GPUBuffer;
  /** In `memory`. */
  readonly offsetBytes: number;
  /** In the view. */
  readonly from: number;
  readonly sizeBytes: number;
}

interface StagingSlot {
  buffer: GPUBuffer;
  sizeBytes: number;
  busy: boolean;
  /** The number in front of its present contents. */
  stamp: number;
}

export class BufferStore implements DeviceMemory {
  readonly device: GPUDevice;
  readonly #faults: GpuFaults;
  readonly #maxBufferBytes: number;
  readonly #ledger = new Map<MemoryKind, number>();
  readonly #kinds = new Map<GPUBuffer, MemoryKind>();
  readonly #resident = new Map<VirtualBuffer, readonly Bank[]>();
  readonly #staging: StagingSlot[] = [];
  #stamps: GPUBuffer | null = null;

  constructor(device: GPUDevice, faults: GpuFaults) {
    this.device = device;
    this.#faults = faults;
    this.#maxBufferBytes = device.limits.maxBufferSize;
  }

  /** Bytes now allocated, by kind. */
  get bytes(): ReadonlyMap<MemoryKind, number> {
    return this.#ledger;
  }

  /** @throws MemoryError binding_too_large when the adapter has no buffers of that size. */
  allocate(label: string, sizeBytes: number, kind: MemoryKind): GPUBuffer {
    if (sizeBytes > this.#maxBufferBytes) throw tooLarge(label, sizeBytes, this.#maxBufferBytes);
    const size = allocatedBytes(sizeBytes);
    const buffer = this.#create(label, size, STORAGE_USAGE);
    this.#kinds.set(buffer, kind);
    this.#ledger.set(kind, (this.#ledger.get(kind) ?? 0) + size);
    return buffer;
  }

  allocateUniform(label: string, sizeBytes: number): GPUBuffer {
    return this.#create(label, sizeBytes, UNIFORM_USAGE);
  }

  #create(label: string, size: number, usage: number): GPUBuffer {
    return this.#faults.scoped(`${label} (${size} bytes)`, () =>
      this.device.createBuffer({ label, size, usage }),
    );
  }

  free(buffer: GPUBuffer): void {
    const kind = this.#kinds.get(buffer);
    if (kind) {
      this.#kinds.delete(buffer);
      this.#ledger.set(kind, (this.#ledger.get(kind) ?? 0) - buffer.size);
    }
    buffer.destroy();
  }

  /** The memory of a persistent view that lies in one bank. */
  memory({ buffer, offsetBytes }: BufferView): { buffer: GPUBuffer; offsetBytes: number } {
    const bank = this.#banks(buffer).find(({ to }) => offsetBytes < to)!;
    return { buffer: bank.memory, offsetBytes: offsetBytes - bank.from };
  }

  isResident(buffer: VirtualBuffer): boolean {
    return this.#resident.has(buffer);
  }

  /** The memory of a persistent buffer that is not cut into banks. */
  resident(buffer: VirtualBuffer): GPUBuffer {
    return this.#banks(buffer)[0]!.memory;
  }

  /** Made and filled on first use, shared by all programs. */
  #banks(buffer: VirtualBuffer): readonly Bank[] {
    const known = this.#resident.get(buffer);
    if (known) return known;
    const { label, kind, contents } = buffer;
    const banks: Bank[] = [];
    this.#resident.set(buffer, banks);
    try {
      for (const { from, to } of banksOf(buffer)) {
        const end = to === buffer.sizeBytes ? Infinity : to;
        banks.push({ from, to: end, memory: this.allocate(label, to - from, kind) });
      }
    } catch (thrown) {
      this.freeResident(buffer);
      throw thrown;
    }
    if (contents) {
      this.write({ buffer, offsetBytes: 0, sizeBytes: contents.byteLength }, contents);
    }
    return banks;
  }

  freeResident(buffer: VirtualBuffer): void {
    for (const { memory } of this.#resident.get(buffer) ?? []) this.free(memory);
    this.#resident.delete(buffer);
  }

  /** Takes effect before the next submit. */
  write(view: BufferView, data: ArrayBufferView<ArrayBuffer>): void {
    for (const piece of this.#piecesOf(view, data.byteLength)) this.#fill(piece, data);
  }

  writeBuffer(buffer: GPUBuffer, data: ArrayBufferView<ArrayBuffer>): void {
    this.device.queue.writeBuffer(buffer, 0, data);
  }

  /** As `write`, for what is large: no more than a piece of it is on its way at once. */
  async upload(view: BufferView, data: ArrayBufferView<ArrayBuffer>): Promise<void> {
    const { queue } = this.device;
    for (const piece of this.#piecesOf(view, data.byteLength)) {
      // Without an end of the piece before, the browser would keep a second copy of it all.
      if (piece.from > 0) {
        queue.submit([]);
        await this.#faults.answer(view.buffer.label, queue.onSubmittedWorkDone());
      }
      this.#fill(piece, data);
    }
  }

  #fill({ memory, offsetBytes, from, sizeBytes }: Piece, data: ArrayBufferView<ArrayBuffer>): void {
    const bytes = new Uint8Array(data.buffer, data.byteOffset + from, sizeBytes);
    this.device.queue.writeBuffer(memory, offsetBytes, bytes);
  }

  #piecesOf({ buffer, offsetBytes }: BufferView, sizeBytes: number): Piece[] {
    const pieces: Piece[] = [];
    for (const bank of this.#banks(buffer)) {
      const end = Math.min(bank.to, offsetBytes + sizeBytes);
      for (let at = Math.max(bank.from, offsetBytes); at < end; at += PIECE_BYTES) {
        pieces.push({
          memory: bank.memory,
          offsetBytes: at - bank.from,
          from: at - offsetBytes,
          sizeBytes: Math.min(PIECE_BYTES, end - at),
        });
      }
    }
    return pieces;
  }

  /** Adds a copy to the encoder and hands out a ticket; nothing waits until `read`. */
  readBack(
    encoder: GPUCommandEncoder,
    source: GPUBuffer,
    offsetBytes: number,
    sizeBytes: number,
  ): Readback {
    const length = STAMP_BYTES + sizeBytes;
    const slot = this.#stagingSlot(length);
    const { buffer } = slot;
    const stamp = (slot.stamp = (slot.stamp % STAMPS) + 1);
    encoder.copyBufferToBuffer(source, offsetBytes, buffer, STAMP_BYTES, sizeBytes);
    encoder.copyBufferToBuffer(this.#stamped(), 4 * (stamp - 1), buffer, 0, 4);
    return {
      read: async () => {
        const where = source.label || 'results';
        try {
          await this.#faults.answer(where, buffer.mapAsync(MAP_READ, 0, length));
          const mapped = buffer.getMappedRange(0, length);
          const [found] = new Uint32Array(mapped, 0, 1);
          const bytes = mapped.slice(STAMP_BYTES);
          buffer.unmap();
          if (found !== stamp) await this.#faults.failStale(where);
          await this.#faults.verify();
          return bytes;
        } finally {
          slot.busy = false;
        }
      },
    };
  }

  #stamped(): GPUBuffer {
    if (!this.#stamps) {
      this.#stamps = this.#create('stamps', 4 * STAMPS, STAMP_USAGE);
      const numbers = Uint32Array.from({ length: STAMPS }, (_, i) => i + 1);
      this.device.queue.writeBuffer(this.#stamps, 0, numbers);
    }
    return this.#stamps;
  }

  /** Resolves when a copy that comes after everything submitted so far has been made. */
  async probe(): Promise<void> {
    const buffer = this.device.createBuffer({ label: 'probe', size: 4, usage: STAGING_USAGE });
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#stamped(), 0, buffer, 0, 4);
    this.device.queue.submit([encoder.finish()]);
    await buffer.mapAsync(MAP_READ);
    buffer.destroy();
  }

  /** Reads a persistent view back now. For checkpoints and tests, not for the loop. @throws GpuError */
  async read(view: BufferView): Promise<ArrayBuffer> {
    const encoder = this.device.createCommandEncoder();
    // One submit, so that nothing comes between the pieces.
    const reads = this.#piecesOf(view, alignBytes(view.sizeBytes, 4)).map((piece) => ({
      from: piece.from,
      ticket: this.readBack(encoder, piece.memory, piece.offsetBytes, piece.sizeBytes),
    }));
    this.device.queue.submit([encoder.finish()]);
    const bytes = new Uint8Array(alignBytes(view.sizeBytes, 4));
    for (const { from, ticket } of reads) bytes.set(new Uint8Array(await ticket.read()), from);
    return bytes.buffer.slice(0, view.sizeBytes);
  }

  async readFloats(view: BufferView): Promise<Float32Array<ArrayBuffer>> {
    return new Float32Array(await this.read(view));
  }

  destroy(): void {
    for (const buffer of this.#kinds.keys()) buffer.destroy();
    for (const slot of this.#staging) slot.buffer.destroy();
    this.#stamps?.destroy();
    this.#stamps = null;
    this.#kinds.clear();
    this.#ledger.clear();
    this.#resident.clear();
    this.#staging.length = 0;
  }

  #stagingSlot(sizeBytes: number): StagingSlot {
    let slot = this.#staging.find((free) => !free.busy && free.sizeBytes >= sizeBytes);
    if (!slot) {
      const size = Math.max(256, alignBytes(sizeBytes));
      const buffer = this.#create('staging', size, STAGING_USAGE);
      slot = { buffer, sizeBytes: size, busy: true, stamp: 0 };
      this.#staging.push(slot);
    }
    slot.busy = true;
    return slot;
  }
}
