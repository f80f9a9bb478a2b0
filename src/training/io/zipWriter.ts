// A folder as one zip, its files stored as they are: weights do not compress. The archive is made of the
// files' own blobs, so nothing is copied; checksums are read beforehand.
import { BenchtopError } from '../../gpu/errors';
import { crc32 } from './zipReader';

const MOST_BYTES = 0xffffffff;
/** 1980-01-01: one folder always gives one zip. */
const DATE = 0x21;
const UTF8_NAMES = 0x800;
const VERSION = 20;

interface Placed {
  readonly name: Uint8Array<ArrayBuffer>;
  readonly crc: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

/** @throws BenchtopError zip_too_large */
export async function zipFolder(folder: string, files: ReadonlyMap<string, Blob>): Promise<Blob> {
  const chunks: BlobPart[] = [];
  const placed: Placed[] = [];
  let offset = 0;
  for (const [path, blob] of files) {
    const name = new TextEncoder().encode(`${folder}/${path}`);
    const entry = { name, crc: await crc32(blob), sizeBytes: blob.size, offset };
    const head = localHeader(entry);
    chunks.push(head, blob);
    placed.push(entry);
    offset += head.length + blob.size;
    if (offset > MOST_BYTES) {
      throw new BenchtopError(
        'zip_too_large',
        'A zip holds at most 4 GiB; choose a folder instead.',
      );
    }
  }
  const directory = placed.map(directoryEntry);
  const directoryBytes = directory.reduce((sum, chunk) => sum + chunk.length, 0);
  const end = fields([4, 0x06054b50], [4, 0], [2, placed.length], [2, placed.length]);
  const where = fields([4, directoryBytes], [4, offset], [2, 0]);
  return new Blob([...chunks, ...directory, end, where], { type: 'application/zip' });
}

/** Little-endian numbers of so many bytes each. */
function fields(...list: readonly (readonly [bytes: number, value: number])[]) {
  const bytes = new Uint8Array(list.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of list) {
    for (let i = 0; i < size; i++) bytes[at++] = Math.floor(value / 2 ** (8 * i)) & 255;
  }
  return bytes;
}

const joined = (head: Uint8Array, name: Uint8Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(head.length + name.length);
  bytes.set(head);
  bytes.set(name, head.length);
  return bytes;
};

/** From the version to the length of the extra field: the same in both headers. */
const description = ({ name, crc, sizeBytes }: Placed) =>
  [
    [2, VERSION],
    [2, UTF8_NAMES],
    [2, 0],
    [2, 0],
    [2, DATE],
    [4, crc],
    [4, sizeBytes],
    [4, sizeBytes],
    [2, name.length],
    [2, 0],
  ] as const;

const localHeader = (file: Placed): Uint8Array<ArrayBuffer> =>
  joined(fields([4, 0x04034b50], ...description(file)), file.name);

const directoryEntry = (file: Placed): Uint8Array<ArrayBuffer> =>
  joined(
    fields(
      [4, 0x02014b50],
      [2, VERSION],
      ...description(file),
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, file.offset],
    ),
    file.name,
  );
