// What has arrived of files that are being downloaded, kept across visits: pieces in files, and a list that
// says which version (ETag) they belong to. Losing it costs no more than a download from the start.
import { emptyPartial, type PartialFile } from '../../training/data/sources/remote';
import type { Storage } from './savedRun';

const PIECE_BYTES = 16 * 2 ** 20;
const EXPIRY_DAYS = 14;
const DAY_MS = 86_400_000;

export interface DownloadEntry {
  /** Checksum of the whole file: a new revision of the repository may still hold it. */
  readonly id: string;
  /** Repository and path. */
  readonly name: string;
  readonly etag: string;
  /** One after another. */
  readonly pieces: readonly { readonly file: string; readonly sizeBytes: number }[];
  readonly keptAtMs: number;
}

type Named = Pick<DownloadEntry, 'id' | 'name'>;

const bytesOf = ({ pieces }: Pick<DownloadEntry, 'pieces'>): number =>
  pieces.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

export class Downloads {
  readonly #storage: Storage<DownloadEntry>;
  readonly #pieceBytes: number;
  readonly #entries = new Map<string, DownloadEntry>();

  constructor(storage: Storage<DownloadEntry>, pieceBytes = PIECE_BYTES) {
    this.#storage = storage;
    this.#pieceBytes = pieceBytes;
  }

  /** What arrived of it in an earlier visit. */
  async open(id: string, url: string): Promise<PartialFile> {
    const entry = await this.#find(id);
    if (!entry) return emptyPartial(url);
    const { etag, pieces } = entry;
    const reads = pieces.map(({ file }) => this.#storage.read(file).catch(() => new Blob()));
    const chunks = await Promise.all(reads);
    if (chunks.some(({ size }, index) => size !== pieces[index]!.sizeBytes)) {
      await this.#remove(entry);
      return emptyPartial(url);
    }
    this.#entries.set(id, entry);
    return { url, chunks, readBytes: bytesOf(entry), etag };
  }

  /**
   * Writes down what has come; before its end, by whole pieces. Without a tag there is no going on later,
   * without room the download goes on in memory alone.
   */
  async keep({ id, name }: Named, partial: PartialFile, isEnd: boolean): Promise<void> {
    const { etag, chunks, readBytes } = partial;
    const known = this.#entries.get(id);
    const before = known?.etag === etag ? known : { pieces: [] };
    const storedBytes = bytesOf(before);
    if (etag === null || readBytes - storedBytes < (isEnd ? 1 : this.#pieceBytes)) return;
    const file = `part-${crypto.randomUUID()}`;
    try {
      if (known && known !== before) await this.#remove(known);
      await this.#storage.write(file, [new Blob(chunks).slice(storedBytes)]);
      const pieces = [...before.pieces, { file, sizeBytes: readBytes - storedBytes }];
      const entry = { id, name, etag, pieces, keptAtMs: Date.now() };
      await this.#storage.put(entry);
      this.#entries.set(id, entry);
    } catch {
      await this.#storage.remove(file).catch(() => undefined);
    }
  }

  async drop(id: string): Promise<void> {
    const entry = await this.#find(id);
    if (entry) await this.#remove(entry);
  }

  /** Drops what is old, and files of the repository that it no longer has; tells whether there were such. */
  async clean(repository: string, wanted: ReadonlySet<string>): Promise<boolean> {
    let hasChanged = false;
    for (const entry of await this.#storage.entries()) {
      const isOther = entry.name.startsWith(`${repository}/`) && !wanted.has(entry.id);
      if (isOther) hasChanged = true;
      if (isOther || Date.now() - entry.keptAtMs > EXPIRY_DAYS * DAY_MS) await this.#remove(entry);
    }
    return hasChanged;
  }

  async #find(id: string): Promise<DownloadEntry | undefined> {
    return (await this.#storage.entries()).find((entry) => entry.id === id);
  }

  async #remove({ id, pieces }: DownloadEntry): Promise<void> {
    this.#entries.delete(id);
    await this.#storage.drop(id);
    for (const { file } of pieces) await this.#storage.remove(file).catch(() => undefined);
  }
}
