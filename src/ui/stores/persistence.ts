// A browser may drop what a page has stored when the disk runs low, unless it was asked not to: only
// pages may ask, and before there is anything to lose it would only raise questions.
import type { Bench } from './bench';

/** Asks once, when the first run is saved. */
export function persistStorage(
  { savedRuns }: Pick<Bench, 'savedRuns'>,
  storage: Pick<StorageManager, 'persist'> | undefined,
): void {
  const stop = savedRuns.subscribe(({ runs }) => {
    if (!runs || runs.length === 0) return;
    stop();
    storage?.persist().catch(() => undefined);
  });
}
