// Commands for the CPU: kept until they are sent, then done one after another.
import type { CommandEncoder, DeviceBuffer } from '../gpu/compute';
import type { CpuBuffer } from './buffer';

/** Bytes by absolute addresses. */
type Copy = (from: number, to: number, sizeBytes: number) => void;

export class CpuEncoder implements CommandEncoder {
  readonly #commands: (() => void)[] = [];
  readonly #copy: Copy;

  constructor(copy: Copy) {
    this.#copy = copy;
  }

  add(command: () => void): void {
    this.#commands.push(command);
  }

  copyBufferToBuffer(
    source: DeviceBuffer,
    sourceOffset: number,
    destination: DeviceBuffer,
    destinationOffset: number,
    size: number,
  ): void {
    const from = (source as CpuBuffer).address + sourceOffset;
    const to = (destination as CpuBuffer).address + destinationOffset;
    this.add(() => this.#copy(from, to, size));
  }

  run(): void {
    for (const command of this.#commands.splice(0)) command();
  }
}
