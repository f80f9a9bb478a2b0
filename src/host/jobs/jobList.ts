// The list of jobs, which all tabs share, and what can be asked of it. One of them does the work: the others
// write down what they wish for.
import { isOver, isPending, type Job, type JobTask } from '../protocol/jobs';
import type { StudyKind, StudyUpdate } from '../protocol/study';
import { hostError } from '../protocol/error';
import type { Storage } from '../storage/savedRun';
import { StoredList } from '../storage/storedList';
import {
  firstPlace,
  FOUND_VERSION,
  inOrder,
  lastPlace,
  newEntry,
  type JobEntry,
  type JobStorages,
  type TaskEntry,
} from './jobEntry';

/** Older ones that have ended go, but for the last of each study. */
const MOST_ENDED = 30;

export class JobList extends StoredList<JobEntry, Job> {
  readonly #tasks: Storage<TaskEntry>;
  /** Of this visit: what could not be stored is not lost while the page is there. */
  readonly #here = new Map<string, TaskEntry>();
  #isAtWork = false;
  #onChange: () => void = () => undefined;

  constructor({ jobs, tasks }: JobStorages) {
    super(jobs);
    this.#tasks = tasks;
    jobs.changes?.watch(() => this.#onChange());
  }

  /** This tab does the work from now on; what another one left under way waits again. */
  takeOver(onChange: () => void): Promise<void> {
    this.#isAtWork = true;
    this.#onChange = onChange;
    return this.#inTurn(async (entries) => {
      for (const entry of entries)
        if (entry.state === 'running') await this.storage.put({ ...entry, state: 'waiting' });
    });
  }

  /** Behind all others, or at once. A run that was asked for before is the same job again. */
  async add(task: JobTask, name: string, isNow: boolean): Promise<string> {
    const { runId } = newEntry(task, name);
    const known = runId === undefined ? undefined : await this.#ofRun(runId);
    if (known) {
      if (isNow) await this.runNow(known.id);
      else await this.retry(known.id);
      return known.id;
    }
    const entry = newEntry(task, name);
    await this.#keep({ id: entry.id, task });
    await this.#inTurn(async (entries) => {
      const place = lastPlace(entries);
      await this.storage.put({ ...entry, place, wish: isNow ? 'now' : null });
    });
    return entry.id;
  }

  runNow(id: string): Promise<void> {
    return this.#changed(id, ({ state }) =>
      state === 'running' ? {} : { wish: 'now', ...(isOver(state) && AGAIN) },
    );
  }

  /** Behind all others. */
  retry(id: string): Promise<void> {
    return this.#changed(id, ({ state }, entries) =>
      isOver(state) || state === 'paused' ? { ...AGAIN, place: lastPlace(entries) } : {},
    );
  }

  stop(id: string): Promise<void> {
    return this.#changed(id, ({ state }) => {
      if (isOver(state)) return {};
      return state === 'waiting' ? { state: 'stopped', endedAtMs: Date.now() } : { wish: 'stop' };
    });
  }

  /** Among those that wait: −1 is earlier. */
  move(id: string, by: 1 | -1): Promise<void> {
    return this.#inTurn(async (entries) => {
      const pending = inOrder(entries).filter(isPending);
      const at = pending.findIndex((entry) => entry.id === id);
      const [one, other] = [pending[at], pending[at + by]];
      if (!one || !other) return;
      await this.storage.put({ ...one, place: other.place });
      await this.storage.put({ ...other, place: one.place });
    });
  }

  /** What runs has to be stopped first. */
  override remove(id: string): Promise<void> {
    return this.#inTurn(async (entries) => {
      const entry = entries.find((one) => one.id === id);
      if (entry && (isOver(entry.state) || isPending(entry))) await this.drop(entry);
    });
  }

  /** What was asked; nothing where it is lost. */
  async task(id: string): Promise<JobTask | undefined> {
    return (await this.#stored(id))?.task;
  }

  /** What a study has found, where it has ended. */
  async found(id: string): Promise<StudyUpdate<StudyKind> | null> {
    // Another tab may have found it.
    const stored = await this.#tasks.get(id).catch(() => undefined);
    const { version, update } = (stored ?? this.#here.get(id))?.found ?? {};
    return version === FOUND_VERSION && update ? update : null;
  }

  async keepFound(id: string, update: StudyUpdate<StudyKind>): Promise<void> {
    const stored = await this.#stored(id);
    if (stored) await this.#keep({ ...stored, found: { version: FOUND_VERSION, update } });
  }

  async all(): Promise<JobEntry[]> {
    await this.settled();
    return inOrder(await this.storage.entries());
  }

  set(id: string, change: Partial<JobEntry>): Promise<void> {
    return this.#changed(id, () => change);
  }

  /** Before everything else that waits. */
  setFirst(id: string, change: Partial<JobEntry>): Promise<void> {
    return this.#changed(id, (_entry, entries) => ({ ...change, place: firstPlace(entries) }));
  }

  protected rowsOf(entries: JobEntry[]): Job[] {
    return inOrder(entries).map(({ place: _place, wish: _wish, isRemoved: _gone, ...job }) => ({
      ...job,
      isElsewhere: !this.#isAtWork && (job.state === 'running' || job.state === 'paused'),
    }));
  }

  protected unknown(id: string): Error {
    return hostError('unknown_job', { id });
  }

  protected async drop({ id }: JobEntry): Promise<void> {
    this.#here.delete(id);
    await this.storage.drop(id);
    await this.#tasks.drop(id).catch(() => undefined);
  }

  async #ofRun(runId: string): Promise<JobEntry | undefined> {
    return (await this.all()).find((entry) => entry.runId === runId);
  }

  async #stored(id: string): Promise<TaskEntry | undefined> {
    return this.#here.get(id) ?? (await this.#tasks.get(id));
  }

  /** A task that is too large to be stored is done all the same, if the page stays. */
  async #keep(entry: TaskEntry): Promise<void> {
    this.#here.set(entry.id, entry);
    await this.#tasks.put(entry).catch(() => undefined);
  }

  /** A job that was removed meanwhile is left alone. */
  #changed(
    id: string,
    change: (entry: JobEntry, entries: readonly JobEntry[]) => Partial<JobEntry>,
  ): Promise<void> {
    return this.#inTurn(async (entries) => {
      const entry = entries.find((one) => one.id === id);
      if (entry) await this.storage.put({ ...entry, ...change(entry, entries) });
    });
  }

  async #inTurn(work: (entries: readonly JobEntry[]) => Promise<void>): Promise<void> {
    await this.inTurn(async () => {
      await work(await this.storage.entries());
      await this.#tidy();
    });
    this.#onChange();
  }

  async #tidy(): Promise<void> {
    const ended = inOrder(await this.storage.entries()).filter(({ state }) => isOver(state));
    const last = new Set(ended.map(({ kind }) => ended.find((one) => one.kind === kind)!.id));
    for (const entry of ended.slice(MOST_ENDED)) if (!last.has(entry.id)) await this.drop(entry);
  }
}

const AGAIN = { state: 'waiting', error: null, endedAtMs: null, isYielding: false } as const;
