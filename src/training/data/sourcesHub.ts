/**
 * The Hugging Face hub: from a name to its files, each with its address at a fixed revision, its size and
 * its checksum. Only what is public; no key is ever sent.
 */
import { DataError } from './errors';
import { parseHubAddress } from './hubAddress';
import type { Checksum, RemoteOptions } from './sourcesRemote';

export interface HubFile {
  readonly path: string;
  readonly url: string;
  readonly sizeBytes: number;
  readonly checksum: Checksum;
}

export interface HubListing {
  readonly name: string;
  readonly revision: string;
  readonly files: readonly HubFile[];
}

type Asking = Pick<RemoteOptions, 'fetch' | 'signal'>;

export const HUB_ADDRESS = 'https://huggingface.co';
const READABLE = /\.(?:txt|md|json|jsonl|ndjson|csv|tsv)(?:\.gz)?$|\.parquet$/i;
/** Facts about the data set, for programs of the hub. */
const ABOUT = /(?:^|\/)(?:dataset_infos?|state|\.gitattributes|dataset_dict)\.json$/i;
/** A page lists up to 1000 files; nobody's model or data set has more pages. */
const MOST_PAGES = 100;

interface TreeEntry {
  readonly type: string;
  readonly path: string;
  readonly size: number;
  readonly oid: string;
  readonly lfs?: { readonly oid: string };
}

/**
 * The readable files of a data set, of a folder in it, or one file.
 * @throws DataError hub_name | hub_kind | hub_missing | hub_private | http | offline | no_documents
 */
export async function listHubFiles(
  input: string,
  options: Asking,
  address = HUB_ADDRESS,
): Promise<HubFile[]> {
  const { name, files } = await listHub('datasets', input, options, address);
  const readable = files.filter(({ path }) => READABLE.test(path) && !ABOUT.test(path));
  if (readable.length === 0) throw new DataError('no_documents', { name });
  return readable;
}

/**
 * All files of a data set or a model, below the folder that the address names.
 * @throws DataError hub_name | hub_kind | hub_missing | hub_private | http | offline
 */
export async function listHub(
  kind: 'datasets' | 'models',
  input: string,
  options: Asking,
  address = HUB_ADDRESS,
): Promise<HubListing> {
  const place = parseHubAddress(input.trim().replace(`${address}/`, ''));
  if (!place) throw new DataError('hub_name', { name: input });
  const { name, path: below } = place;
  if (place.kind !== null && `${place.kind}s` !== kind) {
    throw new DataError('hub_kind', { name, kind: place.kind });
  }
  const at = place.revision === null ? '' : `/revision/${encodeURIComponent(place.revision)}`;
  const about = await readJson(`${address}/api/${kind}/${name}${at}`, options, name);
  const { sha: revision = 'main', gated = false } = about.value as {
    sha?: string;
    gated?: unknown;
  };
  if (gated !== false) throw new DataError('hub_private', { name, status: 403 });
  const folder = kind === 'datasets' ? `datasets/${name}` : name;
  const isWanted = (path: string): boolean =>
    below === '' || path === below || path.startsWith(`${below}/`);
  const files: HubFile[] = [];
  let tree: string | null = `${address}/api/${kind}/${name}/tree/${revision}?recursive=true`;
  for (let page = 0; tree !== null && page < MOST_PAGES; page++) {
    const { value, next } = await readJson(tree, options, name);
    for (const { type, path, size, oid, lfs } of value as TreeEntry[]) {
      if (type !== 'file' || !isWanted(path)) continue;
      const url = `${address}/${folder}/resolve/${revision}/${encodePath(path)}`;
      files.push({ path, url, sizeBytes: size, checksum: checksumOf(oid, lfs?.oid) });
    }
    tree = next;
  }
  return { name, revision, files };
}

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

const checksumOf = (oid: string, largeFile: string | undefined): Checksum =>
  largeFile === undefined
    ? { kind: 'git_blob', hex: oid }
    : { kind: 'sha256', hex: largeFile.replace(/^sha256:/, '') };

/** `next`: where the list goes on, as the Link header says. */
async function readJson(
  url: string,
  { fetch, signal }: Asking,
  name: string,
): Promise<{ value: unknown; next: string | null }> {
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    if (signal?.aborted) throw new DataError('aborted', { url }, cause);
    throw new DataError('offline', { url, reason: String(cause) }, cause);
  }
  const { ok, status } = response;
  if (status === 404) throw new DataError('hub_missing', { name, status });
  // The hub does not say of a private one that it is there.
  if (status === 401 || status === 403) throw new DataError('hub_private', { name, status });
  if (!ok) throw new DataError('http', { url, status });
  const next = /<([^>]+)>\s*;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  const target = next === undefined ? null : new URL(next, url);
  // Not to another place, whatever the header says.
  const isHere = target?.origin === new URL(url).origin;
  try {
    return { value: await response.json(), next: isHere ? target.href : null };
  } catch (cause) {
    throw new DataError('http', { url, status }, cause);
  }
}
