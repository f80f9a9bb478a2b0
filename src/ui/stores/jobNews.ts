// What news of the queue do to the page: studies that begin, go on and end.
import type { LabClient } from '../../host/client/client';
import { toErrorData } from '../../host/lab/labError';
import { isOver, type Job, type JobNews } from '../../host/protocol/jobs';
import type { StudyKind } from '../../host/protocol/study';
import type { ModelStore } from '../features/models/modelStore';
import type { StudyStore } from '../features/study/studyStore';
import { changedJobs, type JobStore } from './jobs';
import { isStudy, type StudyStores } from './studyStores';

interface JobBench extends StudyStores {
  readonly lab: Pick<LabClient, 'jobs'>;
  readonly jobs: JobStore;
  readonly models: ModelStore;
}

const storeOf = (bench: JobBench, kind: StudyKind): StudyStore<StudyKind> =>
  bench[kind] as unknown as StudyStore<StudyKind>;

/** What a study has found, on its page. */
export async function showFound(bench: JobBench, { id, kind, state, error }: Job): Promise<void> {
  if (!isStudy(kind)) return;
  const store = storeOf(bench, kind);
  const found = await bench.lab.jobs.found(id).catch(() => null);
  const { jobs } = bench.jobs.getState();
  // The next one may have begun.
  if (jobs?.some((job) => job.kind === kind && job.state === 'running')) return;
  const update = found?.update ?? null;
  if (state === 'done' || state === 'stopped') store.setState({ state, update, error: null });
  if (state === 'failed') store.setState({ state, error });
}

/** Follows the list and the studies. Where no list can be had, the page goes on without. */
export async function watchJobs(bench: JobBench): Promise<void> {
  const { jobs: store } = bench;
  try {
    await bench.lab.jobs.watch(
      (jobs) => {
        const before = store.getState().jobs;
        const changed = before ? changedJobs(before, jobs) : lastEnded(jobs);
        store.setState({ jobs, ...(before && changed[0] && { news: changed[0] }) });
        for (const job of changed) heed(bench, job, before !== null);
      },
      ({ kind, update }: JobNews) => {
        if (kind === 'download') bench.models.setState({ job: update });
        else storeOf(bench, kind).setState({ update });
      },
    );
  } catch (thrown) {
    console.warn('The queue cannot be shown:', toErrorData(thrown).message);
  }
}

/** What runs, and the last of each study that has found something. */
const lastEnded = (jobs: readonly Job[]): Job[] => {
  const found = jobs.filter(({ state }) => state === 'done' || state === 'stopped');
  return jobs.filter(
    (job) => job.state === 'running' || job === found.find(({ kind }) => kind === job.kind),
  );
};

function heed(bench: JobBench, job: Job, isNew: boolean): void {
  const { kind, state } = job;
  if (kind === 'download' && isOver(state))
    bench.models.setState({ job: null, ...(isNew && { error: job.error }) });
  if (!isStudy(kind)) return;
  const store = storeOf(bench, kind);
  if (state === 'running') store.setState({ state: 'running', update: null, error: null });
  // Sent back to the queue.
  else if (state === 'waiting' && store.getState().state === 'running')
    store.setState({ state: 'idle', update: null });
  else if (state === 'done' || state === 'stopped' || (state === 'failed' && isNew))
    void showFound(bench, job);
}
