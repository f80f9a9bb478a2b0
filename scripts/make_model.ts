// Writes a GPT-2 with random weights as a Hugging Face folder, to try loading with:
// node scripts/run.mjs scripts/make_model.ts OUT [--dtype F32|F16|BF16] [--layers 12] [--width 768]
//   [--heads 12] [--context 1024] [--vocabulary 50257] [--seed 1]
// Without options it has the shape of GPT-2 124M. Its tokenizer is small: rows beyond it stand for nothing.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeFolder } from '../src/host/node/files';
import { STORY_CORPUS } from '../src/training/data/corpora/corpora';
import { generate } from '../src/training/data/grammar/grammar';
import { exportFolder } from '../src/training/io/exportFolder';
import { toHuggingFaceTensors } from '../src/training/io/huggingface/huggingface';
import { joinChunks, writeSafetensors } from '../src/training/io/safetensors/safetensorsWriter';
import { parametersOf } from '../src/training/models/model';
import { ParameterSet } from '../src/training/parameters';
import { modelSchema } from '../src/training/run/config';
import { trainBpe } from '../src/training/tokenizers/bpeTraining';

const option = (value: string) => ({ type: 'string' as const, default: value });

export async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      dtype: option('F32'),
      layers: option('12'),
      width: option('768'),
      heads: option('12'),
      context: option('1024'),
      vocabulary: option('50257'),
      seed: option('1'),
    },
  });
  const [directory] = positionals;
  const dtype = (['F32', 'F16', 'BF16'] as const).find((one) => one === values.dtype);
  if (directory === undefined || !dtype) {
    console.error('Say where to: node scripts/run.mjs scripts/make_model.ts OUT [--dtype F16]');
    return 2;
  }
  const model = modelSchema.parse({
    family: 'gpt',
    n_layer: Number(values.layers),
    n_embd: Number(values.width),
    n_head: Number(values.heads),
    n_positions: Number(values.context),
  });
  const shape = { model, vocabSize: Number(values.vocabulary) };
  const text = generate(STORY_CORPUS.grammar, 1, 200_000).text;
  const tokenizer = await trainBpe(text, { vocabSize: Math.min(1000, shape.vocabSize) });
  const parameters = new ParameterSet(parametersOf(model, shape.vocabSize));
  const weights = parameters.unpack(parameters.initialWeights(Number(values.seed)));
  const generation = { temperature: 0.8, top_k: 40, max_new_tokens: 50 };
  await writeFolder(directory, exportFolder({ shape, tokenizer, weights, generation }));
  if (dtype === 'F32') return 0;
  const tensors = toHuggingFaceTensors(shape, (name) => weights.get(name)!, dtype);
  const file = path.join(directory, 'model.safetensors');
  await writeFile(file, joinChunks(writeSafetensors(tensors)));
  return 0;
}
