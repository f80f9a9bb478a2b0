// A library of saved runs for pages without an engine: nothing is on it.
import type { RunStore } from '../../src/host/jobs/runWork';
import type { SavedRunService } from '../../src/host/storage/savedRunService';

const none = (): Promise<never> => Promise.reject(new Error('Nothing is kept here.'));

export const fakeSavedRuns = (): SavedRunService & RunStore => ({
  watchSavedRuns: (onChange) => Promise.resolve(onChange([])),
  renameSavedRun: none,
  removeSavedRun: none,
  restoreSavedRun: none,
  openSavedRun: none,
  has: () => Promise.resolve(false),
  runHistory: none,
});
