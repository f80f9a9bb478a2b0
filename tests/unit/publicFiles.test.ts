// Files that come with the page: kept under the hash of their content, so that they are there without a network.
import { beforeEach, expect, it, vi } from 'vitest';
import { readPublic } from '../../src/host/worker/publicFiles';

const PAGE = { headers: { 'Content-Type': 'text/html; charset=utf-8' } };
let requested: string[];
let answer: () => Promise<Response>;

beforeEach(() => {
  requested = [];
  const stored = new Map<string, Response>();
  vi.stubGlobal('self', { location: { origin: 'https://lab.example' } });
  vi.stubGlobal('caches', {
    open: () =>
      Promise.resolve({
        match: (url: URL) => Promise.resolve(stored.get(url.href)?.clone()),
        put: (url: URL, response: Response) => Promise.resolve(stored.set(url.href, response)),
      }),
  });
  vi.stubGlobal('fetch', (url: URL) => {
    requested.push(url.href);
    return answer();
  });
});

it('what has a hash is read once, and is there when the network has gone', async () => {
  answer = () => Promise.resolve(new Response('weights'));
  expect(await (await readPublic('models/a/model.safetensors', 'f00')).text()).toBe('weights');
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  expect(await (await readPublic('models/a/model.safetensors', 'f00')).text()).toBe('weights');
  expect(requested).toEqual(['https://lab.example/models/a/model.safetensors?hash=f00']);
  await expect(readPublic('models/a/model.safetensors', 'f01')).rejects.toThrow('Failed to fetch');
});

it('what has none is read anew', async () => {
  answer = () => Promise.resolve(new Response('1'));
  await readPublic('models/index.json');
  answer = () => Promise.resolve(new Response('2'));
  expect(await (await readPublic('models/index.json')).text()).toBe('2');
  expect(requested).toHaveLength(2);
});

it('a file that is missing is not kept, whether the host says so or answers with its page', async () => {
  const missing = { code: 'asset_missing', fields: { path: 'models/b/config.json' } };
  answer = () => Promise.resolve(new Response('', { status: 404 }));
  await expect(readPublic('models/b/config.json', 'f00')).rejects.toMatchObject(missing);
  answer = () => Promise.resolve(new Response('<!doctype html>', PAGE));
  await expect(readPublic('models/b/config.json', 'f00')).rejects.toMatchObject(missing);
  answer = () => Promise.resolve(new Response('{}'));
  expect(await (await readPublic('models/b/config.json', 'f00')).text()).toBe('{}');
});

it('without a cache files are read all the same', async () => {
  vi.stubGlobal('caches', { open: () => Promise.reject(new Error('insecure')) });
  answer = () => Promise.resolve(new Response('weights'));
  expect(await (await readPublic('models/a/model.safetensors', 'f00')).text()).toBe('weights');
});
