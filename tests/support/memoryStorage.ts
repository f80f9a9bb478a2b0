// Kept runs in memory, with as much room as a test gives.
import type { KeptEntry, Storage } from '../../src/host/storage/kept';

export class MemoryStorage implements Storage {
  readonly files = new Map<string, Blob>();
  readonly list = new Map<string, KeptEntry>();
  limit = Infinity;

  write(file: string, parts: readonly BlobPart[]): Promise<void> {
    this.files.set(file, new Blob([...parts]));
    return Promise.resolve();
  }

  read(file: string): Promise<Blob> {
    const found = this.files.get(file);
    return found ? Promise.resolve(found) : Promise.reject(new Error(`There is no ${file}.`));
  }

  remove(file: string): Promise<void> {
    this.files.delete(file);
    return Promise.resolve();
  }

  entries(): Promise<KeptEntry[]> {
    return Promise.resolve([...this.list.values()]);
  }

  put(entry: KeptEntry): Promise<void> {
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
