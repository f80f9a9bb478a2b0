// Imported models that are no decoders: T5 reads a prompt and writes, BERT and DistilBERT fill masks. Each is
// held against a forward pass of the whole model, DistilBERT against PyTorch's logits.
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadModel } from '../../scripts/parity/models';
import { openTensors } from '../../scripts/parity/case';
import { Bases } from '../../src/host/lab/bases';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { openNodeContext } from '../../src/host/node/context';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { ForwardReader } from '../../src/training/evaluate/forwardReader';
import { MaskFiller } from '../../src/training/evaluate/maskFiller';
import { exportFolder, folderBlobs } from '../../src/training/io/exportFolder';
import { buildEncoder, buildEncoderDecoder, parametersOf } from '../../src/training/models/model';
import { uploadWeights } from '../../src/training/models/upload';
import { field } from '../../src/training/objectives/lossTerm';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema, type ModelConfig } from '../../src/training/run/config';
import { lookUp } from '../../src/training/run/state';
import { sizeOf } from '../../src/training/tensor';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import { trainWordPiece } from '../../src/training/tokenizers/wordpieceTraining';
import { normals } from '../kernels/reference';

const context = await openNodeContext();
afterAll(() => context.destroy());
const bases = new Bases();
const none = (): Promise<never> => Promise.reject(new Error('There is no run.'));
const library = new ModelLibrary(
  {
    context: () => Promise.resolve(context),
    bases,
    exported: none,
    adapter: none,
    variant: none,
  },
  new MemoryStorage<LoadedEntry>(),
);

const TEXT = 'the cat saw a dog. the dog saw the cat and the owl. an owl is no cat. '.repeat(30);
const size = { n_layer: 2, n_embd: 16, n_positions: 24, n_head: 2, n_inner: 24 };
const learning = { signal: new AbortController().signal, onProgress: () => undefined };

function weightsOf(config: ModelConfig, vocabSize: number) {
  const specs = parametersOf(config, vocabSize);
  return new Map(
    specs.map(({ name, shape }, index) => [
      name,
      normals(sizeOf(shape), index + 1, 0.4) as Float32Array<ArrayBuffer>,
    ]),
  );
}

async function imported(config: ModelConfig, vocabSize: number, tokenizer: Tokenizer) {
  const weights = weightsOf(config, vocabSize);
  const generation = { temperature: 0, top_k: 0, max_new_tokens: 8 };
  const shape = { model: config, vocabSize, classifier: undefined };
  const files = folderBlobs(exportFolder({ shape, tokenizer, weights, generation }));
  const named = Array.from(files, ([name, blob]) => ({ path: `model/${name}`, blob }));
  const model = await library.import(named, () => undefined);
  const parameters = new ParameterSet(parametersOf(config, vocabSize));
  uploadWeights(context.buffers, parameters, weights);
  return { model, parameter: lookUp(parameters) };
}

const greatest = (row: Float32Array): number => row.indexOf(Math.max(...row));

test('an imported T5 writes what the whole model finds likeliest, token by token', async () => {
  const tokenizer = await trainBpe(TEXT, { ...learning, vocabSize: 280 });
  const vocabSize = tokenizer.vocabSize + 9;
  const t5 = { family: 't5', ...size, n_decoder_layer: 2, d_kv: 8, decoder_start_token_id: 3 };
  const config = modelSchema.parse(t5);
  const { model, parameter } = await imported(config, vocabSize, tokenizer);
  expect(model.writes).toBe(true);

  // Four roles stand behind the tokenizer's ids, then the sentinels.
  const sentinel = tokenizer.vocabSize + 4;
  const source = [...tokenizer.encode('the cat '), sentinel + 1, ...tokenizer.encode(' the owl')];
  const [made, length] = [6, source.length];
  const whole = buildEncoderDecoder(config, vocabSize);
  const fields = [field('ids', [1, length]), field('decoder', [1, made])];
  const reader = await ForwardReader.create(
    context,
    fields,
    (input) =>
      whole.forward(parameter, {
        ids: input('ids'),
        decoderIds: input('decoder'),
        training: false,
      }).logits,
  );
  const ids = Int32Array.from(source);
  const written: number[] = [];
  for (let step = 0; step < made; step++) {
    const decoder = Int32Array.from({ length: made }, (_, i) => [3, ...written][i] ?? 0);
    const logits = await reader.read({ ids, decoder });
    written.push(greatest(logits.subarray(step * vocabSize, (step + 1) * vocabSize)));
  }
  reader.destroy();
  const due = written
    .map((id) => (id < sentinel ? tokenizer.decode([id]) : `<extra_id_${id - sentinel}>`))
    .join('');

  const base = { kind: 'loaded', id: model.id } as const;
  const request = { base, prompt: 'the cat <extra_id_1> the owl', seed: 1 };
  const heard: string[][] = [];
  const greedy = { ...request, temperature: 0, maxNewTokens: made };
  const {
    texts: [text],
  } = await library.write(greedy, ({ texts }) => heard.push(texts));
  expect(text).toBe(due);
  expect(heard.at(-1)).toEqual([text]);
  // The start token counts in max_length, the prompt does not.
  expect(
    await library.write({ ...request, temperature: 0, maxLength: made + 1 }, () => undefined),
  ).toEqual({ texts: [text] });
  const several = { ...request, temperature: 1.5, maxNewTokens: 8, numReturnSequences: 3 };
  const those = await library.write(several, () => undefined);
  expect(new Set(those.texts).size).toBe(3);
  expect(await library.write(several, () => undefined)).toEqual(those);
  // It stops where its positions end.
  await library.write({ ...request, temperature: 0, maxNewTokens: 100 }, () => undefined);
  await library.rest();
});

