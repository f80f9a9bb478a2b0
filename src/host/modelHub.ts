// Models of the Hugging Face hub: the visitor's browser fetches what a model needs, file by file. What has
// arrived before a break stays for the next attempt.
import { HUB_ADDRESS, listHub, type HubListing } from '../training/data/sourcesHub';
import {
  downloadFile,
  emptyPartial,
  type PartialFile,
  type RemoteOptions,
} from '../training/data/sourcesRemote';
import { HuggingFaceError } from '../training/io/huggingfaceConfig';
import type { ModelFiles } from '../training/io/weightFiles';
import { neededFiles } from './modelFiles';
import type { HubOffer, ModelProgress } from './models';

const MOST_BYTES = 16 * 2 ** 30;

export interface HubOptions {
  readonly address?: string;
  readonly fetch?: RemoteOptions['fetch'];
  readonly retryAfterMs?: number;
}

export const offerOf = ({ name, revision, files }: HubListing): HubOffer => ({
  name,
  revision,
  files: files.map(({ path, sizeBytes }) => ({ path, sizeBytes })),
  sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
});

export class ModelHub {
  readonly #address: string;
  readonly #remote: Pick<RemoteOptions, 'fetch' | 'retryAfterMs'>;
  readonly #partials = new Map<string, PartialFile>();
  readonly #whole = new Map<string, Blob>();

  constructor(options: HubOptions = {}) {
    const { address = HUB_ADDRESS, retryAfterMs } = options;
    const plain: RemoteOptions['fetch'] = (url, init) => fetch(url, init);
    this.#address = address;
    this.#remote = {
      fetch: options.fetch ?? plain,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }

  /** Only what a model is read from. @throws DataError, HuggingFaceError hub_no_model */
  async list(hubName: string, signal: AbortSignal): Promise<HubListing> {
    const listing = await listHub('models', hubName, { ...this.#remote, signal }, this.#address);
    const needed = new Set(neededFiles(listing.files.map(({ path }) => path)));
    const files = listing.files.filter(({ path }) => needed.has(path) && !path.includes('/'));
    if (needed.has('config.json') && files.some(({ path }) => path.endsWith('.safetensors')))
      return { ...listing, files };
    const { name } = listing;
    const text = `${name} has no config.json with safetensors weights in its first folder.`;
    throw new HuggingFaceError('hub_no_model', text, { name });
  }

  /** @throws DataError aborted | offline | http | hash_mismatch */
  async download(
    { files }: HubListing,
    signal: AbortSignal,
    onProgress: (progress: ModelProgress) => void,
  ): Promise<ModelFiles> {
    const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const got = new Map<string, Blob>();
    let before = 0;
    for (const { path, url, sizeBytes, checksum } of files) {
      const tell = (stage: ModelProgress['stage'], bytes: number): void =>
        onProgress({ stage, file: path, doneBytes: before + bytes, totalBytes });
      const partial = this.#partials.get(url) ?? emptyPartial(url);
      this.#partials.set(url, partial);
      const whole =
        this.#whole.get(url) ??
        (await downloadFile(partial, {
          ...this.#remote,
          signal,
          checksum,
          maxBytes: MOST_BYTES,
          onProgress: (bytes) => tell(bytes < sizeBytes ? 'downloading' : 'checking', bytes),
        }));
      this.#whole.set(url, whole);
      this.#partials.delete(url);
      got.set(path, whole);
      before += sizeBytes;
    }
    return got;
  }

  /** The files are kept elsewhere now. */
  forget({ files }: HubListing): void {
    for (const { url } of files) this.#whole.delete(url);
  }
}
