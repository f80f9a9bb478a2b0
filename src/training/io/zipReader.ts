// A zip's files without unpacking it whole: what is stored is a slice of the zip, what is deflated goes
// through the browser's own stream. The central directory decides (PKWARE APPNOTE 4.3), checksums are
// held against it; archives beyond 4 GiB (zip64), encrypted ones and those that would fill the memory are
// refused before anything is unpacked.
import { reasonText, type ReasonCode } from '../formats/reasons';
import { BenchtopError } from '../../gpu/errors';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MOST_COMMENT = 65_535;
const ZIP64 = 0xffffffff;
const ZIP64_COUNT = 0xffff;
/** Encrypted, strongly encrypted, or with its header hidden. */
const ENCRYPTED = 0x2041;
const STORED = 0;
const DEFLATED = 8;

export const isZip = async (blob: Blob): Promise<boolean> => {
  const start = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  return start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4;
};

/** Weights hardly shrink; what grows more than this is made to fill the memory. */
const MOST_GROWTH = 100;
/** Small archives of text may grow more. */
const ALWAYS_ALLOWED_BYTES = 64 * 2 ** 20;
const MOST_UNPACKED_BYTES = 64 * 2 ** 30;

function bad(reason: ReasonCode, name = ''): BenchtopError {
  const fields = { name };
  const text = `This zip cannot be read: ${reasonText(reason, fields)}.`;
  return new BenchtopError('bad_zip', text, { ...fields, reason });
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

/** `end`: nothing of the entry lies there or beyond. */
interface Placed extends Entry {
  readonly end: number;
}

const viewOf = async (blob: Blob, from: number, to: number): Promise<DataView> =>
  new DataView(await blob.slice(from, to).arrayBuffer());

/** Path in the archive → content; folders are left out. @throws BenchtopError bad_zip | zip_grows */
export async function readZip(zip: Blob): Promise<Map<string, Blob>> {
  const files = new Map<string, Blob>();
  for (const entry of await entriesOf(zip)) {
    if (entry.name.endsWith('/')) continue;
    files.set(entry.name, await contentOf(zip, entry));
  }
  return files;
}

async function entriesOf(zip: Blob): Promise<Placed[]> {
  const tailAt = Math.max(0, zip.size - END_BYTES - MOST_COMMENT);
  const tail = await viewOf(zip, tailAt, zip.size);
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END) at -= 1;
  if (at < 0) throw bad('zip_end');
  if (tail.getUint16(at + 4, true) !== 0 || tail.getUint16(at + 6, true) !== 0)
    throw bad('zip_parts');
  const count = tail.getUint16(at + 10, true);
  const sizeBytes = tail.getUint32(at + 12, true);
  const offset = tail.getUint32(at + 16, true);
  if (offset === ZIP64 || sizeBytes === ZIP64 || count === ZIP64_COUNT) throw beyond();
  if (offset + sizeBytes > zip.size) throw bad('zip_cut');
  const entries = parseEntries(await viewOf(zip, offset, offset + sizeBytes), count);
  checkNames(entries);
  checkGrowth(entries, zip.size);
  return placed(entries, offset);
}

const beyond = (): BenchtopError => bad('zip64');

/** A name leads to one file, below the folder in which the archive is. */
function checkNames(entries: readonly Entry[]): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (seen.has(name)) throw bad('zip_twice', name);
    seen.add(name);
    const leadsOut = name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\0');
    if (leadsOut || name.split('/').includes('..')) throw bad('zip_outside', name);
  }
}

function checkGrowth(entries: readonly Entry[], packedBytes: number): void {
  const sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  const most = Math.max(ALWAYS_ALLOWED_BYTES, MOST_GROWTH * packedBytes);
  if (sizeBytes <= most && sizeBytes <= MOST_UNPACKED_BYTES) return;
  throw new BenchtopError(
    'zip_grows',
    `This zip has ${packedBytes} bytes and claims to unpack to ${sizeBytes}: it is not unpacked.`,
    { packedBytes, sizeBytes },
  );
}

/** In the order of their bytes no entry may reach into the next one. */
function placed(entries: readonly Entry[], directory: number): Placed[] {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  return sorted.map((entry, index) => {
    const end = sorted[index + 1]?.offset ?? directory;
    if (entry.offset + LOCAL_BYTES + entry.packedBytes > end) throw bad('zip_overlap', entry.name);
    return { ...entry, end };
  });
}

function parseEntries(view: DataView, count: number): Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY)
      throw bad('zip_directory');
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true);
    const end = next + view.getUint16(at + 32, true);
    if (end > view.byteLength) throw bad('zip_directory');
    const name = new TextDecoder().decode(
      new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_BYTES, nameBytes),
    );
    if (view.getUint16(at + 8, true) & ENCRYPTED) throw bad('zip_encrypted');
    const sizes = [20, 24, 42].map((where) => view.getUint32(at + where, true));
    if (sizes.includes(ZIP64)) throw beyond();
    entries.push({
      name: name.replaceAll('\\', '/'),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      sizeBytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at = end;
  }
  return entries;
}

async function contentOf(zip: Blob, entry: Placed): Promise<Blob> {
  const { name, method, packedBytes, sizeBytes, offset, end } = entry;
  const damaged = (): BenchtopError => bad('zip_damaged', name);
  const head = await viewOf(zip, offset, offset + LOCAL_BYTES);
  if (head.byteLength < LOCAL_BYTES || head.getUint32(0, true) !== LOCAL) throw damaged();
  const from = offset + LOCAL_BYTES + head.getUint16(26, true) + head.getUint16(28, true);
  if (from + packedBytes > end) throw bad('zip_overlap', name);
  const packed = zip.slice(from, from + packedBytes);
  let content = packed;
  if (method === DEFLATED) {
    const inflate = new DecompressionStream('deflate-raw');
    const stream = packed.stream().pipeThrough(inflate);
    content = await new Response(limited(stream, sizeBytes)).blob().catch(() => {
      throw damaged();
    });
  } else if (method !== STORED) throw bad('zip_method', name);
  if (content.size !== sizeBytes || (await crc32(content)) !== entry.crc) throw damaged();
  return content;
}

/** What unpacks to more than it says is ended there, however much more it would be. */
function limited(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  mostBytes: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let seen = 0;
  return stream.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        seen += piece.length;
        if (seen > mostBytes) controller.error(new Error('too long'));
        else controller.enqueue(piece);
      },
    }),
  );
}

/** Eight bytes a turn: tables[k][b] is the remainder of b followed by k zero bytes. */
let tables: Uint32Array[] | undefined;

function crcTables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, value) => {
    let crc = value;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
  const all = [first];
  for (let k = 1; k < 8; k++) {
    all.push(all[k - 1]!.map((crc) => first[crc & 255]! ^ (crc >>> 8)));
  }
  return all;
}

export async function crc32(blob: Blob): Promise<number> {
  tables ??= crcTables();
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let crc = 0xffffffff;
  const reader = blob.stream().getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    const bytes: Uint8Array = step.value;
    const whole = bytes.length & ~7;
    let i = 0;
    for (; i < whole; i += 8) {
      const low =
        crc ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
      crc =
        t7[low & 255]! ^
        t6[(low >>> 8) & 255]! ^
        t5[(low >>> 16) & 255]! ^
        t4[low >>> 24]! ^
        t3[bytes[i + 4]!]! ^
        t2[bytes[i + 5]!]! ^
        t1[bytes[i + 6]!]! ^
        t0[bytes[i + 7]!]!;
    }
    for (; i < bytes.length; i++) crc = t0[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
