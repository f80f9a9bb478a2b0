// Downloads from a server on this machine that cuts connections, changes files and lies about them.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listHubFiles } from '../../src/training/data/sources/hub';
import {
  downloadFile,
  emptyPartial,
  sha256Of,
  unpacked,
  type RemoteOptions,
} from '../../src/training/data/sources/remote';

const FILE = randomBytes(300_000);
const sha256 = createHash('sha256').update(FILE).digest('hex');
const gitName = createHash('sha1').update(`blob ${FILE.length}\0`).update(FILE).digest('hex');

let server: Server;
let address: string;
/** What was asked for, and what to do to the next answers. */
let ranges: (string | undefined)[] = [];
let cutAfter: number[] = [];
let etag = '"one"';

function answer(request: IncomingMessage, response: ServerResponse): void {
  ranges.push(request.headers.range);
  const matches = request.headers['if-range'] === etag;
  const from = matches ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  const body = FILE.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    etag,
    'content-length': body.length,
    ...(from > 0 && { 'content-range': `bytes ${from}-${FILE.length - 1}/${FILE.length}` }),
  });
  const cut = cutAfter.shift();
  if (cut === undefined) response.end(body);
  else response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
}

const TREE = [
  {
    type: 'file',
    path: 'data/train set.parquet',
    size: FILE.length,
    oid: 'a',
    lfs: { oid: sha256 },
  },
  { type: 'file', path: 'small.csv', size: 9, oid: 'b' },
  { type: 'file', path: 'model.bin', size: 9, oid: 'c' },
  { type: 'directory', path: 'data', size: 0, oid: 'd' },
];

