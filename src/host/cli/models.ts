// Models and examples, as the command line names them: a Hugging Face folder, a zip of one, a ready-made
// model, a table.
import { findReady, READY } from '../../experiments/ready/ready';
import { inspectSource } from '../../training/data/sources/sources';
import { unpacked } from '../../training/data/sources/remote';
import { DataError } from '../../training/data/errors';
import { asPreferences, type ExampleMapping } from '../../training/data/examples/exampleColumns';
import { readExamples, type FoundExamples } from '../../training/data/examples/exampleRows';
import type { Remark } from '../../training/formats/remark';
import type { BaseRef, StoredRef } from '../../training/models/baseModel';
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
  help: 'start from a model: a Hugging Face folder or a zip of one, a ready-made one (ready:story), or one of the Hub by the name of its card ("cards") or owner/name',
};

/** A model with what is known of it. */
export interface NamedModel {
  readonly base: StoredRef;
  readonly facts: LoadedModel;
}

export interface NamedModels {
  readonly library: ModelLibrary;
  readonly models: readonly NamedModel[];
}

/** In place of a path: a model that comes with the lab, or one of its checkpoints. */
const READY_NAME = /^ready:(.*)$/;
const isReady = (name: string | undefined): boolean => READY_NAME.test(name ?? '');

/** Rather than an experiment, which is trained first. */
export const isModel = (name: string | undefined): boolean => isReady(name) || isOnDisk(name);

/** A model that is there is not trained. @throws UsageError */
export const refuseSettings = (call: Call): void =>
  call.refuse(['steps', 'config', 'set'], 'experiments that are trained first');

/** @throws UsageError before anything is opened */
export function checkModelNames(names: readonly string[]): void {
  for (const name of names) {
    const id = READY_NAME.exec(name)?.[1];
    if (id !== undefined && !findReady(id)) {
      const known = READY.map((one) => `ready:${one.id}`).join(', ');
      throw new UsageError(`There is no ready-made model "${name}". Known: ${known}.`);
    }
    if (id === undefined && !isOnDisk(name) && modelRepository(name) === undefined)
      throw new UsageError(`There is no folder or zip file "${name}", and no card of that name.`);
  }
}

/** In their order. @throws what is wrong with the files */
export async function openModels(
  { lab, ready }: Session,
  names: readonly string[],
): Promise<NamedModels> {
  const storage = new MemoryStorage<LoadedEntry>();
  const library = new ModelLibrary(lab, storage, openModelHub(), ready);
  const models: NamedModel[] = [];
  for (const name of names) {
    const id = READY_NAME.exec(name)?.[1];
    const facts = id === undefined ? await bring(library, name) : (await ready.read(id)).model;
    tellRemarks(facts.name, facts.remarks);
    models.push({
      facts,
      base: id === undefined ? { kind: 'loaded', id: facts.id } : { kind: 'ready', id },
    });
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

export async function openBase(session: Session, name: string): Promise<BaseRef> {
  return (await openModels(session, [name])).models[0]!.base;
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
