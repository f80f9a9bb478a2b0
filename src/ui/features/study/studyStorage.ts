// Results of studies in IndexedDB, one of each kind: the last.
import { openDB, type IDBPDatabase } from 'idb';
import type { StudyStorage } from './studyResults';

const STORE = 'results';
/** What another version of the page wrote is not read. */
const VERSION = 3;

let opening: Promise<IDBPDatabase> | undefined;
const database = (): Promise<IDBPDatabase> =>
  (opening ??= openDB('benchtop-studies', VERSION, {
    upgrade(found) {
      for (const name of found.objectStoreNames) found.deleteObjectStore(name);
      found.createObjectStore(STORE);
    },
  }));

export const studyStorage: StudyStorage = {
  load: async (kind) => (await database()).get(STORE, kind),
  save: async (kind, ended) => void (await (await database()).put(STORE, ended, kind)),
};
