// A queue around a lab without an engine, and what tabs of one browser share: lists, and locks that pass on
// when a tab is closed.
import type { JobEntry, JobStorages, TaskEntry } from '../../src/host/jobs/jobEntry';
import { JobQueue } from '../../src/host/jobs/jobQueue';
import type { RunStore } from '../../src/host/jobs/runWork';
import { labService, type LabService } from '../../src/host/worker/serve';
import { TextLibrary } from '../../src/host/data/textLibrary';
import type { SavedRunService } from '../../src/host/storage/savedRunService';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import type { FakeLab } from './fakeLab';
import { fakeModels } from './fakeModels';
import { fakeSavedRuns } from './fakeSavedRuns';

interface Tab extends JobStorages {
  /** As by the user, or for a reload. */
  readonly close: () => void;
}

/** One browser. */
export class FakeBrowser {
  readonly #jobs = new Map<string, JobEntry>();
  readonly #tasks = new Map<string, TaskEntry>();
  readonly #waiting: { tab: object; take: () => void }[] = [];
  readonly #watching = new Map<object, (() => void)[]>();
  #holder: object | null = null;

  tab(): Tab {
    const key = {};
    this.#watching.set(key, []);
    const tell = (): void => {
      for (const [tab, watching] of this.#watching)
        if (tab !== key) for (const onChange of watching) onChange();
    };
    const jobs = Object.assign(new MemoryStorage<JobEntry>(this.#jobs), {
      changes: {
        tell,
        watch: (onChange: () => void): void => void this.#watching.get(key)?.push(onChange),
      },
      hold: () =>
        new Promise<() => void>((resolve) => {
          this.#waiting.push({ tab: key, take: () => resolve(() => undefined) });
          this.#passOn();
        }),
    });
    return {
      jobs,
      tasks: new MemoryStorage<TaskEntry>(this.#tasks),
      close: () => {
        this.#watching.delete(key);
        if (this.#holder === key) this.#holder = null;
        this.#passOn();
      },
    };
  }

  #passOn(): void {
    if (this.#holder) return;
    const next = this.#waiting.shift();
    if (!next) return;
    if (!this.#watching.has(next.tab)) return this.#passOn();
    this.#holder = next.tab;
    next.take();
  }
}

export const fakeQueue = (
  lab: FakeLab,
  saved: RunStore = fakeSavedRuns(),
  storages: JobStorages = new FakeBrowser().tab(),
): JobQueue => new JobQueue(lab, saved, fakeModels, storages);

/** All that a page asks, around a lab without an engine. */
export const fakeService = (
  lab: FakeLab,
  saved: SavedRunService & RunStore = fakeSavedRuns(),
  queue = fakeQueue(lab, saved),
  library = new TextLibrary(),
): LabService => labService(lab, saved, fakeModels, library, queue);
