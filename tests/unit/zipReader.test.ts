// Archives that would fill the memory, mislead or hide something are refused before they are unpacked.
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32, readZip } from '../../src/training/io/zipReader';

interface Entry {
  name: string;
  data: Buffer;
  size?: number;
  crc?: number;
  flags?: number;
  method?: number;
  offset?: number;
}

/** An archive of entries as they are given; one with an `offset` has no bytes of its own. */
function archive(entries: readonly Entry[]): Blob {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const {
    name,
    data,
    size = data.length,
    crc = 0,
    flags = 0,
    method = 0,
    offset,
  } of entries) {
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(flags, 2);
    shared.writeUInt16LE(method, 4);
    shared.writeUInt32LE(crc, 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(size, 18);
    shared.writeUInt16LE(name.length, 22);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    shared.copy(central, 6);
    central.writeUInt32LE(offset ?? at, 42);
    directory.push(central, Buffer.from(name));
    if (offset !== undefined) continue;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    shared.copy(local, 4);
    parts.push(local, Buffer.from(name), data);
    at += 30 + name.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return new Blob([Buffer.concat([...parts, list, end])]);
}

const text = Buffer.from('hello');
const hello = async (name: string): Promise<Entry> => ({
  name,
  data: text,
  crc: await crc32(new Blob([text])),
});

describe('zips', () => {
  it('are read, also with the backslashes of some Windows tools', async () => {
    const zip = archive([await hello('a.txt'), await hello('in\\b.txt')]);
    const files = await readZip(zip);
    expect([...files.keys()]).toEqual(['a.txt', 'in/b.txt']);
    expect(await files.get('in/b.txt')!.text()).toBe('hello');
  });

  const zeros = deflateRawSync(Buffer.alloc(2 ** 20));
  const refusals: [string, string, () => Promise<Entry[]> | Entry[]][] = [
    ['two files of one name', 'bad_zip', async () => [await hello('a'), await hello('a')]],
    ['a way out of the folder', 'bad_zip', async () => [await hello('a/../../b')]],
    ['an absolute path', 'bad_zip', async () => [await hello('/etc/b')]],
    ['a drive', 'bad_zip', async () => [await hello('C:/b')]],
    ['encryption', 'bad_zip', async () => [{ ...(await hello('a')), flags: 1 }]],
    ['strong encryption', 'bad_zip', async () => [{ ...(await hello('a')), flags: 0x41 }]],
    ['another method', 'bad_zip', async () => [{ ...(await hello('a')), method: 99 }]],
    ['sizes of zip64', 'bad_zip', async () => [{ ...(await hello('a')), size: 0xffffffff }]],
    [
      'entries that share their bytes',
      'bad_zip',
      () =>
        Array.from({ length: 40 }, (_, index) => ({
          name: `f${index}`,
          data: zeros,
          size: 2 ** 20,
          method: 8,
          ...(index > 0 && { offset: 0 }),
        })),
    ],
    [
      'a hundred times its size and more',
      'zip_grows',
      () => [{ name: 'weights', data: zeros, size: 2 ** 30, method: 8 }],
    ],
    [
      'more than it claims',
      'bad_zip',
      () => [{ name: 'weights', data: zeros, size: 2 ** 19, method: 8 }],
    ],
  ];

  it.each(refusals)('with %s are refused', async (_what, code, entries) => {
    await expect(readZip(archive(await entries()))).rejects.toMatchObject({ code });
  });
});
