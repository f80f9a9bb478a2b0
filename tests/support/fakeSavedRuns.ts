// A library of saved runs for pages without an engine.
import type { RunStore } from '../../src/host/jobs/runWork';
import type { SavedRun } from '../../src/host/storage/savedRun';
import type { SavedRunService } from '../../src/host/storage/savedRunService';

const none = (): Promise<never> => Promise.reject(new Error('Nothing is kept here.'));

export const fakeSavedRuns = (rows: readonly SavedRun[] = []): SavedRunService & RunStore => ({
  watchSavedRuns: (onChange) => Promise.resolve(onChange([...rows])),
  renameSavedRun: none,
  removeSavedRun: none,
  restoreSavedRun: none,
  openSavedRun: none,
  has: () => Promise.resolve(false),
  runHistory: none,
});
