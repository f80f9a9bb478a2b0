// Works the queue in the one tab that may: the first that waits begins when the device is free; what has to
// make room pauses, or begins again later.
import { toErrorData } from '../lab/labError';
import { hostError, type LabErrorData } from '../protocol/error';
import { canPause, isPending, usesDevice, type JobKind, type JobProgress } from '../protocol/jobs';
import type { ModelProgress } from '../protocol/models';
import type { StudyKind, StudyUpdate } from '../protocol/study';
import type { JobEntry } from './jobEntry';
import type { JobList } from './jobList';
import type { Begin, Tells, Work, Works } from './work';

/** Often enough to look at, and for other tabs. */
const TELL_EVERY_MS = 1000;

interface Active {
  readonly id: string;
  readonly kind: JobKind;
  readonly runId: string | undefined;
  work: Work | null;
  /** `held`: paused by the user; nothing begins by itself meanwhile. */
  state: 'running' | 'yielding' | 'held' | 'leaving' | 'over';
  update: StudyUpdate<StudyKind> | null;
  reportedMs: number;
}

type OnUpdate = (id: string, kind: JobKind, update: StudyUpdate<StudyKind> | ModelProgress) => void;

export class JobRunner {
  readonly #list: JobList;
  readonly #works: Works;
  readonly #onUpdate: OnUpdate;
  readonly #active = new Map<string, Active>();
  #looking: Promise<void> = Promise.resolve();
  #isWaiting = false;

  constructor(list: JobList, works: Works, onUpdate: OnUpdate) {
    this.#list = list;
    this.#works = works;
    this.#onUpdate = onUpdate;
  }

  start(): Promise<void> {
    return this.#list.takeOver(() => this.#look());
  }

  /** Whether the run is of a job that has begun and not ended. */
  isActive(runId: string): boolean {
    return [...this.#active.values()].some((active) => active.runId === runId);
  }

  /** One look at a time; what changes during one is looked at again. */
  #look(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#looking = this.#looking.then(async () => {
      this.#isWaiting = false;
      await this.#lookOnce().catch((thrown: unknown) => console.error(thrown));
    });
  }

  async #lookOnce(): Promise<void> {
    for (const entry of await this.#list.all()) {
      if (entry.wish === 'stop') await this.#stop(entry);
      if (entry.wish === 'now') await this.#now(entry);
    }
    const entries = await this.#list.all();
    for (const isDevice of [true, false]) {
      const pending = entries.filter((one) => isPending(one) && usesDevice(one.kind) === isDevice);
      // One that the user has paused may have been sent back to the queue.
      const isIdle = this.#in(isDevice).every(
        ({ id, state }) => state !== 'running' && pending.some((one) => one.id === id),
      );
      if (isIdle && pending[0]) await this.#begin(pending[0]);
    }
  }

  #in(isDevice: boolean): Active[] {
    return [...this.#active.values()].filter(({ kind }) => usesDevice(kind) === isDevice);
  }

  async #stop({ id }: JobEntry): Promise<void> {
    const active = this.#active.get(id);
    await this.#list.set(id, { wish: null });
    if (active) await active.work?.stop();
    else await this.#list.set(id, { state: 'stopped', endedAtMs: Date.now() });
  }

  async #now(entry: JobEntry): Promise<void> {
    const { id, kind } = entry;
    for (const active of this.#in(usesDevice(kind)))
      if (active.id !== id && active.state === 'running') await this.#makeRoom(active);
    await this.#list.setFirst(id, { wish: null });
    await this.#begin(entry);
  }

  async #makeRoom(active: Active): Promise<void> {
    const { id, kind, work } = active;
    if (canPause(kind)) {
      active.state = 'yielding';
      await work?.pause?.();
      if (this.#active.has(id))
        await this.#list.setFirst(id, { state: 'paused', isYielding: true });
      return;
    }
    active.state = 'leaving';
    await work?.stop();
    const end = await work?.ended.catch(() => 'stopped');
    if (end !== 'done') await this.#list.setFirst(id, { state: 'waiting', progress: null });
  }

  async #begin({ id, kind, runId }: JobEntry): Promise<void> {
    await this.#list.set(id, { state: 'running', isYielding: false, wish: null, error: null });
    const before = this.#active.get(id);
    if (before) {
      before.state = 'running';
      await before.work?.resume?.();
      return;
    }
    const task = await this.#list.task(id);
    if (!task) return this.#end(id, 'failed', toErrorData(hostError('unknown_job', { id })));
    const begin = this.#works[kind] as Begin<JobKind>;
    const unreported = { work: null, update: null, reportedMs: -Infinity };
    const active: Active = { id, kind, runId, state: 'running', ...unreported };
    this.#active.set(id, active);
    // It may tell at once.
    active.work = begin(task.request, this.#tellsOf(active));
    void active.work.ended.then(
      (end) => this.#ended(active, end, null),
      (thrown: unknown) => this.#ended(active, 'failed', toErrorData(thrown)),
    );
  }

  #tellsOf(active: Active): Tells {
    const { id, kind } = active;
    return {
      progress: (progress) => this.#progress(active, progress),
      update: (update) => {
        if (active.state === 'over') return;
        active.update = update;
        const { share, elapsedMs, remainingMs } = update.progress;
        this.#onUpdate(id, kind, update);
        this.#progress(active, { share, elapsedMs, remainingMs });
      },
      file: (progress) => {
        if (active.state !== 'over') this.#onUpdate(id, kind, progress);
      },
      rest: (isPaused) => {
        const { state } = active;
        if (state !== 'running' && state !== 'held') return;
        if ((state === 'held') === isPaused) return;
        active.state = isPaused ? 'held' : 'running';
        void this.#list.set(id, { state: isPaused ? 'paused' : 'running' });
      },
    };
  }

  #progress(active: Active, progress: JobProgress): void {
    const isEarly = performance.now() - active.reportedMs < TELL_EVERY_MS;
    if (isEarly || active.state === 'over') return;
    active.reportedMs = performance.now();
    void this.#list.set(active.id, { progress });
  }

  async #ended(
    active: Active,
    end: 'done' | 'stopped' | 'failed',
    error: LabErrorData | null,
  ): Promise<void> {
    const { id, state, update } = active;
    active.state = 'over';
    this.#active.delete(id);
    if (update && end !== 'failed') await this.#list.keepFound(id, update);
    // What only made room waits again; its place is whoever's that sent it away.
    if (state !== 'leaving' || end === 'done') await this.#end(id, end, error);
  }

  #end(id: string, state: 'done' | 'stopped' | 'failed', error: LabErrorData | null) {
    return this.#list.set(id, { state, error, endedAtMs: Date.now(), isYielding: false });
  }
}
