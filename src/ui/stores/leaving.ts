// Closing the tab ends a run: the browser asks first, while one is active.
import { hasActiveRun, type Bench } from './bench';

export function keepWhileRunning(bench: Bench): void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  let asking = false;
  bench.run.subscribe((slot) => {
    const wanted = hasActiveRun(slot);
    if (wanted === asking) return;
    asking = wanted;
    if (wanted) window.addEventListener('beforeunload', ask);
    else window.removeEventListener('beforeunload', ask);
  });
}
