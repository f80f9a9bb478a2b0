// Files for the command line: the packed corpora from where they are made, texts from disk, and models
// to disk.
import { createReadStream, openAsBlob } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { readCodeCorpus } from '../../../scripts/pack_code_corpus.mjs';
import { readTextFile } from '../../training/data/tables/textFile';
import type { FolderFiles } from '../../training/io/exportFolder';
import type { ModelFiles } from '../../training/io/huggingface/weightFiles';
import type { SuppliedText } from '../protocol/text';

export async function readAssetInNode(): Promise<string> {
  return (await readCodeCorpus()).text;
}

/** With the same checks as a file dropped on the page. @throws DataError */
export async function readTextInNode(file: string): Promise<SuppliedText> {
  const { size } = await stat(file);
  const stream = (): ReadableStream<Uint8Array> =>
    Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  const name = path.basename(file);
  const { text } = await readTextFile({ name, size, stream });
  return { name, text };
}

/** Part by part: the weights are never copied into one piece. */
export async function writeFolder(directory: string, files: FolderFiles): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [name, parts] of files) {
    const file = await open(path.join(directory, name), 'w');
    for (const part of parts) await file.writeFile(part);
    await file.close();
  }
}

/** The files of a model's folder, which stay where they are. */
export async function readModelFiles(directory: string): Promise<ModelFiles> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const opened = names.map(
    async (name) => [name, await openAsBlob(path.join(directory, name))] as const,
  );
  return new Map(await Promise.all(opened));
}
