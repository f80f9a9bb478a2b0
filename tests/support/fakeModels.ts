// A shelf of models for pages without an engine: nothing is on it.
import type { ModelService } from '../../src/host/models';

const none = (): Promise<never> => Promise.reject(new Error('There is no model here.'));
const nothing = (): Promise<void> => Promise.resolve();

export const fakeModels: ModelService = {
  watch: (onChange) => Promise.resolve(onChange([])),
  bring: none,
  bringAdapter: none,
  removeAdapter: none,
  offer: none,
  download: none,
  abort: nothing,
  rename: none,
  remove: none,
  bringBack: none,
  files: none,
  zip: none,
  runFiles: none,
  runZip: none,
  keepRun: none,
  classify: none,
  evaluate: none,
  write: none,
  stopWriting: nothing,
  rest: nothing,
};
