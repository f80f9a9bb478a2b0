// What goes wrong on the CPU fails all work on the device, once, with the first cause.
import type { DeviceFaults } from '../gpu/compute';
import { GpuError } from '../gpu/errors';
import { breath } from './breath';

export const trapped = (detail: string): GpuError =>
  new GpuError('cpu_trap', `A kernel of the CPU trapped: ${detail}.`, { where: 'cpu', detail });

export const threadLost = (detail: string): GpuError =>
  new GpuError('cpu_thread_lost', `The CPU engine lost a thread: ${detail}.`, {
    where: 'cpu',
    detail,
  });

export class CpuFaults implements DeviceFaults {
  readonly failed: Promise<GpuError>;
  error: GpuError | null = null;
  #tell!: (error: GpuError) => void;

  constructor() {
    this.failed = new Promise((resolve) => (this.#tell = resolve));
  }

  tell(error: GpuError): void {
    this.error ??= error;
    this.#tell(this.error);
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
