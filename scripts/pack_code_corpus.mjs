// The code corpus: TypeScript's DOM declarations, as one text whose first line says what it is.
// Apache-2.0 asks that its text goes along with the work, so the licence is served beside it.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const require = createRequire(import.meta.url);

/** Paths to look, best first; npm may install @types/web under the name TypeScript replaces its library by. */
const PACKAGES = ['@types/web', '@typescript/lib-dom'];

function findPackage() {
  for (const name of PACKAGES) {
    try {
      return dirname(require.resolve(`${name}/package.json`));
    } catch {
      // Try the next name.
    }
  }
  throw new Error(`The code corpus needs one of ${PACKAGES.join(', ')}: run npm ci.`);
}

/** @returns {Promise<{ text: string, licenceText: string, metadata: { source: string, version: string, licence: string, sizeBytes: number, chars: number } }>} */
export async function readCodeCorpus() {
  const folder = findPackage();
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const declarations = (await readFile(join(folder, 'index.d.ts'), 'utf8')).replace(/\r\n?/g, '\n');
  const notice = `// TypeScript DOM declarations: ${name} ${version}, ${license}.\n`;
  const text = notice + declarations;
  return {
    text,
    licenceText: await readFile(join(folder, 'LICENSE.txt'), 'utf8'),
    metadata: {
      source: `npm ${name}`,
      version,
      licence: license,
      sizeBytes: Buffer.byteLength(text),
      chars: text.length,
    },
  };
}

/** The files of the corpus by their path in the site; the same input gives the same bytes. */
export async function packCodeCorpus() {
  const { text, licenceText, metadata } = await readCodeCorpus();
  const packed = await promisify(gzip)(text, { level: 9 });
  return {
    'corpora/code.txt.gz': packed,
    'corpora/code.json': Buffer.from(
      `${JSON.stringify({ ...metadata, packedBytes: packed.length }, null, 2)}\n`,
    ),
    'corpora/code.LICENSE.txt': Buffer.from(licenceText),
  };
}