test('an imported BERT names the likeliest tokens behind each mask', async () => {
  const tokenizer = await trainWordPiece(TEXT, { ...learning, vocabSize: 60 });
  const { vocabSize } = tokenizer;
  const config = modelSchema.parse({ family: 'bert', ...size });
  const { model, parameter } = await imported(config, vocabSize, tokenizer);
  expect(model.writes).toBe(false);
  expect(model.mask).toBe('[MASK]');
  const base = { kind: 'loaded', id: model.id } as const;
  const text = 'the [MASK] saw a [MASK].';
  const filled = await library.fill({ base, text, most: vocabSize });

  const [cls, sep, mask] = ['[CLS]', '[SEP]', '[MASK]'].map((name) =>
    tokenizer.tokens.indexOf(name),
  ) as [number, number, number];
  const ids = [
    cls,
    ...tokenizer.encode('the'),
    mask,
    ...tokenizer.encode('saw a'),
    mask,
    ...tokenizer.encode('.'),
    sep,
  ];
  expect(filled.tokens).toBe(ids.length);
  const reader = await ForwardReader.create(
    context,
    [field('ids', [1, ids.length])],
    (input) =>
      buildEncoder(config, vocabSize).forward(parameter, { ids: input('ids'), training: false })
        .logits!,
  );
  const logits = await reader.read({ ids: Int32Array.from(ids) });
  reader.destroy();
  const positions = ids.flatMap((id, place) => (id === mask ? [place] : []));
  expect(filled.masks.length).toBe(2);
  for (const [index, place] of positions.entries()) {
    const row = logits.subarray(place * vocabSize, (place + 1) * vocabSize);
    const total = row.reduce((sum, value) => sum + Math.exp(value), 0);
    const candidates = filled.masks[index]!;
    expect(candidates[0]!.id).toBe(greatest(row));
    for (const { id, probability } of candidates)
      expect(probability).toBeCloseTo(Math.exp(row[id]!) / total, 5);
  }
  expect((await library.fill({ base, text })).masks[0]!.length).toBe(5);
  await expect(library.fill({ base, text: 'the cat' })).rejects.toThrow(
    'The text has no mask to fill: write [MASK] where a token is missing.',
  );
  await expect(library.fill({ base, text: `${'cat '.repeat(40)}[MASK]` })).rejects.toThrow(
    /stands behind the 24 tokens/,
  );
  await library.rest();
});

test('probabilities are the softmax of what PyTorch computes', async () => {
  const folder = path.join(import.meta.dirname, '../fixtures/models/distilbert');
  const at = (name: string): string => path.join(folder, name);
  const { config, vocabSize, values } = loadModel(at('config.json'), at('model.safetensors'));
  const file = openTensors(at('case0.safetensors'));
  const [, length] = file.entry('in.input_ids').shape as [number, number];
  const mask = file.has('in.attention_mask') ? file.ints('in.attention_mask') : null;
  const real = mask ? mask.subarray(0, length).reduce((sum, one) => sum + one, 0) : length;
  const ids = [...file.ints('in.input_ids').subarray(0, real)];
  const model = buildEncoder(config, vocabSize);
  const parameters = new ParameterSet(model.parameters);
  uploadWeights(context.buffers, parameters, values);
  const filler = new MaskFiller(context, model, lookUp(parameters));
  const masks = ids.map((_id, place) => place);
  const found = await filler.fill({ ids, masks, cut: 0 }, new ByteTokenizer(), vocabSize);
  const logits = file.floats('out.logits');
  for (const place of masks) {
    const row = logits.subarray(place * vocabSize, (place + 1) * vocabSize);
    const total = row.reduce((sum, value) => sum + Math.exp(value), 0);
    for (const { id, probability } of found[place]!)
      expect(probability).toBeCloseTo(Math.exp(row[id]!) / total, 5);
  }
  await filler.destroy();
});
