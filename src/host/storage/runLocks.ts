// One saved run is open in one tab at a time: two would write over each other's states.
import { hostError } from '../protocol/error';
import type { Storage } from './savedRun';

export class RunLocks {
  readonly #storage: Pick<Storage, 'hold'>;
  readonly #held = new Map<string, () => void>();

  constructor(storage: Pick<Storage, 'hold'>) {
    this.#storage = storage;
  }

  /** Held until `release`; again is as once. @throws BenchtopError run_open_elsewhere */
  async hold(id: string): Promise<void> {
    if (this.#held.has(id) || !this.#storage.hold) return;
    const release = await this.#storage.hold(id);
    if (!release) throw hostError('run_open_elsewhere', { runId: id });
    this.#held.set(id, release);
  }

  release(id: string): void {
    this.#held.get(id)?.();
    this.#held.delete(id);
  }

  /** While the work goes on. @throws BenchtopError run_open_elsewhere */
  async during<T>(id: string, work: () => Promise<T>): Promise<T> {
    const wasHeld = this.#held.has(id);
    await this.hold(id);
    return work().finally(() => {
      if (!wasHeld) this.release(id);
    });
  }
}
