/**
 * The Hugging Face hub: from a name to its files, each with its address at a fixed revision, its size and
 * its checksum. Only what is public; no key is ever sent.
 */
import { DataError } from '../errors';
import { hubError, hubPage, parseHubAddress, type HubKind, type HubRepo } from './hubAddress';
import type { Checksum, RemoteOptions } from './remote';

export interface HubFile {
  readonly path: string;
  readonly url: string;
  readonly sizeBytes: number;
  readonly checksum: Checksum;
}

export interface HubListing {
  readonly name: string;
  readonly revision: string;
  /** Of the folder or file that was asked for; empty: all of it. */
  readonly path: string;
  readonly files: readonly HubFile[];
}

type Asking = Pick<RemoteOptions, 'fetch' | 'signal'>;

export const HUB_ADDRESS = 'https://huggingface.co';
const READABLE = /\.(?:txt|md|json|jsonl|ndjson|csv|tsv)(?:\.gz)?$|\.parquet$/i;
/** Facts about the data set, for programs of the hub. */
const ABOUT = /(?:^|\/)(?:dataset_infos?|state|dataset_dict)\.json$/i;
/** A page lists up to 1000 files; nobody's model or data set has more pages. */
const MOST_PAGES = 100;

interface TreeEntry {
  readonly type: string;
  readonly path: string;
  readonly size: number;
  readonly oid: string;
  readonly lfs?: { readonly oid: string };
}

/** The readable files of a data set. @throws DataError hub_no_files, and what `listHub` throws */
export async function listHubFiles(
  input: string,
  options: Asking,
  address = HUB_ADDRESS,
): Promise<HubFile[]> {
  const { name, path, revision, files } = await listHub('datasets', input, options, address);
  const readable = files.filter(({ path }) => READABLE.test(path) && !ABOUT.test(path));
  if (readable.length === 0) throw new DataError('hub_no_files', { name, place: path || revision });
  return readable;
}

/**
 * All files of a model; of a data set those of the folder or file that the address names.
 * @throws DataError hub_name | hub_kind | hub_gated | hub_private | hub_missing | hub_no_revision |
 *   hub_busy | hub_down | hub_answer | http | offline
 */
export async function listHub(
  kind: HubKind,
  input: string,
  options: Asking,
  address = HUB_ADDRESS,
): Promise<HubListing> {
  const repo = parseHubAddress(input, kind);
  const { name, path: inside } = repo;
  const asking = { ...options, repo, address };
  const at = repo.revision === undefined ? '' : `/revision/${encodeURIComponent(repo.revision)}`;
  const about = await readJson(`${address}/api/${kind}/${name}${at}`, asking);
  const strange = new DataError('hub_answer', { name, page: hubPage(repo, address) });
  if (!isObject(about.value)) throw strange;
  const { sha, gated = false } = about.value;
  const revision = typeof sha === 'string' ? sha : (repo.revision ?? 'main');
  // The list of its files is public where the files themselves are not.
  if (gated !== false) throw hubError(403, repo, address);
  const files: HubFile[] = [];
  const api = `${address}/api/${kind}/${name}/tree/${encodeURIComponent(revision)}`;
  let tree: string | null = `${api}?recursive=true`;
  const requested = new Set<string>();
  while (tree !== null && requested.size < MOST_PAGES && !requested.has(tree)) {
    requested.add(tree);
    const { value, next } = await readJson(tree, asking);
    if (!Array.isArray(value) || !value.every(isEntry)) throw strange;
    for (const { type, path, size, oid, lfs } of value) {
      if (type !== 'file' || (kind === 'datasets' && !isInside(path, inside))) continue;
      const url = `${hubPage(repo, address)}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
      files.push({ path, url, sizeBytes: size, checksum: checksumOf(oid, lfs?.oid) });
    }
    tree = next;
  }
  return { name, revision, path: inside, files };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEntry = (value: unknown): value is TreeEntry =>
  isObject(value) &&
  typeof value.path === 'string' &&
  (value.type !== 'file' || (typeof value.oid === 'string' && Number(value.size) >= 0));

const isInside = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

const checksumOf = (oid: string, largeFile: string | undefined): Checksum =>
  largeFile === undefined
    ? { kind: 'git_blob', hex: oid }
    : { kind: 'sha256', hex: largeFile.replace(/^sha256:/, '') };

/** `next`: where the list goes on, as the Link header says. */
async function readJson(
  url: string,
  { fetch, signal, repo, address }: Asking & { repo: HubRepo; address: string },
): Promise<{ value: unknown; next: string | null }> {
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    if (signal?.aborted) throw new DataError('aborted', { url }, cause);
    throw new DataError('offline', { url, reason: String(cause) }, cause);
  }
  if (!response.ok)
    throw hubError(response.status, repo, address, response.headers.get('x-error-code'));
  const next = /<([^>]+)>\s*;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  const target = next === undefined ? null : new URL(next, url);
  // Not to another place, whatever the header says.
  const isHere = target?.origin === new URL(url).origin;
  const value: unknown = await response.json().catch((cause: unknown) => {
    if (signal?.aborted) throw new DataError('aborted', { url }, cause);
    // Cut short, or a page of something in between (the sign-in of a network).
    throw cause instanceof SyntaxError
      ? new DataError('hub_answer', { name: repo.name, page: hubPage(repo, address) }, cause)
      : new DataError('offline', { url, reason: String(cause) }, cause);
  });
  return { value, next: isHere ? target.href : null };
}
