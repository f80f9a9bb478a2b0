// A Hugging Face folder as a model of this lab: config.json, weights, tokeniser. What is wrong with it is
// told before any weight is read.
import type { BaseModel, ModelWeights } from '../models/baseModel';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { fromHuggingFaceConfig, locateParameters } from './huggingface';
import { HuggingFaceError, type ConfigValues, type ModelShape } from './huggingfaceConfig';
import { headWeights } from './peftHead';
import { openTokenizer } from './tokenizerFiles';
import { openWeights, type ModelFiles, type WeightFiles } from './weightFiles';

const CONFIG_FILE = 'config.json';

/** A folder that fits together; its weights are still where they were. */
export interface OpenedFolder {
  readonly shape: ModelShape;
  readonly tokenizer: Tokenizer;
  /** Tokens with which a text of this model ends, as they read. */
  readonly ends: readonly string[];
  readonly dtype: string;
  readonly weights: WeightFiles;
  readonly nameInFile: ReadonlyMap<string, string>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function jsonOf(files: ModelFiles, name: string): Promise<ConfigValues | undefined> {
  const blob = files.get(name);
  if (!blob) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(await blob.text());
  } catch {
    value = undefined;
  }
  if (isObject(value)) return value;
  throw new HuggingFaceError('bad_json_file', `${name} holds no JSON object.`, { file: name });
}

/** @throws HuggingFaceError, SafetensorsError */
export async function openFolder(files: ModelFiles): Promise<OpenedFolder> {
  const config = await jsonOf(files, CONFIG_FILE);
  if (!config) {
    const text = 'The folder has no config.json, which says what kind of model it is.';
    throw new HuggingFaceError('no_config', text);
  }
  const asked = fromHuggingFaceConfig(config);
  const weights = await openWeights(files);
  const { shape, nameInFile } = locateParameters(asked, weights);
  const tokenizer = await openTokenizer(files);
  if (tokenizer.vocabSize > shape.vocabSize) {
    const fields = { tokens: tokenizer.vocabSize, rows: shape.vocabSize };
    throw new HuggingFaceError(
      'vocabulary_too_large',
      `The tokeniser knows ${fields.tokens} tokens, the model only ${fields.rows}.`,
      fields,
    );
  }
  const dtypes = new Set([...nameInFile.values()].map((name) => weights.entry(name).dtype));
  const ends = endsOf(config, tokenizer);
  return { shape, tokenizer, ends, dtype: [...dtypes].join(', '), weights, nameInFile };
}

function endsOf({ eos_token_id: ids }: ConfigValues, tokenizer: Tokenizer): string[] {
  const isToken = (id: unknown): id is number =>
    Number.isInteger(id) && (id as number) >= 0 && (id as number) < tokenizer.vocabSize;
  return (Array.isArray(ids) ? ids : [ids]).filter(isToken).map((id) => tokenizer.decode([id]));
}

export async function readFolder(
  name: string,
  { shape, tokenizer, weights, nameInFile }: OpenedFolder,
  onProgress?: (done: number, total: number) => void,
): Promise<BaseModel> {
  const values = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [parameter, stored] of nameInFile) {
    values.set(parameter, await weights.floats(stored));
    onProgress?.(values.size, nameInFile.size);
  }
  return baseOf(name, shape, tokenizer, values);
}

/** `weights` are those of the model and of its output layer. */
export function baseOf(
  name: string,
  { model: config, vocabSize, classifier: facts }: ModelShape,
  tokenizer: Tokenizer,
  weights: ModelWeights,
): BaseModel {
  const model = { name, config, vocabSize, tokenizer, weights };
  if (!facts) return model;
  const head = headWeights(config, facts.labels, weights);
  const own = new Map([...weights].filter(([parameter]) => !head.has(parameter)));
  return { ...model, weights: own, classifier: { ...facts, weights: head } };
}
