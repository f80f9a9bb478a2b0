// Which of the files that were dropped, picked or unpacked are the model: one folder, and in it what its
// loaders read.
import { CHAT_TEMPLATE_FILE } from '../../training/io/tokenizerFiles';
import { isZip, readZip } from '../../training/io/zipReader';
import {
  INDEX_FILE,
  WEIGHTS_FILE,
  type ModelFiles,
} from '../../training/io/huggingface/weightFiles';
import type { NamedBlob } from '../protocol/models';

const TEXTS = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  CHAT_TEMPLATE_FILE,
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
  'vocab.txt',
  'benchtop_tokenizer.json',
];

/** A hub lists weights twice at times: whole and in shards. */
export const neededFiles = (names: readonly string[]): string[] =>
  names.filter(
    (name) =>
      TEXTS.includes(name) ||
      (names.includes(WEIGHTS_FILE)
        ? name === WEIGHTS_FILE
        : name === INDEX_FILE || name.endsWith('.safetensors')),
  );

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export interface Gathered {
  /** Of the folder or of the zip; empty where the files came without one. */
  readonly name: string;
  /** All of the folder, so that what is wrong with it can be said. */
  readonly files: ModelFiles;
}

/** The folder with that config that lies least deep; where there is none, the outermost. */
export async function gatherFiles(
  imported: readonly NamedBlob[],
  config = 'config.json',
): Promise<Gathered> {
  const first = imported[0];
  if (first && imported.length === 1 && (await isZip(first.blob))) {
    const inside = await readZip(first.blob);
    const unpacked = Array.from(inside, ([path, blob]) => ({ path, blob }));
    const own = unpacked.filter(({ path }) => !path.startsWith('__MACOSX/'));
    const { name, files } = gather(own, config);
    return { name: nameOf(first.path).replace(/\.zip$/i, '') || name, files };
  }
  return gather(imported, config);
}

function gather(imported: readonly NamedBlob[], config: string): Gathered {
  const depth = (folder: string): number => folder.split('/').length;
  const shallowest = (list: readonly NamedBlob[]): string | undefined =>
    list.map(({ path }) => folderOf(path)).toSorted((a, b) => depth(a) - depth(b))[0];
  const configs = imported.filter(({ path }) => nameOf(path) === config);
  const folder = shallowest(configs) ?? shallowest(imported) ?? '';
  const files = new Map(
    imported
      .filter(({ path }) => folderOf(path) === folder)
      .map(({ path, blob }) => [nameOf(path), blob] as const),
  );
  return { name: nameOf(folder.slice(0, -1)), files };
}
