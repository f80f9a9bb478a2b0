// The models that were imported: their files and the list of them, one change after another.
import { hostError } from '../protocol/error';
import type { ModelFiles } from '../../training/io/huggingface/weightFiles';
import type { DataConfig } from '../../training/run/config';
import type { LoadedAdapter, LoadedModel } from '../protocol/models';
import { isFull, StoredList } from './storedList';

/** Large files are written in pieces, so that progress shows and an end takes effect. */
const PIECE_BYTES = 16 * 2 ** 20;

type Facts = Omit<LoadedModel, 'id' | 'sizeBytes' | 'addedAtMs' | 'adapters'>;
type AdapterFacts = Omit<LoadedAdapter, 'id' | 'sizeBytes'>;

/** A loaded model's row as it is stored. */
export interface LoadedEntry extends LoadedModel {
  /** Name in the model's folder, and in the storage. */
  readonly files: readonly { readonly name: string; readonly file: string }[];
  /** By adapter. */
  readonly adapterFiles: Readonly<Record<string, LoadedEntry['files']>>;
  /** Deleted, and can be brought back until the page is left or room is needed. */
  readonly isRemoved: boolean;
}

function publicModel(entry: LoadedEntry): LoadedModel {
  const { files: _files, adapterFiles: _adapterFiles, isRemoved: _isRemoved, ...model } = entry;
  return model;
}

const newId = (kind: 'model' | 'adapter'): string =>
  `${kind}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

const bytesOf = (files: ModelFiles): number =>
  [...files.values()].reduce((sum, { size }) => sum + size, 0);

/** Equal names are distinguished by a number. */
function freeName(name: string, entries: readonly LoadedEntry[]): string {
  const taken = new Set(entries.filter((one) => !one.isRemoved).map((one) => one.name));
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name} (${count})`;
  return free;
}

export class LoadedModels extends StoredList<LoadedEntry, LoadedModel> {
  /**
   * `onPiece` hears of every piece before it is written; what it throws ends the saving.
   * @throws BenchtopError models_storage_full
   */
  save(
    facts: Facts,
    files: ModelFiles,
    onPiece: (file: string, doneBytes: number, totalBytes: number) => void,
  ): Promise<LoadedModel> {
    return this.inTurn(async () => {
      const id = newId('model');
      const sizeBytes = bytesOf(files);
      let done = 0;
      const pieces = function* (name: string, blob: Blob): Generator<Blob> {
        for (let from = 0; from < blob.size; from += PIECE_BYTES) {
          onPiece(name, done, sizeBytes);
          const piece = blob.slice(from, from + PIECE_BYTES);
          yield piece;
          done += piece.size;
        }
      };
      const written = await this.#writeAll(id, files, pieces);
      const fresh = { adapters: [], adapterFiles: {}, isRemoved: false, addedAtMs: Date.now() };
      const name = freeName(facts.name, await this.storage.entries());
      const entry: LoadedEntry = { ...facts, ...fresh, name, id, sizeBytes, files: written };
      await this.storage.put(entry);
      return publicModel(entry);
    });
  }

  /** @throws BenchtopError unknown_model | models_storage_full */
  saveAdapter(id: string, facts: AdapterFacts, files: ModelFiles): Promise<LoadedAdapter> {
    return this.inTurn(async () => {
      const entry = await this.entry(id);
      const adapter = { ...facts, id: newId('adapter'), sizeBytes: bytesOf(files) };
      const written = await this.#writeAll(adapter.id, files, (_name, blob) => [blob]);
      await this.storage.put({
        ...entry,
        adapters: [...entry.adapters, adapter],
        adapterFiles: { ...entry.adapterFiles, [adapter.id]: written },
      });
      return adapter;
    });
  }

  removeAdapter(id: string, adapterId: string): Promise<void> {
    return this.inTurn(async () => {
      const entry = await this.entry(id);
      const { [adapterId]: files = [], ...adapterFiles } = entry.adapterFiles;
      const adapters = entry.adapters.filter((one) => one.id !== adapterId);
      await this.storage.put({ ...entry, adapters, adapterFiles });
      for (const { file } of files) await this.storage.remove(file);
    });
  }

  /** Null: as it was trained. @throws BenchtopError unknown_model */
  chooseText(id: string, studyText: DataConfig | null): Promise<void> {
    return this.change(id, { studyText: studyText ?? undefined });
  }

  /** @throws BenchtopError unknown_model */
  async read(id: string): Promise<{ model: LoadedModel; files: ModelFiles }> {
    const entry = await this.entry(id);
    return { model: publicModel(entry), files: await this.#readAll(entry.files) };
  }

  /** @throws BenchtopError unknown_model | unknown_adapter */
  async readAdapter(id: string, adapterId: string): Promise<ModelFiles> {
    const files = (await this.entry(id)).adapterFiles[adapterId];
    if (files) return this.#readAll(files);
    throw hostError('unknown_adapter', { adapterId });
  }

  async #readAll(files: LoadedEntry['files']): Promise<ModelFiles> {
    const blobs = new Map<string, Blob>();
    for (const { name, file } of files) blobs.set(name, await this.storage.read(file));
    return blobs;
  }

  /** All of them, or none. */
  async #writeAll(
    id: string,
    files: ModelFiles,
    pieces: (name: string, blob: Blob) => Iterable<Blob>,
  ): Promise<LoadedEntry['files']> {
    const written: { name: string; file: string }[] = [];
    try {
      for (const [name, blob] of files) {
        const file = `${id}~${name}`;
        written.push({ name, file });
        await this.#write(file, () => pieces(name, blob));
      }
      return written;
    } catch (thrown) {
      for (const { file } of written) await this.storage.remove(file).catch(() => undefined);
      throw thrown;
    }
  }

  /** When there is no room, what was deleted goes first. */
  async #write(file: string, pieces: () => Iterable<Blob>): Promise<void> {
    try {
      await this.storage.write(file, pieces());
    } catch (thrown) {
      if (!isFull(thrown)) throw thrown;
      await this.dropRemoved();
      await this.storage.write(file, pieces()).catch((again: unknown) => {
        throw isFull(again) ? hostError('models_storage_full') : again;
      });
    }
  }

  protected rowsOf(entries: LoadedEntry[]): LoadedModel[] {
    return entries.map(publicModel).sort((a, b) => b.addedAtMs - a.addedAtMs);
  }

  protected unknown(id: string): Error {
    return hostError('unknown_model', { id });
  }

  protected async drop({ id, files, adapterFiles }: LoadedEntry): Promise<void> {
    await this.storage.drop(id);
    for (const { file } of [files, ...Object.values(adapterFiles)].flat())
      await this.storage.remove(file);
  }
}
