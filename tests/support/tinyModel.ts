// A tiny GPT with its folder, as others would write it.
import { exportFolder, folderBlobs, type ExportedModel } from '../../src/training/io/exportFolder';
import { toHuggingFaceTensors } from '../../src/training/io/huggingface/huggingface';
import type { TrainedAdapter } from '../../src/training/io/peft/peftAdapter';
import { writeSafetensors } from '../../src/training/io/safetensors/safetensorsWriter';
import { parametersOf } from '../../src/training/models/model';
import { loraParameters } from '../../src/training/nn/lora';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema } from '../../src/training/run/config';
import { BYTE_CHARACTERS } from '../../src/training/tokenizers/byteAlphabet';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';

const tiny = modelSchema.parse({
  family: 'gpt',
  n_layer: 2,
  n_head: 2,
  n_embd: 8,
  n_positions: 12,
});

export function tinyModel(vocabSize = 300, n_embd = tiny.n_embd): ExportedModel {
  const config = { ...tiny, n_embd };
  const parameters = new ParameterSet(parametersOf(config, vocabSize));
  return {
    shape: { model: config, vocabSize },
    tokenizer: new ByteTokenizer(),
    weights: parameters.unpack(parameters.initialWeights(7)),
    generation: { temperature: 0.8, top_k: 0, max_new_tokens: 20 },
  };
}

export const tinyFolder = (): Map<string, Blob> => folderBlobs(exportFolder(tinyModel()));

/** As the hub has gpt2: vocab.json and merges.txt for its tokenizer, no file of ours. */
export function gpt2Folder(): Map<string, Blob> {
  const files = folderBlobs(exportFolder(tinyModel(256)));
  for (const name of files.keys()) {
    if (/^(?:tokenizer|special_tokens|benchtop)/.test(name)) files.delete(name);
  }
  const vocab = Object.fromEntries(BYTE_CHARACTERS.map((character, byte) => [character, byte]));
  files.set('vocab.json', new Blob([JSON.stringify(vocab)]));
  return files.set('merges.txt', new Blob(['#version: 0.2\n']));
}

/** The same in another number format, in two shards with their index. */
export function shardedFolder(dtype: 'F32' | 'F16' | 'BF16'): Map<string, Blob> {
  const folder = tinyFolder();
  folder.delete('model.safetensors');
  const { shape, weights } = tinyModel();
  const tensors = [...toHuggingFaceTensors(shape, (name) => weights.get(name)!, dtype)];
  const half = tensors.length >> 1;
  const weightMap: Record<string, string> = {};
  for (const [index, list] of [tensors.slice(0, half), tensors.slice(half)].entries()) {
    const file = `model-0000${index + 1}-of-00002.safetensors`;
    for (const [name] of list) weightMap[name] = file;
    folder.set(file, new Blob(writeSafetensors(new Map(list))));
  }
  const json = JSON.stringify({ metadata: {}, weight_map: weightMap });
  return folder.set('model.safetensors.index.json', new Blob([json]));
}

/** A LoRA for it whose factors are all random. */
export function tinyAdapter(seed = 1): TrainedAdapter {
  const lora = { r: 3, lora_alpha: 6, target_modules: ['c_attn', 'c_fc'], lora_dropout: 0.1 };
  const specs = parametersOf(tiny, 300);
  const random = loraParameters(specs, lora).map((spec) => ({ ...spec, initial: { normal: 0.5 } }));
  const factors = new ParameterSet(random);
  const weights = factors.unpack(factors.initialWeights(seed));
  return { adapter: { lora, weights }, specs, config: tiny, base: 'tiny' };
}
