// Models and examples on this disk, as the command line names them: a Hugging Face folder, a zip of one,
// a table.
import { inspectSource } from '../../training/data/sources/sources';
import { unpacked } from '../../training/data/sources/remote';
import { DataError } from '../../training/data/errors';
import { asPreferences, type ExampleMapping } from '../../training/data/examples/exampleColumns';
import { readExamples, type FoundExamples } from '../../training/data/examples/exampleRows';
import type { Remark } from '../../training/formats/remark';
import type { BaseRef } from '../../training/models/baseModel';
import { ModelLibrary } from '../models/modelLibrary';
import { isOnDisk, readFileInNode, readFolderInNode } from '../node/files';
import type { LoadedModel } from '../protocol/models';
import { MemoryStorage } from '../storage/memoryStorage';
import type { LoadedEntry } from '../storage/loadedModels';
import { modelRepository, openModelHub } from './hub';
import type { Session } from './session';
import { UsageError, type Call, type VerbOption } from './verb';

export const BASE: VerbOption = {
  value: 'MODEL',
  help: 'start from a model: a Hugging Face folder or a zip of one, or one of the Hub by the name of its card ("cards") or owner/name',
};

export interface ImportedModels {
  readonly library: ModelLibrary;
  readonly models: readonly LoadedModel[];
}

/** A model that is there is not trained. @throws UsageError */
export const refuseSettings = (call: Call): void =>
  call.refuse(['steps', 'config', 'set'], 'experiments that are trained first');

/** @throws UsageError before anything is opened */
export function checkModelPaths(paths: readonly string[]): void {
  for (const path of paths)
    if (!isOnDisk(path) && modelRepository(path) === undefined)
      throw new UsageError(`There is no folder or zip file "${path}", and no card of that name.`);
}

/** In their order. @throws what is wrong with the files */
export async function importModels(
  { lab }: Session,
  paths: readonly string[],
): Promise<ImportedModels> {
  const library = new ModelLibrary(lab, new MemoryStorage<LoadedEntry>(), openModelHub());
  const models: LoadedModel[] = [];
  for (const path of paths) {
    const model = await bring(library, path);
    tellRemarks(model.name, model.remarks);
    models.push(model);
  }
  return { library, models };
}

/** From this disk, else from the hub. */
async function bring(library: ModelLibrary, path: string): Promise<LoadedModel> {
  const repository = isOnDisk(path) ? undefined : modelRepository(path);
  if (repository === undefined)
    return library.import(await readFolderInNode(path), () => undefined);
  console.error(`${repository}: downloading from the Hub`);
  return library.download(repository, () => undefined);
}

/** What a reader left out or assumed. */
export function tellRemarks(name: string, remarks: readonly Remark[] = []): void {
  for (const { code, fields } of remarks) {
    const facts = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
    console.error(`${name}: ${code.replaceAll('_', ' ')} (${facts.join('; ')})`);
  }
}

export async function importBase(session: Session, path: string): Promise<BaseRef> {
  const { models } = await importModels(session, [path]);
  return { kind: 'loaded', id: models[0]!.id };
}

export interface ExampleFile {
  readonly found: FoundExamples;
  readonly mapping: ExampleMapping;
}

/** What the rows of a file are, where it is not what their columns look like. */
export type WantedKind = 'preferences' | 'scores';

/** By the columns that it would be read by without a word from the user. @throws DataError */
export async function readExampleFile(file: string, wanted?: WantedKind): Promise<ExampleFile> {
  const { path: name, blob } = await readFileInNode(file);
  if (blob.size === 0) throw new DataError('empty_file', { name });
  const source = { name, blob: await unpacked(name, blob) };
  const { format, table, examples, columns, classNames, remarks } = await inspectSource(source);
  if (!examples) {
    const found = columns.join(', ') || 'none';
    throw new UsageError(
      `${name} has no columns that read as a text and its class or as a prompt and its answer. Its columns: ${found}.`,
    );
  }
  const mapping =
    wanted === 'preferences'
      ? asPreferences(examples, columns)
      : { ...examples, ...(wanted && { kind: wanted }) };
  const found = await readExamples(source, { format, table }, mapping, { classNames });
  tellRemarks(name, [...remarks, ...found.remarks]);
  return { found, mapping };
}
