// A hub on this machine in the layout of Hugging Face's: what it knows, by kind and name, with sizes,
// checksums, lists in pages, and ranges.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Folder = ReadonlyMap<string, Buffer>;

export interface Hub {
  readonly address: string;
  /** Paths and ranges that were asked for. */
  readonly requests: string[];
  /** Bytes of a file after which the connection is cut, once. */
  readonly cuts: Map<string, number>;
  /** What paths with this in them are answered with, and the hub's own word for it. */
  readonly refusals: Map<string, { readonly status: number; readonly reason?: string }>;
  close(): void;
}

const REVISION = 'f00';
const BRANCH = 'v2';
const PAGE = 3;

const gitName = (data: Buffer): string =>
  createHash('sha1').update(`blob ${data.length}\0`).update(data).digest('hex');
export const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

function entriesOf(folder: Folder): unknown[] {
  return [...folder].map(([path, data]) => {
    const isLarge = /\.(?:safetensors|parquet)$/.test(path);
    const lfs = isLarge && { lfs: { oid: sha256(data) } };
    return { type: 'file', path, size: data.length, oid: gitName(data), ...lfs };
  });
}

function sendList(url: URL, folder: Folder, response: ServerResponse): void {
  const page = Number(url.searchParams.get('cursor') ?? 0);
  const entries = entriesOf(folder);
  if (entries.length > PAGE * (page + 1))
    response.setHeader('link', `<${url.pathname}?cursor=${page + 1}>; rel="next"`);
  response.end(JSON.stringify(entries.slice(PAGE * page, PAGE * (page + 1))));
}

function sendFile(
  request: IncomingMessage,
  data: Buffer,
  cut: number | undefined,
  response: ServerResponse,
): void {
  const etag = `"${sha256(data)}"`;
  const isSame = request.headers['if-range'] === etag;
  const start = isSame ? /bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] : undefined;
  const from = Number(start ?? 0);
  if (from >= data.length) return void response.writeHead(416).end();
  response.writeHead(from > 0 ? 206 : 200, {
    etag,
    'content-length': data.length - from,
    ...(from > 0 && { 'content-range': `bytes ${from}-${data.length - 1}/${data.length}` }),
  });
  if (cut === undefined) response.end(data.subarray(from));
  else response.write(data.subarray(from, cut), () => setTimeout(() => response.destroy(), 20));
}

/** `models` and `datasets` by name, e.g. `gpt2`. */
export async function openHub(
  known: Record<'models' | 'datasets', ReadonlyMap<string, Folder>>,
): Promise<Hub> {
  const requests: string[] = [];
  const cuts = new Map<string, number>();
  const refusals: Hub['refusals'] = new Map();
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://here');
    requests.push(`${url.pathname} ${request.headers.range ?? ''}`);
    for (const [path, { status, reason }] of refusals) {
      if (!url.pathname.includes(path)) continue;
      return response.writeHead(status, reason ? { 'x-error-code': reason } : {}).end();
    }
    for (const kind of ['models', 'datasets'] as const) {
      for (const [name, folder] of known[kind]) {
        const about = `/api/${kind}/${name}`;
        const at = `${about}/revision/`;
        if (url.pathname === about || url.pathname === `${at}${BRANCH}`)
          return response.end(JSON.stringify({ sha: REVISION }));
        if (url.pathname === `${about}/tree/${REVISION}`) return sendList(url, folder, response);
        const start = `${kind === 'datasets' ? '/datasets' : ''}/${name}/resolve/${REVISION}/`;
        if (!url.pathname.startsWith(start)) continue;
        const path = decodeURIComponent(url.pathname.slice(start.length));
        const data = folder.get(path);
        const cut = cuts.get(path);
        cuts.delete(path);
        if (data) return sendFile(request, data, cut, response);
      }
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    cuts,
    refusals,
    close: () => void server.close(),
  };
}

export async function asBuffers(files: ReadonlyMap<string, Blob>): Promise<Map<string, Buffer>> {
  const buffers = new Map<string, Buffer>();
  for (const [name, blob] of files) buffers.set(name, Buffer.from(await blob.arrayBuffer()));
  return buffers;
}
