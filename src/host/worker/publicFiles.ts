// Files that come with the page. What never changes under its hash is kept by the browser once it was read, so
// that it is there at once, and without a network.
import { hostError } from '../protocol/error';

const CACHE = 'benchtop-public';

/** None where the page is not served securely. */
const openCache = (): Promise<Cache | null> =>
  'caches' in globalThis ? caches.open(CACHE).catch(() => null) : Promise.resolve(null);

/** Kept under the hash of its content, where that is given. @throws BenchtopError asset_missing */
export async function readPublic(path: string, hash?: string): Promise<Blob> {
  const url = new URL(path, new URL(import.meta.env.BASE_URL, self.location.origin));
  if (hash === undefined) return fetchPublic(url, path);
  url.searchParams.set('hash', hash);
  const cache = await openCache();
  const stored = await cache?.match(url);
  return stored ? stored.blob() : fetchPublic(url, path, cache);
}

async function fetchPublic(url: URL, path: string, cache?: Cache | null): Promise<Blob> {
  const response = await fetch(url);
  const { ok, status, headers } = response;
  // A host of single-page apps answers with its page where a file is missing.
  const isPage = headers.get('Content-Type')?.startsWith('text/html') ?? false;
  if (!ok || isPage) throw hostError('asset_missing', { path, status });
  await cache?.put(url, response.clone()).catch(() => undefined);
  return response.blob();
}
