// A library of saved runs for pages without an engine: nothing is on it.
import type { SavedRunService } from '../../src/host/storage/savedRunService';

const none = (): Promise<never> => Promise.reject(new Error('Nothing is kept here.'));

export const fakeSavedRuns = (): SavedRunService => ({
  watchSavedRuns: (onChange) => Promise.resolve(onChange([])),
  renameSavedRun: none,
  removeSavedRun: none,
  restoreSavedRun: none,
  openSavedRun: none,
  runHistory: none,
  resumeSavedRun: none,
});
