// Weights of Hugging Face folders: their names and shapes, and every family there and back.
import { describe, expect, test } from 'vitest';
import { MODELS } from '../../src/experiments/trialModels';
import { writtenFamily } from '../../src/training/io/huggingface/families';
import {
  fromHuggingFaceConfig,
  parameterShapes,
  readHuggingFaceConfig,
  toHuggingFaceConfig,
  toHuggingFaceTensors,
} from '../../src/training/io/huggingface/huggingface';
import { locateParameters } from '../../src/training/io/huggingface/locateParameters';
import {
  HuggingFaceError,
  type ConfigValues,
  type ModelShape,
} from '../../src/training/io/huggingface/config';
import { floatTensor } from '../../src/training/io/safetensors/safetensorsWriter';
import { modelSchema } from '../../src/training/run/config';

import { numbers, open, stored, tiny } from '../support/huggingFaceShapes';

describe('weights', () => {
  test("are found under our names and under the hub's, whose masks are ignored", () => {
    const tensors = stored(tiny(), (name) => name.replace('transformer.', ''));
    tensors.set('h.0.attn.bias', floatTensor([1, 1, 5, 5], new Float32Array(25)));
    const { nameInFile, shape } = locateParameters(tiny(), open(tensors));
    expect(nameInFile.get('transformer.h.1.mlp.c_fc.weight')).toBe('h.1.mlp.c_fc.weight');
    expect(shape).toEqual(tiny());
  });

  test('without biases give a model without biases, and go out with zero ones', () => {
    const source = open(stored(tiny(false)));
    const { shape, nameInFile } = locateParameters(tiny(), source);
    expect(shape.model).toMatchObject({ bias: false });
    const out = open(toHuggingFaceTensors(shape, (name) => source.floats(nameInFile.get(name)!)));
    expect(locateParameters(tiny(), out).shape).toEqual(tiny());
    expect([...out.floats('transformer.ln_f.bias')]).toEqual([0, 0, 0, 0, 0, 0]);
    const name = 'transformer.h.1.attn.c_attn.weight';
    expect(out.entry(name).shape).toEqual([6, 18]);
    expect(out.bytes(name)).toEqual(source.bytes(name));
  });

  test('an untied head is a parameter, a tied one is not', () => {
    expect(parameterShapes(tiny(true, false)).get('lm_head.weight')).toEqual([7, 6]);
    expect(parameterShapes(tiny()).has('lm_head.weight')).toBe(false);
  });

  test('that are missing or of another shape are named', () => {
    const tensors = stored(tiny());
    tensors.set('transformer.wpe.weight', floatTensor([6, 5], new Float32Array(30)));
    expect(() => locateParameters(tiny(), open(tensors))).toThrow(
      'transformer.wpe.weight is [6, 5]',
    );
    tensors.delete('transformer.wpe.weight');
    expect(() => locateParameters(tiny(), open(tensors))).toThrow(HuggingFaceError);
  });
});

test('weights that layers share stand in the file for each of them, and come back once', () => {
  const shape: ModelShape = {
    model: modelSchema.parse({
      family: 'gpt',
      n_layer: 4,
      n_head: 2,
      n_embd: 6,
      n_positions: 5,
      num_hidden_groups: 2,
    }),
    vocabSize: 7,
  };
  const own = parameterShapes(shape);
  const written = toHuggingFaceTensors(shape, (name) =>
    numbers(
      own.get(name)!.reduce((n, dim) => n * dim, 1),
      [...own.keys()].indexOf(name),
    ),
  );
  const layer = (index: number) => written.get(`transformer.h.${index}.mlp.c_fc.weight`);
  expect(layer(1)).toEqual(layer(0));
  expect(layer(3)).toEqual(layer(2));
  expect(layer(2)).not.toEqual(layer(0));
  expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape)).model).toMatchObject({
    n_layer: 4,
    num_hidden_groups: 2,
  });
});

// How weights begin does not matter to a model that has them.
const trials = Object.entries(MODELS).map(([name, input]) => {
  const model = modelSchema.parse({ ...input, initializer_range: undefined });
  return { name, shape: { model, vocabSize: 11 } satisfies ModelShape };
});

test.each(trials.filter(({ shape }) => writtenFamily(shape.model)))(
  'the family of the trial "$name" is the same model after export and import',
  ({ shape }) => {
    const { shape: read, remarks } = readHuggingFaceConfig(
      JSON.parse(JSON.stringify(toHuggingFaceConfig(shape))) as ConfigValues,
    );
    expect(read.model).toMatchObject(JSON.parse(JSON.stringify(shape.model)) as ConfigValues);
    expect(read.vocabSize).toBe(shape.vocabSize);
    const own = new Map(
      [...parameterShapes(shape)].map(([name, dims], i) => [
        name,
        numbers(
          dims.reduce((n, dim) => n * dim, 1),
          i,
        ),
      ]),
    );
    const file = open(toHuggingFaceTensors(shape, (name) => own.get(name)!));
    const located = locateParameters(read, file);
    expect([...remarks, ...located.remarks]).toEqual([]);
    for (const [name, values] of own)
      expect(file.floats(located.nameInFile.get(name)!), name).toEqual(values);
  },
);

test.each(trials.filter(({ shape }) => !writtenFamily(shape.model)))(
  'the family of the trial "$name" is refused by name',
  ({ shape }) => {
    expect(() => toHuggingFaceConfig(shape)).toThrow(shape.model.family);
  },
);
