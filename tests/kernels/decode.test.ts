// Decoding with a cache gives the full forward pass's logits, the same tokens each time, and goes on
// past the window.
import { afterAll, expect, test } from 'vitest';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { Decoder } from '../../src/training/generate/decoder';
import type { Writer } from '../../src/training/generate/decodeProgram';
import { TextSampler } from '../../src/training/generate/textSampler';
import { GraphLowering } from '../../src/training/lower';
import { buildModel } from '../../src/training/models/model';
import { modelSchema, trainingSchema } from '../../src/training/run/config';
import { lookUp, trainingState } from '../../src/training/run/state';
import { leaf } from '../../src/training/tensor';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { expectClose, normals } from './reference';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const CONTEXT = 70; // more than one chunk of a prefill
const tokenizer = new ByteTokenizer();
const config = modelSchema.parse({
  family: 'gpt',
  n_layer: 2,
  n_head: 3,
  n_embd: 24,
  n_positions: CONTEXT,
});
const training = trainingSchema.parse({
  per_device_train_batch_size: 1,
  max_steps: 1,
  learning_rate: 1e-3,
});
const state = trainingState(buildModel(config, tokenizer.vocabSize), training);
const writer: Writer = { model: state.model, parameter: lookUp(state.parameters) };
const { cache, ...windowModel } = state.model;
context.buffers.write(
  state.parameters.weights,
  normals(state.parameters.sizeElements, 3, 0.3) as Float32Array<ArrayBuffer>,
);

const forward = await (async () => {
  const view = wholeView(declareBuffer('ids', CONTEXT * 4, 'data', true));
  const out = wholeView(declareBuffer('logits', CONTEXT * tokenizer.vocabSize * 4, 'logits', true));
  const recorder = new Recorder(context.open.limits);
  const ids = leaf('ids', [1, CONTEXT], 'u32', view);
  const { logits } = state.model.forward(writer.parameter, { ids, training: false });
  new GraphLowering(recorder, view).run([{ tensor: logits, into: out }]);
  const program = await context.compile(recorder.dispatches);
  return async (tokens: readonly number[]): Promise<Float32Array> => {
    const window = new Uint32Array(CONTEXT);
    window.set(tokens);
    context.buffers.write(view, window);
    program.run();
    const all = await context.buffers.readFloats(out);
    const { vocabSize } = tokenizer;
    return all.slice((tokens.length - 1) * vocabSize, tokens.length * vocabSize);
  };
})();

const greedy = { temperature: 0, seed: 1 };
const promptOf = (length: number): number[] =>
  Array.from({ length }, (_, position) => (position * 37 + length) % tokenizer.vocabSize);

test('the model keeps a cache', () => expect(cache).toEqual({ layers: 2, width: 24 }));

test.each([1, 2, 64, 65, 67])(
  'behind %i tokens: the logits of the full forward',
  async (length) => {
    const decoder = await Decoder.create(context, writer);
    const ids = promptOf(length);
    await decoder.start([ids]);
    for (let step = 0; step < 3; step++) {
      const [fresh] = await decoder.sample(1, step, greedy);
      const [logits] = await decoder.logits();
      const want = await forward(ids);
      expectClose(logits!, want, 2e-5);
      expect(fresh).toEqual([want.indexOf(Math.max(...want))]);
      ids.push(...fresh!);
    }
    await decoder.destroy();
  },
);

test('a chunk is what single steps give, alike in every sequence when greedy', async () => {
  const decoder = await Decoder.create(context, writer, 3);
  const windows = [promptOf(5), promptOf(5), promptOf(5)];
  await decoder.start(windows);
  const chunk = await decoder.sample(6, 0, greedy);
  await decoder.start(windows);
  const singles: number[] = [];
  for (let step = 0; step < 6; step++)
    singles.push((await decoder.sample(1, step, greedy))[0]![0]!);
  expect(chunk).toEqual([singles, singles, singles]);
  // Sequences that differ are prefilled each for itself.
  await decoder.start([windows[0]!, promptOf(5).reverse(), windows[2]!]);
  const mixed = await decoder.sample(6, 0, greedy);
  expect([mixed[0], mixed[2]]).toEqual([singles, singles]);
  expect(mixed[1]).not.toEqual(singles);
  await decoder.destroy();
});

test('a model without a cache writes the same by its window', async () => {
  const decoder = await Decoder.create(context, writer);
  const byWindow = await Decoder.create(context, { ...writer, model: windowModel });
  const settings = { temperature: 1, topK: 40, topP: 0.9, repetitionPenalty: 1.2, seed: 5 };
  const windows = [promptOf(CONTEXT - 4)];
  await decoder.start(windows);
  await byWindow.start(windows);
  expect(byWindow.room).toBe(5);
  const tokens = await decoder.sample(5, 0, settings);
  expect(await byWindow.sample(5, 0, settings)).toEqual(tokens);
  expect(decoder.room).toBe(0);
  await decoder.destroy();
  await byWindow.destroy();
});

test('text: several at once, past the window, repeatable, up to a stop string', async () => {
  const before = [...context.buffers.bytes.values()].reduce((sum, bytes) => sum + bytes, 0);
  const sampler = await TextSampler.create(context, state, tokenizer);
  const request = {
    prompt: 'To be',
    maxNewTokens: 80,
    temperature: 0.9,
    seed: 11,
    numReturnSequences: 2,
  };
  const heard: string[][] = [];
  const { texts } = await sampler.generate(request, (written) => heard.push(written.texts));
  expect(await sampler.generate(request, () => undefined)).toEqual({ texts });
  expect(texts[0]).not.toBe(texts[1]);
  expect(heard.at(-1)).toEqual(texts);
  for (const [first] of heard) expect(texts[0]!.startsWith(first!)).toBe(true);
  const stop = texts[0]!.slice(40, 42);
  const cut = await sampler.generate({ ...request, stopStrings: [stop] }, () => undefined);
  expect(cut.texts[0]).toBe(texts[0]!.slice(0, texts[0]!.indexOf(stop)));
  await sampler.destroy();
  expect([...context.buffers.bytes.values()].reduce((sum, bytes) => sum + bytes, 0)).toBe(before);
});
