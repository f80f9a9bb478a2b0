// One WebAssembly memory for everything that the CPU's kernels compute with, and who has which
// range of it. First fit among what was given back, else the end grows.
import { MemoryError } from '../gpu/errors';

const PAGE_BYTES = 65_536;
/** Ends, as addresses, are below 2³². Who refuses to reserve that much may grant less. */
const MAX_PAGES = [65_535, 32_768, 16_384, 4096];
const INITIAL_PAGES = 32;
const ALIGNMENT = 256;
/** Below it lie the constants of the kernels. */
const FIRST_ADDRESS = 65_536;

interface Range {
  readonly address: number;
  readonly sizeBytes: number;
}

function reserve(shared: boolean): { memory: WebAssembly.Memory; maxPages: number } {
  for (const maximum of MAX_PAGES) {
    try {
      const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum, shared });
      return { memory, maxPages: maximum };
    } catch (thrown) {
      if (!(thrown instanceof RangeError) || maximum === MAX_PAGES.at(-1)) throw thrown;
    }
  }
  throw new RangeError('No memory was asked for.');
}

export class LinearMemory {
  readonly memory: WebAssembly.Memory;
  readonly isShared: boolean;
  readonly maxBytes: number;
  /** In order of addresses; neighbors are merged. */
  readonly #free: Range[] = [];
  #end = FIRST_ADDRESS;
  #bytes: Uint8Array<ArrayBufferLike>;

  /** @throws RangeError | TypeError where there is no such memory */
  constructor({ isShared }: { readonly isShared: boolean }) {
    const { memory, maxPages } = reserve(isShared);
    this.memory = memory;
    this.isShared = isShared;
    this.maxBytes = maxPages * PAGE_BYTES;
    this.#bytes = new Uint8Array(this.memory.buffer);
  }

  /** All of it, as it is now. */
  get bytes(): Uint8Array<ArrayBufferLike> {
    if (this.#bytes.length !== this.memory.buffer.byteLength) {
      this.#bytes = new Uint8Array(this.memory.buffer);
    }
    return this.#bytes;
  }

  /** Zeros, at a multiple of 256. @throws MemoryError out_of_memory */
  allocate(label: string, sizeBytes: number): number {
    const size = Math.ceil(Math.max(1, sizeBytes) / ALIGNMENT) * ALIGNMENT;
    const found = this.#free.findIndex((range) => range.sizeBytes >= size);
    if (found < 0) return this.#grow(label, size);
    const { address, sizeBytes: room } = this.#free[found]!;
    const rest = { address: address + size, sizeBytes: room - size };
    this.#free.splice(found, 1, ...(rest.sizeBytes > 0 ? [rest] : []));
    this.bytes.fill(0, address, address + size);
    return address;
  }

  free(address: number, sizeBytes: number): void {
    let start = address;
    let end = address + Math.ceil(Math.max(1, sizeBytes) / ALIGNMENT) * ALIGNMENT;
    let at = this.#free.findIndex((range) => range.address > start);
    if (at < 0) at = this.#free.length;
    const [before, after] = [this.#free[at - 1], this.#free[at]];
    let [from, count] = [at, 0];
    if (before && before.address + before.sizeBytes === start) {
      start = before.address;
      [from, count] = [at - 1, 1];
    }
    if (after?.address === end) {
      end = after.address + after.sizeBytes;
      count += 1;
    }
    this.#free.splice(from, count, { address: start, sizeBytes: end - start });
  }

  #grow(label: string, size: number): number {
    const last = this.#free.at(-1);
    const joins = last && last.address + last.sizeBytes === this.#end;
    const address = joins ? last.address : this.#end;
    const missing = address + size - this.memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE_BYTES));
      } catch {
        throw new MemoryError(
          'out_of_memory',
          `There is no memory left for ${label}: ${size} bytes.`,
          {
            where: label,
            detail: `${size} bytes`,
          },
        );
      }
    }
    if (joins) this.#free.pop();
    this.#end = address + size;
    // What was used before and given back is not zero any more.
    if (joins) this.bytes.fill(0, address, address + last.sizeBytes);
    return address;
  }
}
