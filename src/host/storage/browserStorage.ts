// Saved runs, loaded models, unfinished downloads and jobs in the browser: files in the origin's private file
// system, lists in IndexedDB.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { DownloadEntry } from './downloads';
import type { SavedRunEntry, Storage } from './savedRun';
import type { JobEntry, TaskEntry } from '../jobs/jobEntry';
import type { LoadedEntry } from './loadedModels';
import { listOrMemory } from './memoryStorage';

const MOST_BYTES = 4 * 2 ** 30;
/** The browser drops an origin that fills its share. */
const SHARE_OF_QUOTA = 0.5;

interface Lists extends DBSchema {
  runs: { key: string; value: SavedRunEntry };
  models: { key: string; value: LoadedEntry };
  downloads: { key: string; value: DownloadEntry };
  jobs: { key: string; value: JobEntry };
  tasks: { key: string; value: TaskEntry };
}

const STORES = ['runs', 'models', 'downloads', 'jobs', 'tasks'] as const;

let opening: Promise<IDBPDatabase<Lists>> | undefined;
const lists = (): Promise<IDBPDatabase<Lists>> =>
  (opening ??= openDB<Lists>('benchtop', 4, {
    upgrade(database) {
      for (const store of STORES) {
        if (!database.objectStoreNames.contains(store))
          database.createObjectStore(store, { keyPath: 'id' });
      }
    },
    // A tab with a newer version of the app waits for this one to let go.
    blocking(_version, _newer, { target }) {
      (target as IDBDatabase).close();
      opening = undefined;
    },
    terminated() {
      opening = undefined;
    },
  }));

/** One channel a list; it does not hear itself. */
function changesOf(store: string) {
  const channel = new BroadcastChannel(`benchtop.${store}`);
  return {
    tell: () => channel.postMessage(null),
    watch: (onChange: () => void) => channel.addEventListener('message', onChange),
  };
}

/** A tab that is closed or crashes lets go of its locks. */
const heldLock = (name: string, isPatient: boolean): Promise<(() => void) | null> =>
  new Promise((resolve, reject) => {
    const request = navigator.locks.request(name, { ifAvailable: !isPatient }, (lock) => {
      if (!lock) return resolve(null);
      return new Promise<void>((release) => resolve(release));
    });
    request.catch(reject);
  });

/** Both a folder of files and a list go by the name. */
function storageIn<Store extends (typeof STORES)[number]>(
  store: Store,
): Storage<Lists[Store]['value']> {
  const folder = async (): Promise<FileSystemDirectoryHandle> => {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle(store, { create: true });
  };
  return {
    changes: changesOf(store),
    hold: (id, isPatient = false) => heldLock(`benchtop.${store}.${id}`, isPatient),
    async write(file, chunks) {
      const handle = await (await folder()).getFileHandle(file, { create: true });
      const stream = await handle.createWritable();
      try {
        for (const chunk of chunks) await stream.write(chunk);
        await stream.close();
      } catch (thrown) {
        await stream.abort().catch(() => undefined);
        throw thrown;
      }
    },
    read: async (file) => (await (await folder()).getFileHandle(file)).getFile(),
    remove: async (file) => (await folder()).removeEntry(file),
    entries: async () => (await lists()).getAll(store),
    get: async (id) => (await lists()).get(store, id),
    put: async (entry) => void (await (await lists()).put(store, entry)),
    drop: async (id) => (await lists()).delete(store, id),
    async tidy() {
      const files = await folder();
      for await (const name of files.keys()) {
        // One that another tab is writing now cannot be removed.
        if (name.endsWith('.crswap')) await files.removeEntry(name).catch(() => undefined);
      }
    },
    async limitBytes() {
      const { quota = Infinity } = await navigator.storage.estimate();
      return Math.min(MOST_BYTES, quota * SHARE_OF_QUOTA);
    },
  };
}

export const runStorage = storageIn('runs');
export const modelStorage = storageIn('models');
export const downloadStorage = storageIn('downloads');
export const jobStorage = {
  jobs: listOrMemory(storageIn('jobs')),
  tasks: listOrMemory(storageIn('tasks')),
};
