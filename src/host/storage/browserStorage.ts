// Kept runs in the browser: files in the origin's private file system, the list in IndexedDB.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { KeptEntry, Storage } from './kept';

const FOLDER = 'runs';
const MOST_BYTES = 4 * 2 ** 30;
/** The browser drops an origin that fills its share. */
const SHARE_OF_QUOTA = 0.5;

interface Lists extends DBSchema {
  runs: { key: string; value: KeptEntry };
}

let opening: Promise<IDBPDatabase<Lists>> | undefined;
const lists = (): Promise<IDBPDatabase<Lists>> =>
  (opening ??= openDB<Lists>('benchtop', 1, {
    upgrade: (database) => void database.createObjectStore('runs', { keyPath: 'id' }),
  }));

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

export const browserStorage: Storage = {
  async write(file, parts) {
    const handle = await (await folder()).getFileHandle(file, { create: true });
    const stream = await handle.createWritable();
    for (const part of parts) await stream.write(part);
    await stream.close();
  },
  read: async (file) => (await (await folder()).getFileHandle(file)).getFile(),
  remove: async (file) => (await folder()).removeEntry(file),
  entries: async () => (await lists()).getAll('runs'),
  put: async (entry) => void (await (await lists()).put('runs', entry)),
  drop: async (id) => (await lists()).delete('runs', id),
  async limitBytes() {
    const { quota = Infinity } = await navigator.storage.estimate();
    return Math.min(MOST_BYTES, quota * SHARE_OF_QUOTA);
  },
};
