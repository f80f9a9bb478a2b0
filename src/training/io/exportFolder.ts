// A trained model as a Hugging Face folder: its files by name, each as chunks, weights last.
import { storedTensors, type StoredForm } from './compressed/storedTensors';
import { HuggingFaceError, inOwnForm, type ModelShape } from './huggingface/config';
import { writtenFamily } from './huggingface/families';
import { toHuggingFaceConfig, toHuggingFaceTensors } from './huggingface/huggingface';
import { writeSpecialIds } from './huggingface/special';
import { writeSafetensors } from './safetensors/safetensorsWriter';
import { tokenizerFiles } from './exportTokenizer';
import { learnedEnding } from '../generate/ending';
import type { Ending } from '../models/baseModel';
import { isEncoderFamily } from '../models/families';
import type { SpecialIds } from '../models/specialIds';
import type { Provenance } from '../run/provenance';
import type { Tokenizer } from '../tokenizers/tokenizer';

export interface ExportedModel {
  /** What it is called here. */
  readonly name?: string | undefined;
  readonly shape: ModelShape;
  readonly tokenizer: Tokenizer;
  /** How it came to be: of that a folder's own files say only with what its answers end. */
  readonly provenance?: Provenance | undefined;
  /** Floats, whatever it is stored as. */
  readonly weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  /** As it is executed, where that is not in floats; a folder holds it like that. */
  readonly stored?: StoredForm | undefined;
  readonly generation: {
    readonly temperature: number;
    readonly top_k: number;
    readonly max_new_tokens: number;
  };
}

export type FolderFiles = ReadonlyMap<string, readonly Uint8Array<ArrayBuffer>[]>;

/** @throws HuggingFaceError cannot_export | cannot_export_heads, in a sentence that says why. */
export function exportFolder({
  shape: given,
  tokenizer,
  weights,
  stored,
  generation,
  provenance,
}: ExportedModel): FolderFiles {
  refuseUnencodable(given);
  const named = given.specialIds ?? specialIdsOf(tokenizer);
  const learned = learnedEnding(tokenizer, given.model, provenance?.objectives);
  const shape = { ...given, specialIds: endedWith(learned, named) };
  const encoder = new TextEncoder();
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const { config, tensors } = stored
    ? storedModel(shape, stored)
    : {
        config: toHuggingFaceConfig(shape),
        tensors: toHuggingFaceTensors(shape, (name) => weights.get(name)!),
      };
  const texts = new Map([
    ['config.json', json(config)],
    [
      'generation_config.json',
      json({ ...writeSpecialIds(shape.specialIds), ...generationConfig(generation) }),
    ],
    ...tokenizerFiles(tokenizer, shape.model.n_positions, isEncoderFamily(shape.model.family)),
  ]);
  return new Map<string, readonly Uint8Array<ArrayBuffer>[]>([
    ...Array.from(texts, ([name, text]) => [name, [encoder.encode(text)]] as const),
    ['model.safetensors', writeSafetensors(tensors)],
  ]);
}

function storedModel(shape: ModelShape, form: StoredForm) {
  const { tensors, quantization, factored, isOwnForm } = storedTensors(shape, form);
  const config = {
    ...toHuggingFaceConfig(shape),
    ...(factored.length > 0 && { factored_layers: factored }),
    ...(quantization && { quantization_config: quantization }),
  };
  return {
    config: isOwnForm ? inOwnForm(config) : config,
    tensors: new Map(
      Array.from(tensors, ([name, { data, ...layout }]) => [name, { ...layout, data: data() }]),
    ),
  };
}

/** Each file in one piece, for what takes blobs. */
export const folderBlobs = (files: FolderFiles): Map<string, Blob> =>
  new Map(Array.from(files, ([name, chunks]) => [name, new Blob([...chunks])]));

/** Without an end token that is named, `generate` of transformers ends answers with what they were closed with. */
function endedWith({ endIds }: Ending, ids: SpecialIds | undefined): SpecialIds | undefined {
  return endIds.length === 0 || ids?.eos.length ? ids : { ...ids, eos: endIds };
}

/** What the tokenizer's files name, where the model's own are silent. */
function specialIdsOf({ special }: Tokenizer): SpecialIds | undefined {
  if (!special) return undefined;
  const { bos, eos, pad, sep } = special;
  return { bos, eos: eos === undefined ? [] : [eos], pad, sep };
}

/** Temperature 0 is Hugging Face's greedy search. */
const generationConfig = ({ temperature, top_k, max_new_tokens }: ExportedModel['generation']) => ({
  do_sample: temperature > 0,
  max_new_tokens,
  ...(temperature > 0 && { temperature, top_k }),
});

function refuseUnencodable({ model }: ModelShape): void {
  if (model.family === 'gpt' && model.pruned)
    throw new HuggingFaceError(
      'cannot_export_heads',
      'Heads were taken out of this model, and no Hugging Face class has a GPT-2 with fewer heads than its width asks for.',
    );
  if (!writtenFamily(model))
    throw new HuggingFaceError(
      'cannot_export',
      `No Hugging Face class can hold a model of the family "${model.family}".`,
      { what: model.family },
    );
}
