// What the user can do with the queue.
import { isOver, usesDevice, type Job, type PageTask } from '../../host/protocol/jobs';
import type { Bench } from './bench';
import { showFound } from './jobNews';
import { choiceFor, mayTakePlace, runningJob } from './jobs';
import { known } from './known';
import { telling } from './notices';
import { shownInSlot } from './runSlot';

/** Puts it into the queue, or at its head; asks where something runs. Null: the user thought better of it. */
export async function enqueue(
  bench: Bench,
  task: PageTask,
  name: string,
): Promise<'begins' | 'waits' | null> {
  const choice = await choiceFor(bench.jobs, task.kind);
  if (!choice) return null;
  const isBusy = usesDevice(task.kind) && runningJob(bench.jobs.getState()) !== null;
  const id = await telling(bench, () => bench.lab.jobs.add(task, name, choice === 'now'));
  if (id === null) return null;
  if (choice === 'now' || !isBusy) return 'begins';
  bench.notices.getState().show('queued');
  return 'waits';
}

/** Begins with one that waits, in place of what runs. */
export async function runJobNow(bench: Bench, { id, kind }: Job): Promise<void> {
  if (await mayTakePlace(bench.jobs, kind)) await telling(bench, () => bench.lab.jobs.runNow(id));
}

/** Once more with one that has ended, or on with one that is paused. */
export async function takeUpJob(bench: Bench, { id, kind }: Job): Promise<void> {
  const choice = await choiceFor(bench.jobs, kind);
  const { jobs } = bench.lab;
  if (choice) await telling(bench, () => (choice === 'now' ? jobs.runNow(id) : jobs.retry(id)));
}

export const stopJob = (bench: Bench, { id }: Job) => telling(bench, () => bench.lab.jobs.stop(id));

export const moveJob = (bench: Bench, { id }: Job, by: 1 | -1) =>
  telling(bench, () => bench.lab.jobs.move(id, by));

export const removeJob = (bench: Bench, { id }: Job) =>
  telling(bench, () => bench.lab.jobs.remove(id));

/** What it is about, on its page. */
export async function showJob(bench: Bench, job: Job): Promise<void> {
  const { runId } = job;
  if (runId !== undefined) bench.run.setState((slot) => shownInSlot(slot, runId));
  if (job.state !== 'running') await showFound(bench, job);
}

/** How it has ended; in whatever tab. */
export const endOfJob = (bench: Bench, id: string): Promise<Job | null> =>
  known(bench.jobs, ({ jobs }) => {
    const job = jobs && (jobs.find((one) => one.id === id) ?? null);
    return jobs && (!job || isOver(job.state)) ? { job } : null;
  }).then(({ job }) => job);
