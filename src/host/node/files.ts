// Files for the command line: the packed corpora from where they are made, texts from disk, and models
// to disk.
import { createReadStream, existsSync, openAsBlob } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { readBook } from '../../../scripts/pack_books.mjs';
import { readCodeCorpus } from '../../../scripts/pack_code_corpus.mjs';
import { CODE_CORPUS, type AssetCorpus } from '../../training/data/corpora/corpora';
import { readTextFile } from '../../training/data/tables/textFile';
import type { FolderFiles } from '../../training/io/exportFolder';
import type { NamedBlob } from '../protocol/models';
import type { SuppliedText } from '../protocol/text';

const PUBLIC = fileURLToPath(new URL('../../../public', import.meta.url));

export async function readAssetInNode({ id, path: file }: AssetCorpus): Promise<string> {
  return id === CODE_CORPUS.id ? (await readCodeCorpus()).text : readBook(file);
}

/** A file of public/. */
export const readPublicInNode = (file: string): Promise<Blob> =>
  openAsBlob(path.join(PUBLIC, file));

export const isOnDisk = (path: string | undefined): boolean =>
  path !== undefined && existsSync(path);

/** With the same checks as a file dropped on the page. @throws DataError */
export async function readTextInNode(file: string): Promise<SuppliedText> {
  const { size } = await stat(file);
  const stream = (): ReadableStream<Uint8Array> =>
    Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  const name = path.basename(file);
  const { text } = await readTextFile({ name, size, stream });
  return { name, text };
}

/** Its bytes stay on the disk until they are read. */
export const readFileInNode = async (file: string): Promise<NamedBlob> => ({
  path: path.basename(file),
  blob: await openAsBlob(file),
});

/** The files right in a folder, as dropped on the page; a file is itself. */
export async function readFolderInNode(place: string): Promise<NamedBlob[]> {
  if (!(await stat(place)).isDirectory()) return [await readFileInNode(place)];
  const name = path.basename(path.resolve(place));
  const files = (await readdir(place, { withFileTypes: true })).filter(
    (entry) => !entry.isDirectory(),
  );
  return Promise.all(
    files.map(async (entry) => ({
      path: `${name}/${entry.name}`,
      blob: await openAsBlob(path.join(place, entry.name)),
    })),
  );
}

/** Part by part: the weights are never copied into one piece. */
export async function writeFolder(directory: string, files: FolderFiles): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [name, chunks] of files) {
    const file = await open(path.join(directory, name), 'w');
    for (const chunk of chunks) await file.writeFile(chunk);
    await file.close();
  }
}
