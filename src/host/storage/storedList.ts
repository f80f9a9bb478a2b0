// A list that is stored, one change after another: what it shows, tells and lets be brought back.
import type { Storage } from './savedRun';

interface Stored {
  readonly id: string;
  readonly name: string;
  /** Deleted, and can be brought back until the page is left or room is needed. */
  readonly isRemoved: boolean;
}

export abstract class StoredList<Entry extends Stored, Row> {
  protected readonly storage: Storage<Entry>;
  #work: Promise<unknown>;
  #onChange: (rows: Row[]) => void = () => undefined;

  constructor(storage: Storage<Entry>) {
    this.storage = storage;
    // What was deleted in an earlier visit can no longer be brought back.
    this.#work = this.dropRemoved()
      .then(() => this.storage.tidy?.())
      .catch(() => undefined);
  }

  /** As others see the entries, in their order. */
  protected abstract rowsOf(entries: Entry[]): Row[];
  protected abstract unknown(id: string): Error;
  /** Of an entry's files. */
  protected abstract drop(entry: Entry): Promise<void>;

  watch(onChange: (rows: Row[]) => void): Promise<void> {
    this.#onChange = onChange;
    this.storage.changes?.watch(() => void this.#list());
    return this.#list();
  }

  rename(id: string, name: string): Promise<void> {
    return this.change(id, { name } as Partial<Entry>);
  }

  remove(id: string): Promise<void> {
    return this.change(id, { isRemoved: true } as Partial<Entry>);
  }

  restore(id: string): Promise<void> {
    return this.change(id, { isRemoved: false } as Partial<Entry>);
  }

  protected async entry(id: string): Promise<Entry> {
    const entry = await this.storage.get(id);
    if (!entry) throw this.unknown(id);
    return entry;
  }

  protected async dropRemoved(): Promise<void> {
    for (const entry of await this.storage.entries()) if (entry.isRemoved) await this.drop(entry);
  }

  /** Behind the changes that are under way. */
  protected settled(): Promise<unknown> {
    return this.#work;
  }

  protected inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work).then(async (result) => {
      this.storage.changes?.tell();
      await this.#tell();
      return result;
    });
    this.#work = done.catch(() => undefined);
    return done;
  }

  protected change(id: string, change: Partial<Entry>): Promise<void> {
    return this.inTurn(async () => this.storage.put({ ...(await this.entry(id)), ...change }));
  }

  /** The list as it is behind the changes that are under way. */
  #list(): Promise<void> {
    const done = this.#work.then(() => this.#tell());
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #tell(): Promise<void> {
    const entries = await this.storage.entries();
    this.#onChange(this.rowsOf(entries.filter(({ isRemoved }) => !isRemoved)));
  }
}

export const isFull = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
