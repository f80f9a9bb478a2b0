// Reads parquet in a thread of its own, which can be ended: the library loops for ever on some broken files.
// Plain JavaScript, so that a browser's Worker and Node's worker_threads run the same file. The file's bytes
// stay with the caller and are asked for slice by slice.
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
} from 'hyparquet-compressors';

/** Snappy is hyparquet's own: the faster one is WebAssembly, which the page's policy does not allow. */
const compressors = {
  GZIP: decompressGzip,
  ZSTD: (bytes) => decompressZstd(bytes),
  BROTLI: decompressBrotli,
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** Bytes that are no text stay bytes: a column of images has no words. */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const parsers = {
  stringFromBytes(bytes) {
    try {
      return bytes && strict.decode(bytes);
    } catch {
      return bytes;
    }
  },
};

/** A group is decoded as a whole. Writers make groups of about a million rows. */
const MOST_GROUP_ROWS = 10_000_000;
const MOST_GROUP_BYTES = 1 << 30;

const port = globalThis.process?.getBuiltinModule?.('node:worker_threads')?.parentPort;
const send = (message) => (port ?? globalThis).postMessage(message);

const waiting = new Map();
let asked = 0;
const slice = (start, end) =>
  new Promise((resolve) => {
    asked += 1;
    waiting.set(asked, resolve);
    send({ kind: 'slice', id: asked, start, end });
  });

let file;
let metadata;
let rows = [];

const methods = {
  async open({ byteLength }) {
    file = { byteLength, slice: (start, end = byteLength) => slice(start, end) };
    metadata = await parquetMetadataAsync(file);
    const groups = metadata.row_groups.map(
      ({ num_rows, total_byte_size, total_compressed_size }) => {
        const found = {
          rows: Number(num_rows),
          sizeBytes: Number(total_compressed_size ?? total_byte_size ?? 0),
        };
        const isSane = Number.isSafeInteger(found.rows) && found.rows >= 0;
        if (!isSane || found.rows > MOST_GROUP_ROWS || Number(total_byte_size) > MOST_GROUP_BYTES) {
          throw new Error(`a row group of ${found.rows} rows and ${total_byte_size} bytes`);
        }
        return found;
      },
    );
    const keyValues = (metadata.key_value_metadata ?? []).map(({ key, value }) => [
      key,
      value ?? '',
    ]);
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
    const twice = columns.find((name, i) => columns.indexOf(name) !== i);
    if (twice !== undefined) throw new Error(`two columns are called ${twice}`);
    return { columns, groups, keyValues };
  },
  async load({ from, to }) {
    const onPage = () => send({ kind: 'progress' });
    rows = await parquetReadObjects({
      file,
      metadata,
      compressors,
      parsers,
      rowStart: from,
      rowEnd: to,
      onPage,
    });
    return rows.length;
  },
  take: ({ from, to }) => rows.slice(from, to),
};

async function handle({ kind, id, method, input, buffer }) {
  if (kind === 'slice') {
    waiting.get(id)?.(buffer);
    waiting.delete(id);
    return;
  }
  try {
    send({ kind: 'result', id, value: await methods[method](input) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    send({ kind: 'error', id, reason });
  }
}

if (port) port.on('message', (message) => void handle(message));
else globalThis.addEventListener('message', (event) => void handle(event.data));
