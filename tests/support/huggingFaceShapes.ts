// Small shapes, and files with weights for them that differ everywhere.
import { parameterShapes } from '../../src/training/io/huggingface/huggingface';
import type { ModelShape } from '../../src/training/io/huggingface/config';
import { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import {
  floatTensor,
  joinChunks,
  writeSafetensors,
  type TensorToWrite,
} from '../../src/training/io/safetensors/safetensorsWriter';
import { modelSchema } from '../../src/training/run/config';

export const tiny = (bias = true, tied = true): ModelShape => ({
  model: modelSchema.parse({
    family: 'gpt',
    n_layer: 2,
    n_head: 2,
    n_embd: 6,
    n_positions: 5,
    bias,
    tie_word_embeddings: tied,
  }),
  vocabSize: 7,
});

export const numbers = (count: number, from: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count }, (_, i) => from + i / 8);

export function stored(
  shape: ModelShape,
  rename = (name: string) => name,
): Map<string, TensorToWrite> {
  let from = 0;
  return new Map(
    [...parameterShapes(shape)].map(([name, dims]) => {
      const data = numbers(
        dims.reduce((n, dim) => n * dim, 1),
        from++,
      );
      return [rename(name), floatTensor(dims, data)];
    }),
  );
}

export const open = (tensors: Map<string, TensorToWrite>): SafetensorsFile =>
  new SafetensorsFile(joinChunks(writeSafetensors(tensors)));
