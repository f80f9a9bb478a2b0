// Closing the tab ends what is worked on here: the browser asks first. What waits loses nothing.
import type { Bench } from './bench';
import { hasJobHere } from './jobs';

export function keepWhileRunning({ jobs }: Pick<Bench, 'jobs'>): void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  let asking = false;
  jobs.subscribe((state) => {
    const wanted = hasJobHere(state);
    if (wanted === asking) return;
    asking = wanted;
    if (wanted) window.addEventListener('beforeunload', ask);
    else window.removeEventListener('beforeunload', ask);
  });
}
