// A Hugging Face folder as a model of this lab: config.json, weights, tokenizer. What is wrong with it is
// told before any weight is read.
import type { BaseModel, Ending, ModelWeights } from '../../models/baseModel';
import type { Remark } from '../../formats/remark';
import type { SpecialIds } from '../../models/specialIds';
import type { PackedValues, StoredWeights } from '../../compress/packedValues';
import { factorNames } from '../../compress/factoredModel';
import type { Tokenizer } from '../../tokenizers/tokenizer';
import { readHuggingFaceConfig } from './huggingface';
import { HuggingFaceError, type ConfigValues, type ModelShape } from './config';
import { type GenerationFile, readGenerationConfig } from './special';
import { readJsonFile } from '../jsonFile';
import { locateParameters } from './locateParameters';
import { headWeights } from '../peft/peftHead';
import { openTokenizer } from '../tokenizerFiles';
import { checkWeights } from './weightChecks';
import { CompressedFiles } from '../compressed/compressedFiles';
import { openWeights, type ModelFiles } from './weightFiles';

const CONFIG_FILE = 'config.json';
const GENERATION_FILE = 'generation_config.json';

/** A folder that fits together; its weights are still where they were. */
export interface OpenedFolder {
  readonly shape: ModelShape;
  /** What config.json calls the model; empty where it does not. */
  readonly title: string;
  readonly tokenizer: Tokenizer;
  /** Tokens with which a text of this model ends, as they read. */
  readonly ends: readonly string[];
  readonly ending: Ending;
  /** False of a classifier whose file has no output layer over the vocabulary. */
  readonly canWrite: boolean;
  readonly dtype: string;
  readonly weights: CompressedFiles;
  readonly nameInFile: ReadonlyMap<string, string>;
  /** What was left out or assumed. */
  readonly remarks: readonly Remark[];
}

/**
 * `isChecked`: the weights were looked through when they came, and are not read again.
 * @throws HuggingFaceError, FieldError, SafetensorsError
 */
export async function openFolder(
  files: ModelFiles,
  { isChecked = false } = {},
): Promise<OpenedFolder> {
  const config = await readJsonFile(files, CONFIG_FILE);
  if (!config) {
    const text = 'The folder has no config.json, which says what kind of model it is.';
    throw new HuggingFaceError('no_config', text);
  }
  const requested = readHuggingFaceConfig(config);
  const { family } = requested.shape.model;
  const generation = readGenerationConfig(
    (await readJsonFile(files, GENERATION_FILE)) ?? {},
    requested.shape,
  );
  const weights = await CompressedFiles.open(await openWeights(files), config, family);
  const located = locateParameters(requested.shape, weights);
  const { nameInFile, copies, canWrite } = located;
  const { tokenizer, remarks } = await openTokenizer(files, located.shape.vocabSize);
  checkVocabulary(tokenizer, located.shape);
  if (!isChecked) await checkWeights(weights, nameInFile.values(), copies);
  const dtypes = new Set([...nameInFile.values()].map((name) => weights.storedAs(name)));
  const specialIds = withTokenizers(generation.specialIds, tokenizer);
  return {
    shape: begunWith(generation, { ...located.shape, ...(specialIds && { specialIds }) }),
    title: titleOf(config),
    tokenizer,
    ends: endsOf(generation, tokenizer),
    ending: { endIds: generation.specialIds?.eos ?? [], stopStrings: generation.stopStrings },
    canWrite,
    dtype: [...dtypes].join(', '),
    weights,
    nameInFile,
    remarks: [...requested.remarks, ...generation.remarks, ...located.remarks, ...remarks],
  };
}

/** generation_config.json is what transformers' `generate` goes by. */
function begunWith({ decoderStart: start }: GenerationFile, shape: ModelShape): ModelShape {
  const { model } = shape;
  if (model.family !== 't5' || start === undefined) return shape;
  return { ...shape, model: { ...model, decoder_start_token_id: start } };
}

const LONGEST_TITLE = 120;

