// A notification of the system for what took long and has ended in this tab, where the user has asked for it.
import { isOver, type Job } from '../../../host/protocol/jobs';
import type { Bench } from '../../stores/bench';
import { preferences } from '../../stores/preferences';

const LONG_MS = 60_000;

export function notifyDone(
  { jobs }: Pick<Bench, 'jobs'>,
  wordsOf: (job: Job) => string,
): () => void {
  const here = new Set<string>();
  return jobs.subscribe(({ jobs: list }) => {
    for (const job of list ?? []) {
      const { id, state, progress, isElsewhere } = job;
      if (state === 'running' && !isElsewhere) here.add(id);
      if (!isOver(state) || !here.delete(id)) continue;
      const isLong = (progress?.elapsedMs ?? 0) > LONG_MS;
      if (!isLong || state === 'stopped' || !preferences.getState().notifies) continue;
      if (Notification.permission === 'granted') new Notification(wordsOf(job));
    }
  });
}
