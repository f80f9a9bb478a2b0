// What is kept, in memory: for the command line, for tests with as much room as they give, and for lists where
// the browser keeps nothing.
import type { SavedRunEntry, Storage } from './savedRun';

export class MemoryStorage<
  Entry extends { readonly id: string } = SavedRunEntry,
> implements Storage<Entry> {
  readonly files = new Map<string, Blob>();
  readonly list: Map<string, Entry>;
  limit = Infinity;
  tidy?: () => Promise<void>;

  constructor(list = new Map<string, Entry>()) {
    this.list = list;
  }

  write(file: string, parts: Iterable<BlobPart>): Promise<void> {
    try {
      this.files.set(file, new Blob([...parts]));
      return Promise.resolve();
    } catch (thrown) {
      return Promise.reject(thrown as Error);
    }
  }

  read(file: string): Promise<Blob> {
    const found = this.files.get(file);
    return found ? Promise.resolve(found) : Promise.reject(new Error(`There is no ${file}.`));
  }

  remove(file: string): Promise<void> {
    this.files.delete(file);
    return Promise.resolve();
  }

  entries(): Promise<Entry[]> {
    return Promise.resolve([...this.list.values()]);
  }

  get(id: string): Promise<Entry | undefined> {
    return Promise.resolve(this.list.get(id));
  }

  put(entry: Entry): Promise<void> {
    this.list.set(entry.id, entry);
    return Promise.resolve();
  }

  drop(id: string): Promise<void> {
    this.list.delete(id);
    return Promise.resolve();
  }

  limitBytes(): Promise<number> {
    return Promise.resolve(this.limit);
  }
}

/** The list of a storage; where that cannot be had (a private window, say), one for as long as the page is there. */
export function listOrMemory<Entry extends { readonly id: string }>(
  storage: Storage<Entry>,
): Storage<Entry> {
  const chosen = storage.entries().then(
    () => storage,
    () => new MemoryStorage<Entry>(),
  );
  return {
    ...storage,
    entries: async () => (await chosen).entries(),
    get: async (id) => (await chosen).get(id),
    put: async (entry) => (await chosen).put(entry),
    drop: async (id) => (await chosen).drop(id),
  };
}
