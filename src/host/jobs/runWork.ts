// A training run as a job: begun, or taken up where it stands or was saved, and followed by its events.
import { LabError } from '../lab/labError';
import { hostError } from '../protocol/error';
import type { TrainTask } from '../protocol/jobs';
import type { Lab, LabEvent } from '../protocol/lab';
import type { RunEvent, RunState } from '../protocol/run';
import type { Tells, Work } from './work';

export type RunLab = Pick<Lab, 'start' | 'pause' | 'resume' | 'stop' | 'dispose' | 'subscribe'>;

/** Saved runs, as far as jobs need them. */
export interface RunStore {
  has(runId: string): Promise<boolean>;
  openSavedRun(runId: string): Promise<void>;
}

type Hears = (event: RunEvent) => void;

/** Runs that are open, those of jobs and those that were only opened, and who follows them. */
export class OpenRuns {
  readonly #lab: RunLab;
  readonly #saved: RunStore;
  readonly #hears = new Map<string, Hears>();
  /** With the state that each was in last. */
  readonly #opened = new Map<string, RunState>();

  constructor(lab: RunLab, saved: RunStore) {
    this.#lab = lab;
    this.#saved = saved;
    void lab.subscribe((event: LabEvent) => {
      if (event.type === 'run') this.#hear(event.event);
    });
  }

  /** A saved run, to be looked at: it stands still. Those that nobody works on make room. */
  async open(runId: string): Promise<void> {
    if (this.#hears.has(runId)) return;
    await this.#leave();
    this.#opened.set(runId, 'preparing');
    await this.#saved.openSavedRun(runId);
  }

  #hear(event: RunEvent): void {
    const { runId } = event;
    if (event.type === 'state' && this.#opened.has(runId)) this.#opened.set(runId, event.state);
    this.#hears.get(runId)?.(event);
  }

  begin({ runId, start }: TrainTask, tells: Tells): Work {
    const followed = new FollowedRun(this.#lab, runId, tells);
    this.#hears.set(runId, (event) => followed.hear(event));
    const begun = this.#begin(runId, start).catch((thrown: unknown) => followed.fail(thrown));
    const ended = begun
      .then(() => followed.ended)
      .finally(() => {
        this.#hears.delete(runId);
        if (start?.rangeTest) void this.#lab.dispose(runId);
      });
    return { ...followed.work, ended };
  }

  async #begin(runId: string, start: TrainTask['start']): Promise<void> {
    const state = this.#opened.get(runId);
    if (state === 'paused' || state === 'preparing') return this.#lab.resume(runId);
    if (!start?.rangeTest) await this.#leave(runId);
    this.#opened.set(runId, 'preparing');
    if (await this.#saved.has(runId)) {
      await this.#saved.openSavedRun(runId);
      return this.#lab.resume(runId);
    }
    if (!start) throw hostError('unknown_run', { runId });
    return this.#lab.start(start);
  }

  /** One that has ended, and begins again, is opened anew. */
  async #leave(again?: string): Promise<void> {
    for (const runId of this.#opened.keys()) {
      if (this.#hears.has(runId) && runId !== again) continue;
      this.#opened.delete(runId);
      await this.#lab.dispose(runId).catch((thrown: unknown) => console.warn(thrown));
    }
  }
}

class FollowedRun {
  readonly #tells: Tells;
  #settle: {
    resolve: (end: 'done' | 'stopped') => void;
    reject: (thrown: unknown) => void;
  } | null = null;
  /** Those that wait until it stands still. */
  readonly #still: (() => void)[] = [];
  readonly ended: Promise<'done' | 'stopped'>;
  readonly work: Omit<Work, 'ended'>;

  constructor(lab: RunLab, runId: string, tells: Tells) {
    this.#tells = tells;
    this.ended = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.ended.catch(() => undefined);
    this.work = {
      stop: () => lab.stop(runId),
      pause: async () => {
        const still = new Promise<void>((resolve) => this.#still.push(resolve));
        await lab.pause(runId);
        await still;
      },
      resume: () => lab.resume(runId),
    };
  }

  hear(event: RunEvent): void {
    if (event.type === 'state') this.#enter(event.state, event);
    if (event.type !== 'steps') return;
    const { step, maxSteps, elapsedMs, remainingMs } = event.progress;
    this.#tells.progress({ share: step / Math.max(1, maxSteps), elapsedMs, remainingMs });
  }

  fail(thrown: unknown): void {
    this.#settle?.reject(thrown);
    this.#wake();
  }

  #enter(state: RunState, { error }: Pick<RunEvent & { type: 'state' }, 'error'>): void {
    if (state === 'paused' || state === 'running') this.#tells.rest(state === 'paused');
    if (state === 'finished') this.#settle?.resolve('done');
    if (state === 'stopped') this.#settle?.resolve('stopped');
    if (state === 'failed' && error) this.#settle?.reject(new LabError(error));
    if (state !== 'running' && state !== 'preparing') this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#still.splice(0)) resolve();
  }
}
