// The models that come with the lab: listed by public/models/index.json, opened as any Hugging Face folder.
import { findReady } from '../../experiments/ready/ready';
import { openFolder, readFolder } from '../../training/io/huggingface/modelFolder';
import { WEIGHTS_FILE, type ModelFiles } from '../../training/io/huggingface/weightFiles';
import type { BaseModel } from '../../training/models/baseModel';
import type { Bases } from '../lab/bases';
import { hostError } from '../protocol/error';
import type { ReadyEntry, ReadyIndex, ReadyModel } from '../protocol/ready';
import { learnedWords } from '../data/learnedWords';

/** A file of public/, from the origin or from this disk. `hash`: of a content that never changes. */
export type ReadPublic = (path: string, hash?: string) => Promise<Blob>;

export const READY_FOLDER = 'models';
export const READY_INDEX = `${READY_FOLDER}/index.json`;

/** Of a checkpoint's weights, which stand beside the model's own files. */
export const checkpointFile = (step: number | string): string => `checkpoint-${step}.safetensors`;

interface Found {
  readonly model: ReadyModel;
  readonly entry: ReadyEntry;
}

export class ReadyModels {
  readonly #read: ReadPublic;
  #found: Promise<readonly Found[]> | null = null;

  constructor(bases: Bases, read: ReadPublic) {
    this.#read = read;
    bases.provide('ready', (id) => this.open(id));
  }

  /** In the order of the index. */
  async list(): Promise<ReadyModel[]> {
    return (await this.#all()).map(({ model }) => model);
  }

  /** All of them are kept by the browser, for a page without a network. */
  async fetchAll(): Promise<void> {
    for (const { entry } of await this.#all())
      for (const file of entry.files) await this.#file(entry, file);
  }

  /** @throws BenchtopError unknown_ready | asset_missing */
  async read(id: string): Promise<{ model: ReadyModel; files: ModelFiles }> {
    const [modelId, step] = id.split('@');
    const found = (await this.#all()).find(({ model }) => model.id === modelId);
    const weights = step === undefined ? WEIGHTS_FILE : checkpointFile(step);
    if (!found?.entry.files.includes(weights)) throw hostError('unknown_ready', { id });
    const { entry, model } = found;
    const own = entry.files.filter((file) => !file.endsWith('.safetensors'));
    const files = await Promise.all([
      ...own.map(async (file) => [file, await this.#file(entry, file)] as const),
      this.#file(entry, weights).then((blob) => [WEIGHTS_FILE, blob] as const),
    ]);
    return { model, files: new Map(files) };
  }

  /** @throws as read */
  async open(id: string): Promise<BaseModel> {
    const { model, files } = await this.read(id);
    const base = await readFolder(model.name, await openFolder(files, { isChecked: true }));
    const { provenance } = model;
    if (!provenance) return base;
    return { ...base, provenance, words: () => learnedWords(provenance) };
  }

  #file({ id, hash }: ReadyEntry, file: string): Promise<Blob> {
    return this.#read(`${READY_FOLDER}/${id}/${file}`, hash);
  }

  /** Read once; again where that failed. */
  #all(): Promise<readonly Found[]> {
    this.#found ??= this.#readIndex().catch((thrown: unknown) => {
      this.#found = null;
      throw thrown;
    });
    return this.#found;
  }

  async #readIndex(): Promise<readonly Found[]> {
    const index = await this.#read(READY_INDEX);
    const { models } = JSON.parse(await index.text()) as ReadyIndex;
    return models.flatMap((entry) => {
      const model = withCard(entry);
      return model ? [{ entry, model }] : [];
    });
  }
}

/** What was measured with the words of today; nothing of a model that nobody describes any more. */
function withCard({ measures, files: _files, hash: _hash, ...facts }: ReadyEntry) {
  const found = findReady(facts.id);
  if (!found) return undefined;
  const { kind, title, about, limits, licence, prompts } = found;
  return { ...facts, card: { ...measures, kind, title, about, limits, licence, prompts } };
}
