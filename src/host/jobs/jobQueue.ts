// The queue of everything long, as the page asks for it.
import type { Lab } from '../protocol/lab';
import type { Job, JobNews, JobTask, StudyNews } from '../protocol/jobs';
import type { JobStorages } from './jobEntry';
import { JobList } from './jobList';
import { JobRunner } from './jobRunner';
import { OpenRuns, type RunLab, type RunStore } from './runWork';
import { worksOf, type Downloader } from './works';

/** As the page has it; its texts are named by their ids there. */
export type JobService = Pick<JobQueue, keyof JobQueue>;

type JobLab = RunLab & Pick<Lab, 'runStudy' | 'stopStudy'>;

export class JobQueue {
  readonly #list: JobList;
  readonly #runs: OpenRuns;
  #onNews: (news: JobNews) => void = () => undefined;

  constructor(lab: JobLab, saved: RunStore, models: Downloader, storages: JobStorages) {
    this.#list = new JobList(storages);
    this.#runs = new OpenRuns(lab, saved);
    const works = worksOf(lab, this.#runs, models);
    const runner = new JobRunner(this.#list, works, (jobId, kind, update) =>
      this.#onNews({ jobId, kind, update } as JobNews),
    );
    // One tab works at a time; the next takes over when that is closed.
    void (storages.jobs.hold?.('queue', true) ?? Promise.resolve()).then(() => runner.start());
  }

  /** The list as it is, and again whenever it changes; and what jobs of this tab tell. */
  watch(onJobs: (jobs: Job[]) => void, onNews: (news: JobNews) => void): Promise<void> {
    this.#onNews = onNews;
    return this.#list.watch(onJobs);
  }

  /** Behind all others, or at once: what runs then makes room. */
  add(task: JobTask, name: string, isNow: boolean): Promise<string> {
    return this.#list.add(task, name, isNow);
  }

  /** At once: what runs pauses, or begins again later. */
  runNow(id: string): Promise<void> {
    return this.#list.runNow(id);
  }

  /** Again, or on from where it was, behind all others. */
  retry(id: string): Promise<void> {
    return this.#list.retry(id);
  }

  stop(id: string): Promise<void> {
    return this.#list.stop(id);
  }

  move(id: string, by: 1 | -1): Promise<void> {
    return this.#list.move(id, by);
  }

  /** Off the list: one that waits or has ended. */
  remove(id: string): Promise<void> {
    return this.#list.remove(id);
  }

  /** What a study has found, once it has ended. */
  async found(id: string): Promise<StudyNews | null> {
    const update = await this.#list.found(id);
    const kind = (await this.#list.all()).find((one) => one.id === id)?.kind;
    return update && kind ? ({ jobId: id, kind, update } as StudyNews) : null;
  }

  /** Shows a saved run where it was; it stands still until it is resumed. */
  openRun(runId: string): Promise<void> {
    return this.#runs.open(runId);
  }
}
