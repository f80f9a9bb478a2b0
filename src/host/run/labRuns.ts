// The runs of a lab: those that are open, those that have not left the device, and those that it took with it.
import type { GpuError } from '../../gpu/errors';
import { hostError } from '../protocol/error';
import type { Run } from './run';

export class LabRuns {
  readonly #open = new Map<string, Run>();
  /** Those that have not come to their end yet, disposed of or not. */
  readonly #live = new Set<Run>();
  /** Those that were on a device when it failed, with what it failed of. */
  readonly #lost = new Map<string, GpuError>();

  start(runId: string, run: Run): void {
    this.#open.set(runId, run);
    run.start();
    this.#live.add(run);
    void run.finished().then(() => this.#live.delete(run));
  }

  has(runId: string): boolean {
    return this.#open.has(runId);
  }

  find(runId: string): Run | undefined {
    return this.#open.get(runId);
  }

  /** @throws BenchtopError unknown_run, or what its device failed of */
  get(runId: string): Run {
    const run = this.#open.get(runId);
    if (run) return run;
    throw this.#lost.get(runId) ?? hostError('unknown_run', { runId });
  }

  ids(): string[] {
    return [...this.#open.keys()];
  }

  isRunning(): boolean {
    return [...this.#open.values()].some(
      ({ state }) => state === 'running' || state === 'preparing',
    );
  }

  /** What the first of them finds that finds anything. */
  async first<Found>(find: (run: Run) => Promise<Found | undefined>): Promise<Found | undefined> {
    for (const run of this.#open.values()) {
      const found = await find(run);
      if (found) return found;
    }
    return undefined;
  }

  /** Resolves when stopped ones have left the device, or it failed of an answer that it owed them. */
  async left(): Promise<void> {
    const stopped = [...this.#live].filter(({ state }) => state === 'stopped');
    await Promise.all(stopped.map((run) => run.finished()));
  }

  /** Their device has failed. */
  fail(fault: GpuError): void {
    for (const [runId, run] of this.#open) {
      run.fail(fault);
      this.#lost.set(runId, fault);
    }
    this.#open.clear();
  }

  async dispose(runId: string): Promise<void> {
    const run = this.#open.get(runId);
    this.#open.delete(runId);
    this.#lost.delete(runId);
    await run?.dispose();
  }
}
