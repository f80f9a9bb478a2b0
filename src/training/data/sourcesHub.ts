/**
 * Data sets of the Hugging Face hub: from a name to the files that can be read here, each with its address
 * at a fixed revision, its size and its checksum. Only public data sets; no key is ever sent.
 */
import { DataError } from './errors';
import type { Checksum, RemoteOptions } from './sourcesRemote';

export interface HubFile {
  readonly path: string;
  readonly url: string;
  readonly sizeBytes: number;
  readonly checksum: Checksum;
}

const HUB_ADDRESS = 'https://huggingface.co';
const READABLE = /\.(?:txt|md|jsonl|ndjson|csv|tsv)(?:\.gz)?$|\.parquet$/i;
const NAME = /^(?:https:\/\/huggingface\.co\/datasets\/)?([\w.-]+(?:\/[\w.-]+)?)\/?$/;

interface TreeEntry {
  readonly type: string;
  readonly path: string;
  readonly size: number;
  readonly oid: string;
  readonly lfs?: { readonly oid: string };
}

/** @throws DataError hub_name | http | offline | no_documents */
export async function listHubFiles(
  input: string,
  options: Pick<RemoteOptions, 'fetch' | 'signal'>,
  address = HUB_ADDRESS,
): Promise<HubFile[]> {
  const name = NAME.exec(input.trim())?.[1];
  if (name === undefined) throw new DataError('hub_name', { name: input });
  const { sha } = (await readJson(`${address}/api/datasets/${name}`, options)) as { sha?: string };
  const revision = sha ?? 'main';
  const tree = `${address}/api/datasets/${name}/tree/${revision}?recursive=true`;
  const entries = (await readJson(tree, options)) as TreeEntry[];
  const files = entries
    .filter(({ type, path }) => type === 'file' && READABLE.test(path))
    .map(({ path, size, oid, lfs }) => ({
      path,
      url: `${address}/datasets/${name}/resolve/${revision}/${encodePath(path)}`,
      sizeBytes: size,
      checksum: checksumOf(oid, lfs?.oid),
    }));
  if (files.length === 0) throw new DataError('no_documents', { name });
  return files;
}

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

const checksumOf = (oid: string, largeFile: string | undefined): Checksum =>
  largeFile === undefined
    ? { kind: 'git_blob', hex: oid }
    : { kind: 'sha256', hex: largeFile.replace(/^sha256:/, '') };

async function readJson(
  url: string,
  { fetch, signal }: Pick<RemoteOptions, 'fetch' | 'signal'>,
): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    if (signal?.aborted) throw new DataError('aborted', { url }, cause);
    throw new DataError('offline', { url, reason: String(cause) }, cause);
  }
  if (!response.ok) throw new DataError('http', { url, status: response.status });
  return response.json();
}
