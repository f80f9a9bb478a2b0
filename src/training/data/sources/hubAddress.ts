// What people paste when they mean a model or a data set of the Hugging Face hub: a name, a page's address,
// a file's address, a name with a revision. One reader for both kinds.
import { DataError } from '../errors';

export type HubKind = 'models' | 'datasets';

export interface HubRepo {
  readonly kind: HubKind;
  /** `owner/name`, or `name` for the oldest models. */
  readonly name: string;
  /** A branch, tag, commit or `refs/pr/1`; undefined: the default branch. */
  readonly revision: string | undefined;
  /** Of a folder or file in it, without slashes at its ends; empty: all of it. */
  readonly path: string;
}

const HOSTS = /^(?:(?:https?:)?\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)(?=\/|$)/i;
const SCHEME = /^hf:\/\//i;
const KINDS: Readonly<Record<string, HubKind>> = { datasets: 'datasets', models: 'models' };
/** Parts of an address after which a revision and a path follow. */
const VIEWS = new Set(['tree', 'blob', 'resolve', 'raw', 'blame', 'commits', 'commit', 'edit']);
/** Pages of a repository that lead to no files. */
const PAGES = new Set(['discussions', 'viewer', 'settings', 'community', 'sql-console', 'embed']);
/** Where the hub keeps every data set as parquet, a folder per configuration and one in it per split. */
const PARQUET_BRANCH = 'refs/convert/parquet';
/** Addresses of the hub that are no repositories of models or data sets. */
const OTHERS = new Set(
  'spaces,collections,papers,docs,blog,organizations,login,join,posts'.split(','),
);
const SEGMENT = /^[A-Za-z0-9](?:[\w.-]{0,94}[\w])?$/;

/** @throws DataError hub_name | hub_kind */
export function parseHubAddress(input: string, kind: HubKind): HubRepo {
  const bad = (): DataError => new DataError('hub_name', { name: input.trim().slice(0, 200) });
  const segments = segmentsOf(input, bad);
  const isApi = segments[0] === 'api';
  if (isApi) segments.shift();
  const named = KINDS[segments[0] ?? ''];
  if (named) segments.shift();
  if (OTHERS.has(segments[0] ?? '')) throw bad();
  // Models have no word of their own in an address, data sets always have one.
  const isAddress = HOSTS.test(input.trim()) || SCHEME.test(input.trim());
  const found = named ?? (isAddress ? 'models' : kind);
  const repo = repoOf(segments, found, { bad, isApi });
  if (found !== kind) throw new DataError('hub_kind', { name: repo.name, kind: found });
  return { kind, ...repo };
}

function segmentsOf(input: string, bad: () => DataError): string[] {
  const text = input.trim().replace(/[?#].*$/s, '');
  if (/^[a-z]+:\/\//i.test(text) && !HOSTS.test(text) && !SCHEME.test(text)) throw bad();
  const path = text.replace(SCHEME, '').replace(HOSTS, '');
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    throw bad();
  }
}

function repoOf(
  segments: readonly string[],
  kind: HubKind,
  { bad, isApi }: { readonly bad: () => DataError; readonly isApi: boolean },
): Omit<HubRepo, 'kind'> {
  const isAlone = segments.length < 2 || isWord(segments[1]!) || segments[0]!.includes('@');
  const [named, rest] = isAlone
    ? [segments.slice(0, 1), segments.slice(1)]
    : [segments.slice(0, 2), segments.slice(2)];
  const [last = '', ...marked] = (named.at(-1) ?? '').split('@');
  const name = [...named.slice(0, -1), last.replace(/\.git$/, '')].join('/');
  if (!name.split('/').every((segment) => SEGMENT.test(segment) && !/\.\.|--/.test(segment)))
    throw bad();
  if (marked.length > 1) throw bad();
  const [mark] = marked;
  if (mark !== undefined) return { name, ...revisionAndPath([mark, ...rest], bad) };
  const [view, ...after] = rest[0] === 'embed' ? rest.slice(1) : rest;
  const isTable = view === 'viewer' || (isApi && view === 'parquet');
  if (isTable && kind === 'datasets' && after.length > 0)
    return { name, revision: PARQUET_BRANCH, path: checked(after.slice(0, 2), bad) };
  if (view === undefined || PAGES.has(view)) return { name, revision: undefined, path: '' };
  // As hf:// writes it: the path right behind the name.
  if (view === 'revision') return { name, ...revisionAndPath(after, bad) };
  if (!VIEWS.has(view)) return { name, revision: undefined, path: checked(rest, bad) };
  return { name, ...revisionAndPath(after, bad) };
}

const isWord = (segment: string): boolean => VIEWS.has(segment) || PAGES.has(segment);

/** `refs/pr/1` is one revision, though it has slashes. */
function revisionAndPath(segments: readonly string[], bad: () => DataError) {
  const isRef = segments[0] === 'refs' && segments.length > 2;
  const length = isRef ? 3 : 1;
  const named = segments.slice(0, length).join('/');
  // As DuckDB and hf:// abbreviate it.
  const revision = named === '~parquet' ? PARQUET_BRANCH : named;
  // What no name of a branch has: `git@hf.co:a/b` is another kind of address.
  if (revision === '' || /[\s:~^?*[\\]|\.\./.test(revision)) throw bad();
  return { revision, path: checked(segments.slice(length), bad) };
}

function checked(segments: readonly string[], bad: () => DataError): string {
  if (segments.some((segment) => segment === '..' || segment === '.' || /[\\\0]/.test(segment)))
    throw bad();
  return segments.join('/');
}

/** The page on which a user signs in, accepts conditions, or sees that nothing is there. */
export const hubPage = ({ kind, name }: Pick<HubRepo, 'kind' | 'name'>, address: string): string =>
  `${address}/${kind === 'datasets' ? 'datasets/' : ''}${name}`;

/** Why the hub answered with this status, as an error that says what to do. */
export function hubError(
  status: number,
  repo: HubRepo,
  address: string,
  reason: string | null = null,
): DataError {
  const { name, revision = '' } = repo;
  const page = hubPage(repo, address);
  const fields = { name, page, status };
  if (reason === 'GatedRepo' || status === 403) return new DataError('hub_gated', fields);
  if (reason === 'RevisionNotFound' || (status === 404 && revision !== ''))
    return new DataError('hub_no_revision', { ...fields, revision });
  if (status === 401) return new DataError('hub_private', fields);
  if (status === 404) return new DataError('hub_missing', fields);
  if (status === 429) return new DataError('hub_busy', fields);
  if (status >= 500) return new DataError('hub_down', fields);
  return new DataError('http', { url: page, status });
}
