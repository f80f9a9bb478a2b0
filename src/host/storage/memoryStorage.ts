// What is kept, in memory: for the command line, and for tests with as much room as they give.
import type { SavedRunEntry, Storage } from './savedRun';

export class MemoryStorage<
  Entry extends { readonly id: string } = SavedRunEntry,
> implements Storage<Entry> {
  readonly files = new Map<string, Blob>();
  readonly list = new Map<string, Entry>();
  limit = Infinity;
  tidy?: () => Promise<void>;

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