beforeAll(async () => {
  server = createServer((request, response) => {
    const json = (value: unknown) => response.end(JSON.stringify(value));
    if (request.url === '/api/datasets/some/set') json({ sha: 'f00' });
    else if (request.url === '/api/datasets/some/set/tree/f00?recursive=true') json(TREE);
    else if (request.url === '/file') answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

const download = (partial = emptyPartial(`${address}/file`), more: Partial<RemoteOptions> = {}) => {
  ranges = [];
  return downloadFile(partial, {
    fetch: (url, init) => fetch(url, init),
    retryAfterMs: 1,
    ...more,
  });
};
const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());

test('a whole file, with progress and its checksum', async () => {
  const progress: number[] = [];
  const blob = await download(undefined, {
    checksum: { kind: 'sha256', hex: sha256 },
    onProgress: (readBytes, totalBytes) => progress.push(readBytes / (totalBytes ?? NaN)),
  });
  expect((await bytesOf(blob)).equals(FILE)).toBe(true);
  expect(progress.at(-1)).toBe(1);
  await download(undefined, { checksum: { kind: 'git_blob', hex: gitName } });
});

test('a connection that breaks twice is taken up where it broke', async () => {
  cutAfter = [100_000, 50_000];
  const blob = await download();
  expect((await bytesOf(blob)).equals(FILE)).toBe(true);
  expect(ranges[0]).toBe(undefined);
  expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
});

test('what has arrived is kept for a later call; a file that has changed begins anew', async () => {
  const partial = emptyPartial(`${address}/file`);
  cutAfter = [80_000];
  await expect(download(partial, { retries: 0 })).rejects.toMatchObject({ code: 'offline' });
  expect(partial.readBytes).toBeGreaterThan(0);
  cutAfter = [];
  expect((await bytesOf(await download(partial))).equals(FILE)).toBe(true);
  expect(ranges).toEqual([expect.stringMatching(/^bytes=\d+-$/)]);

  const stale = { ...emptyPartial(`${address}/file`), chunks: [new Blob(['old'])], readBytes: 3 };
  etag = '"two"';
  expect((await bytesOf(await download({ ...stale, etag: '"one"' }))).equals(FILE)).toBe(true);
});

test('a wrong checksum, a missing file and a cancelled download are errors in words', async () => {
  const wrong = { kind: 'sha256', hex: '0'.repeat(64) } as const;
  await expect(download(undefined, { checksum: wrong })).rejects.toMatchObject({
    code: 'hash_mismatch',
  });
  await expect(download(emptyPartial(`${address}/none`))).rejects.toMatchObject({
    code: 'http',
    fields: { status: 404 },
  });
  const abort = new AbortController();
  const running = download(undefined, { signal: abort.signal, onProgress: () => abort.abort() });
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
});

test('SHA-256 is that of Node at every length about a block', async () => {
  for (const length of [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128, 1000]) {
    const bytes = FILE.subarray(0, length);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(await sha256Of(new Blob([bytes]))).toBe(expected);
  }
});

test('a gzip file is unpacked, others are left alone', async () => {
  const text = 'line\n'.repeat(1000);
  expect(await (await unpacked('a.gz', new Blob([gzipSync(text)]))).text()).toBe(text);
  expect(await (await unpacked('a.txt', new Blob([text]))).text()).toBe(text);
});

test('a gzip file that is cut or damaged is refused in words', async () => {
  const packed = gzipSync('a text');
  const cut = unpacked('a.gz', new Blob([packed.subarray(0, 18)]));
  await expect(cut).rejects.toMatchObject({ code: 'bad_gzip', fields: { name: 'a.gz' } });
});

test('a part that was not asked for begins the file anew', async () => {
  const other = { status: 206, headers: { 'content-range': 'bytes 0-3/10', etag: '"a"' } };
  const gone = { status: 416, headers: { 'content-range': 'bytes */10' } };
  for (const [body, init] of [
    ['0123', other],
    [null, gone],
  ] as const) {
    const partial = { url: 'x', chunks: [new Blob(['old'])], readBytes: 3, etag: '"a"' };
    const answers = [new Response(body, init), new Response('0123456789')];
    const blob = await downloadFile(partial, {
      fetch: () => Promise.resolve(answers.shift()!),
      retryAfterMs: 1,
    });
    expect(await blob.text()).toBe('0123456789');
  }
});

test.each([
  ['a page', () => new Response('<html>sign in</html>'), 'hub_answer'],
  ['nothing', () => Response.json(null), 'hub_answer'],
  ['no list', () => Response.json({ sha: 'f' }), 'hub_answer'],
  [
    'files without paths',
    (url: string) => Response.json(url.includes('/tree/') ? [{ type: 'file' }] : {}),
    'hub_answer',
  ],
  [
    'no readable file',
    (url: string) => Response.json(url.includes('/tree/') ? [] : {}),
    'hub_no_files',
  ],
  ['a closed list', () => Response.json({ gated: 'auto' }), 'hub_gated'],
])('the hub answers with %s', async (_, answer, code) => {
  const options = { fetch: (url: string) => Promise.resolve(answer(url)) };
  await expect(listHubFiles('some/set', options)).rejects.toMatchObject({ code });
});

test('a name of the hub becomes files with addresses at a revision and checksums', async () => {
  const options = { fetch: (url: string, init: RequestInit) => fetch(url, init) };
  expect(await listHubFiles(' some/set ', options, address)).toEqual([
    {
      path: 'data/train set.parquet',
      url: `${address}/datasets/some/set/resolve/f00/data/train%20set.parquet`,
      sizeBytes: FILE.length,
      checksum: { kind: 'sha256', hex: sha256 },
    },
    {
      path: 'small.csv',
      url: `${address}/datasets/some/set/resolve/f00/small.csv`,
      sizeBytes: 9,
      checksum: { kind: 'git_blob', hex: 'b' },
    },
  ]);
  const none = listHubFiles('some/other', options, address);
  await expect(none).rejects.toMatchObject({ code: 'hub_missing', fields: { status: 404 } });
  await expect(listHubFiles('no name!', options)).rejects.toMatchObject({ code: 'hub_name' });
});
