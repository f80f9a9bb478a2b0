// Runs kept in this browser, as the page lists them.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabClient } from '../../host/client/client';
import { toErrorData } from '../../host/lab/labError';
import type { LabErrorData } from '../../host/protocol/error';
import type { SavedRun } from '../../host/storage/savedRun';

interface SavedRunsState {
  /** Newest first; null until they are known. */
  runs: readonly SavedRun[] | null;
  /** Deleted last, for as long as it can be brought back. */
  removed: SavedRun | null;
  error: LabErrorData | null;
}

export type SavedRunsStore = StoreApi<SavedRunsState>;

export const createSavedRunsStore = (): SavedRunsStore =>
  createStore<SavedRunsState>(() => ({ runs: null, removed: null, error: null }));

/** Where nothing can be kept (a private window, say), the page of saved runs says why. */
export function watchSavedRuns({
  lab,
  savedRuns,
}: {
  lab: Pick<LabClient, 'watchSavedRuns'>;
  savedRuns: SavedRunsStore;
}): void {
  lab
    .watchSavedRuns((runs) => savedRuns.setState({ runs }))
    .catch((thrown: unknown) => savedRuns.setState({ error: toErrorData(thrown) }));
}