/** The last part of the folder's or repository's path. */
function titleOf({ _name_or_path: path }: ConfigValues): string {
  const parts = typeof path === 'string' ? path.split(/[\\/]+/) : [];
  return (parts.findLast((part) => !/^\.*$/.test(part)) ?? '').slice(0, LONGEST_TITLE);
}

/** @throws HuggingFaceError vocabulary_too_large */
function checkVocabulary({ vocabSize }: Tokenizer, shape: ModelShape): void {
  if (vocabSize <= shape.vocabSize) return;
  const fields = { tokens: vocabSize, rows: shape.vocabSize, extra: vocabSize - shape.vocabSize };
  throw new HuggingFaceError(
    'vocabulary_too_large',
    `The tokenizer knows ${fields.tokens} tokens, the model only ${fields.rows}: ${fields.extra} tokens have no row. Resize the token embeddings where the tokens were added (resize_token_embeddings) and save the model again.`,
    fields,
  );
}

/** What neither of the config files names, the tokenizer's own files may: for examples and exports. */
function withTokenizers(
  ids: SpecialIds | undefined,
  { special }: Tokenizer,
): SpecialIds | undefined {
  if (!special) return ids;
  const { bos, eos, pad, sep } = special;
  const ends = ids?.eos.length ? ids.eos : eos === undefined ? [] : [eos];
  return {
    bos: ids?.bos ?? bos,
    eos: ends,
    pad: ids?.pad ?? pad,
    sep: ids?.sep ?? sep,
  };
}

/**
 * As transformers' `generate` ends: by what the config files name, never by the tokenizer's own end.
 * Tokens that the tokenizer lacks have no text.
 */
function endsOf({ specialIds, stopStrings }: GenerationFile, tokenizer: Tokenizer): string[] {
  const tokens = (specialIds?.eos ?? []).filter((id) => id < tokenizer.vocabSize);
  const texts = [...tokens.map((id) => tokenizer.decode([id])), ...stopStrings];
  return [...new Set(texts)].filter((text) => text !== '');
}

export async function readFolder(
  name: string,
  { shape, tokenizer, ending, weights, nameInFile }: OpenedFolder,
  onProgress?: (done: number, total: number) => void,
): Promise<BaseModel> {
  const values = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [parameter, stored] of nameInFile) {
    values.set(parameter, await weights.floats(stored));
    onProgress?.(values.size, nameInFile.size);
  }
  const base = { ...baseOf(name, shape, tokenizer, values), ending };
  const stored = await storedWeights(weights, nameInFile, values);
  return stored ? { ...base, stored } : base;
}

/** Undefined where everything is executed in floats. */
async function storedWeights(
  files: CompressedFiles,
  nameInFile: ReadonlyMap<string, string>,
  floats: ModelWeights,
): Promise<StoredWeights | undefined> {
  const weights = new Map(floats);
  const packed = new Map<string, PackedValues>();
  const add = async (parameter: string, stored: string): Promise<void> => {
    const own = await files.packed(stored);
    if (own) packed.set(parameter, own);
  };
  for (const parameter of floats.keys()) {
    const stored = nameInFile.get(parameter)!;
    const factors = files.factors(stored);
    await add(parameter, stored);
    if (!factors) continue;
    weights.delete(parameter);
    for (const [i, name] of factorNames(parameter).entries()) {
      weights.set(name, await files.floats(factors[i]!));
      await add(name, factors[i]!);
    }
  }
  const isFloat = packed.size === 0 && [...weights.keys()].every((name) => floats.has(name));
  return isFloat ? undefined : { weights, packed };
}

/** `weights` are those of the model and of its output layer. */
export function baseOf(
  name: string,
  { model: config, vocabSize, classifier: facts, specialIds }: ModelShape,
  tokenizer: Tokenizer,
  weights: ModelWeights,
): BaseModel {
  const model = { name, config, vocabSize, tokenizer, weights, ...(specialIds && { specialIds }) };
  if (!facts) return model;
  const head = headWeights(config, facts.labels, weights);
  const own = new Map([...weights].filter(([parameter]) => !head.has(parameter)));
  return { ...model, weights: own, classifier: { ...facts, weights: head } };
}
