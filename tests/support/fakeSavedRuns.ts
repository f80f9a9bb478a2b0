// A library of saved runs for pages without an engine: nothing is on it.
import type { KeptService } from '../../src/host/storage/keptService';

const none = (): Promise<never> => Promise.reject(new Error('Nothing is kept here.'));

export const fakeKept = (): KeptService => ({
  watchKept: (onChange) => Promise.resolve(onChange([])),
  renameKept: none,
  removeKept: none,
  restoreKept: none,
  openKept: none,
  keptHistory: none,
  resumeKept: none,
});
