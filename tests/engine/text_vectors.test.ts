// What a classifier makes of each word, and texts as vectors, against other ways to the same numbers.
import { afterAll, expect, test } from 'vitest';
import { Bases } from '../../src/host/lab/bases';
import { Classifiers } from '../../src/host/models/classifiers';
import { Embedders } from '../../src/host/models/embedders';
import { openNodeContext } from '../../src/host/node/context';
import { classReaderOf } from '../../src/training/evaluate/classifier';
import { ForwardReader } from '../../src/training/evaluate/forwardReader';
import type { BaseModel, BaseRef } from '../../src/training/models/baseModel';
import { parametersOf } from '../../src/training/models/model';
import { uploadWeights } from '../../src/training/models/upload';
import { classifierParameters } from '../../src/training/nn/classifier';
import { field } from '../../src/training/objectives/lossTerm';
import { ParameterSet, type ParameterSpec } from '../../src/training/parameters';
import { modelSchema, type ModelConfig } from '../../src/training/run/config';
import { lookUp } from '../../src/training/run/state';
import { sizeOf } from '../../src/training/tensor';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { trainWordPiece } from '../../src/training/tokenizers/wordpieceTraining';
import { normals } from '../kernels/reference';

const context = await openNodeContext();
afterAll(() => context.destroy());

const TEXTS = [
  'The owl sees a cat.',
  'no cat',
  'a very long text about cats that see owls. '.repeat(3),
];
const size = { n_layer: 1, n_embd: 16, n_positions: 80, n_head: 2, n_inner: 24 };
const learning = { signal: new AbortController().signal, onProgress: () => undefined };

const valuesOf = (specs: readonly ParameterSpec[], seed: number) =>
  new Map(
    specs.map(({ name, shape }, index) => [
      name,
      normals(sizeOf(shape), seed + index, 0.5) as Float32Array<ArrayBuffer>,
    ]),
  );

async function modelOf(config: ModelConfig, labels: readonly string[]): Promise<BaseModel> {
  const isBert = config.family === 'bert';
  const tokenizer = isBert
    ? await trainWordPiece(TEXTS.join(' '), { ...learning, vocabSize: 80 })
    : new ByteTokenizer();
  const { vocabSize } = tokenizer;
  const head = classifierParameters(config, labels.length);
  return {
    name: 'model',
    config,
    vocabSize,
    tokenizer,
    weights: valuesOf(parametersOf(config, vocabSize), 3),
    classifier: { labels, pooling: isBert ? 'cls' : 'last', weights: valuesOf(head, 99) },
  };
}

const CONFIGS = ['gpt', 'bert'].map((family) => modelSchema.parse({ family, ...size }));
const ref: BaseRef = { kind: 'loaded', id: 'model' };

function basesOf(model: BaseModel): Bases {
  const bases = new Bases();
  bases.provide('loaded', () => Promise.resolve(model));
  return bases;
}

const odds = (probability: number): number => Math.log(probability / (1 - probability));

test.each(CONFIGS)(
  '$family: an effect is what classifying without the word changes',
  async (config) => {
    const model = await modelOf(config, ['a', 'b', 'c']);
    const classifiers = new Classifiers(() => Promise.resolve(context), basesOf(model));
    const text = 'Owls, no owl!';
    const { label, parts, left } = await classifiers.attribute({ base: ref, text });
    expect([parts.map((part) => part.text).join(''), left]).toEqual([text, 0]);
    const words = parts.filter(({ effect }) => effect !== undefined);
    expect(words.map((part) => part.text)).toEqual(['Owls', 'no', 'owl']);
    const of = async (one: string): Promise<number> => {
      const { labels, probabilities } = await classifiers.classify({ base: ref, text: one });
      return probabilities[labels.indexOf(label)]!;
    };
    const whole = await of(text);
    const others = [', no owl!', 'Owls, owl!', 'Owls, no !'];
    for (const [index, { effect, probability }] of words.entries()) {
      const expected = await of(others[index]!);
      expect(probability).toBeCloseTo(expected, 5);
      expect(effect).toBeCloseTo(odds(whole) - odds(expected), 3);
    }
    await classifiers.rest();
  },
);

test('of a regression an effect is a difference of numbers', async () => {
  const model = await modelOf(CONFIGS[0]!, ['stars']);
  const classifiers = new Classifiers(() => Promise.resolve(context), basesOf(model));
  const { label, parts } = await classifiers.attribute({ base: ref, text: 'good owl' });
  const scores = await Promise.all(
    ['good owl', 'owl'].map((text) => classifiers.classify({ base: ref, text })),
  );
  expect(label).toBe('stars');
  expect(parts[0]!.effect).toBeCloseTo(scores[0]!.score! - scores[1]!.score!, 4);
  expect(parts[0]).not.toHaveProperty('probability');
  await classifiers.rest();
});

test.each(CONFIGS)('$family: a vector is the mean of the last hidden states', async (config) => {
  const model = await modelOf(config, ['a', 'b']);
  const embedders = new Embedders(() => Promise.resolve(context), basesOf(model));
  const { vectors, left } = await embedders.embed({ base: ref, texts: TEXTS });
  expect(left.map((count) => count > 0)).toEqual([false, false, config.family === 'gpt']);
  const reader = classReaderOf(config, model.vocabSize);
  const parameters = new ParameterSet(reader.model.parameters);
  uploadWeights(context.buffers, parameters, model.weights);
  const { tokenizer } = model;
  const plain = [...tokenizer.encode(TEXTS[1]!)];
  const isBert = reader.kind === 'encoder';
  const special = (name: string): number =>
    (tokenizer as unknown as { tokens: string[] }).tokens.indexOf(name);
  const ids = isBert ? [special('[CLS]'), ...plain, special('[SEP]')] : plain;
  const forward = await ForwardReader.create(context, [field('ids', [1, ids.length])], (input) => {
    const pass = { ids: input('ids'), training: false };
    return reader.model.forward(lookUp(parameters), pass).final;
  });
  const states = await forward.read({ ids: Int32Array.from(ids) });
  const mean = Array.from({ length: config.n_embd }, (_, channel) => {
    const column = ids.map((_id, position) => states[position * config.n_embd + channel]!);
    return column.reduce((sum, value) => sum + value, 0) / ids.length;
  });
  expect(vectors[1]!.length).toBe(config.n_embd);
  mean.forEach((value, channel) => expect(vectors[1]![channel]).toBeCloseTo(value, 4));
  forward.destroy();
  context.buffers.freeResident(parameters.weights.buffer);
  await embedders.rest();
});

test('an empty text has no vector, and a later question ends an earlier one', async () => {
  const model = await modelOf(CONFIGS[0]!, ['a', 'b']);
  const embedders = new Embedders(() => Promise.resolve(context), basesOf(model));
  await expect(embedders.embed({ base: ref, texts: ['owl', ''] })).rejects.toMatchObject({
    code: 'no_tokens',
  });
  const first = embedders.embed({ base: ref, texts: Array.from({ length: 64 }, () => 'owl') });
  const second = embedders.embed({ base: ref, texts: ['owl'] });
  await expect(first).rejects.toThrow();
  expect((await second).vectors.length).toBe(1);
  await embedders.rest();
});
