// Models of the Hugging Face hub: the user's browser fetches what a model needs, file by file. What has
// arrived before a break stays for the next attempt, and for the next visit.
import { DataError } from '../../training/data/errors';
import { hubError } from '../../training/data/sources/hubAddress';
import {
  HUB_ADDRESS,
  listHub,
  type HubFile,
  type HubListing,
} from '../../training/data/sources/hub';
import {
  downloadFile,
  emptyPartial,
  type PartialFile,
  type RemoteOptions,
} from '../../training/data/sources/remote';
import { HuggingFaceError } from '../../training/io/huggingface/config';
import type { ModelFiles } from '../../training/io/huggingface/weightFiles';
import { neededFiles } from './modelFiles';
import type { HubOffer, ModelProgress } from '../protocol/models';
import type { Downloads } from '../storage/downloads';

const MOST_BYTES = 16 * 2 ** 30;

export interface HubOptions {
  readonly address?: string;
  readonly fetch?: RemoteOptions['fetch'];
  readonly retryAfterMs?: number;
  /** Where chunks of files outlive the page. */
  readonly downloads?: Downloads;
}

type Tell = (phase: 'downloading' | 'checking', bytes: number) => void;

export const offerOf = (address: string, { name, revision, files }: HubListing): HubOffer => ({
  address,
  name,
  revision,
  files: files.map(({ path, sizeBytes }) => ({ path, sizeBytes })),
  sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
});

/** The list of files is public where the files themselves are not. */
const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof DataError &&
  thrown.code === 'http' &&
  [401, 403].includes(Number(thrown.fields.status));

const gated = (name: string, address: string): DataError =>
  hubError(403, { kind: 'models', name, revision: undefined, path: '' }, address);

/** Asked for by its own address or by that of a file in it, with a slash at its end; empty: the first one. */
function folderOf({ path, files }: HubListing): string {
  const isFile = files.some((file) => file.path === path);
  const folder = isFile ? path.slice(0, Math.max(0, path.lastIndexOf('/'))) : path;
  return folder === '' ? '' : `${folder}/`;
}

export class ModelHub {
  readonly #address: string;
  readonly #remote: Pick<RemoteOptions, 'fetch' | 'retryAfterMs'>;
  readonly #downloads: Downloads | undefined;
  readonly #partials = new Map<string, PartialFile>();
  readonly #whole = new Map<string, Blob>();

  constructor(options: HubOptions = {}) {
    const { address = HUB_ADDRESS, retryAfterMs, downloads } = options;
    const plain: RemoteOptions['fetch'] = (url, init) => fetch(url, init);
    this.#address = address;
    this.#downloads = downloads;
    this.#remote = { fetch: options.fetch ?? plain, retryAfterMs };
  }

  /** Only what a model is read from. @throws DataError, HuggingFaceError hub_no_model */
  async list(hubName: string, signal: AbortSignal): Promise<HubListing> {
    const listing = await listHub('models', hubName, { ...this.#remote, signal }, this.#address);
    const folder = folderOf(listing);
    const inside = listing.files.flatMap((file) =>
      file.path.startsWith(folder) ? [{ ...file, path: file.path.slice(folder.length) }] : [],
    );
    const needed = new Set(neededFiles(inside.map(({ path }) => path)));
    const files = inside.filter(({ path }) => needed.has(path) && !path.includes('/'));
    if (needed.has('config.json') && files.some(({ path }) => path.endsWith('.safetensors')))
      return { ...listing, files };
    const { name } = listing;
    const where = folder === '' ? 'its first folder' : `the folder ${folder}`;
    const text = `${name} has no config.json with safetensors weights in ${where}.`;
    throw new HuggingFaceError('hub_no_model', text, { name, folder: folder || '/' });
  }

  /** @throws DataError aborted | offline | http | hash_mismatch */
  async download(
    { name, files }: HubListing,
    signal: AbortSignal,
    onProgress: (progress: ModelProgress) => void,
  ): Promise<ModelFiles> {
    const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const wanted = new Set(files.map(({ checksum }) => checksum.hex));
    let hasChanged = (await this.#downloads?.clean(name, wanted)) ?? false;
    let hasContinued = false;
    const got = new Map<string, Blob>();
    let before = 0;
    for (const file of files) {
      const { path, url, sizeBytes } = file;
      const partial = await this.#partialOf(file);
      const earlierBytes = partial.readBytes;
      const tell: Tell = (phase, bytes) => {
        hasContinued ||= earlierBytes > 0;
        hasChanged ||= bytes < earlierBytes;
        const earlier = hasChanged ? ('changed' as const) : hasContinued && ('continued' as const);
        const reported = { phase, file: path, doneBytes: before + bytes, totalBytes };
        onProgress(earlier ? { ...reported, earlier } : reported);
      };
      tell('downloading', earlierBytes);
      const whole = this.#whole.get(url) ?? (await this.#fetch(name, file, partial, signal, tell));
      this.#whole.set(url, whole);
      this.#partials.delete(url);
      got.set(path, whole);
      before += sizeBytes;
    }
    return got;
  }

  async #partialOf({ url, checksum }: HubFile): Promise<PartialFile> {
    const known = this.#partials.get(url);
    if (known) return known;
    const partial = (await this.#downloads?.open(checksum.hex, url)) ?? emptyPartial(url);
    this.#partials.set(url, partial);
    return partial;
  }

  async #fetch(
    name: string,
    { path, sizeBytes, checksum }: HubFile,
    partial: PartialFile,
    signal: AbortSignal,
    tell: Tell,
  ): Promise<Blob> {
    const download = { id: checksum.hex, name: `${name}/${path}` };
    try {
      return await downloadFile(partial, {
        ...this.#remote,
        signal,
        checksum,
        maxBytes: MOST_BYTES,
        onProgress: (bytes) => tell(bytes < sizeBytes ? 'downloading' : 'checking', bytes),
        onChunk: async () => this.#downloads?.keep(download, partial, false),
      });
    } catch (thrown) {
      const isWrong = thrown instanceof DataError && thrown.code === 'hash_mismatch';
      if (isWrong) await this.#downloads?.drop(download.id);
      throw isRefusal(thrown) ? gated(name, this.#address) : thrown;
    } finally {
      if (partial.readBytes > 0) await this.#downloads?.keep(download, partial, true);
    }
  }

  /** The files are kept elsewhere now. */
  async forget({ files }: HubListing): Promise<void> {
    for (const { url, checksum } of files) {
      this.#whole.delete(url);
      await this.#downloads?.drop(checksum.hex);
    }
  }
}
