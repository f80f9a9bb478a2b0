// Tokens with their odds: the same text as without, pieces that are the text, and what a model expects next
// behind a text, which reads on from what it read before.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { baseOfExport, Bases } from '../../src/host/lab/bases';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { openNodeContext } from '../../src/host/node/context';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import type { WrittenToken } from '../../src/host/protocol/models';
import type { BaseRef } from '../../src/training/models/baseModel';
import { tinyFolder, tinyModel } from '../support/tinyModel';

const context = await openNodeContext();
afterAll(() => context.destroy());
const bases = new Bases();
const none = (): Promise<never> => Promise.reject(new Error('There is no run.'));
const library = new ModelLibrary(
  { context: () => Promise.resolve(context), bases, exported: none, adapter: none, variant: none },
  new MemoryStorage<LoadedEntry>(),
);
let base: BaseRef;
beforeAll(async () => {
  const files = Array.from(tinyFolder(), ([name, blob]) => ({ path: `tiny/${name}`, blob }));
  base = { kind: 'loaded', id: (await library.import(files, () => undefined)).id };
});

const CONTEXT = 12;
const VOCABULARY = 300;

test.each([
  { temperature: 0, repetitionPenalty: 1.3, numReturnSequences: 1 },
  { temperature: 0.8, topK: 40, topP: 0.9 },
])('with details the text is the same: %o', async (settings) => {
  // Past the window of the model.
  const request = {
    base,
    prompt: 'To be',
    maxNewTokens: 2 * CONTEXT,
    numReturnSequences: 2,
    seed: 3,
  };
  const plain = await library.write({ ...request, ...settings }, () => undefined);
  expect(plain.tokens).toBeUndefined();
  const heard: number[] = [];
  const { texts, tokens } = await library.write(
    { ...request, ...settings, details: true, top: 3 },
    (written) => heard.push(written.tokens![0]!.length),
  );
  expect(texts).toEqual(plain.texts);
  expect(tokens!.map((list) => list.map(({ piece }) => piece).join(''))).toEqual(texts);
  expect(tokens![0]).toHaveLength(2 * CONTEXT);
  expect(heard.reduce((sum, count) => sum + count, 0)).toBe(2 * CONTEXT);
  for (const { id, probability, rank, entropy, top } of tokens!.flat()) {
    expect(top).toHaveLength(3);
    expect(entropy).toBeGreaterThan(0);
    expect(entropy).toBeLessThanOrEqual(Math.log(VOCABULARY));
    if (rank <= 3) expect(top[rank - 1]).toMatchObject({ id, probability });
    else expect(probability).toBeLessThanOrEqual(top[2]!.probability);
  }
});

test('a text goes on from tokens that it is to begin with', async () => {
  const request = { base, prompt: 'To be', maxNewTokens: 8, temperature: 0, seed: 3 };
  const { tokens } = await library.write({ ...request, details: true }, () => undefined);
  const ids = tokens![0]!.map(({ id }) => id);
  // The likeliest tokens again: the same text. Another one: the text goes on from that.
  const same = await library.write({ ...request, begin: ids.slice(0, 3) }, () => undefined);
  expect(same.texts[0]).toBe(tokens![0]!.map(({ piece }) => piece).join(''));
  const other = tokens![0]![3]!.top[1]!;
  const begin = [...ids.slice(0, 3), other.id];
  const branch = await library.write({ ...request, begin, details: true }, () => undefined);
  const branched = branch.tokens![0]!;
  expect(branched.slice(0, 4).map(({ id }) => id)).toEqual(begin);
  expect(branched).toHaveLength(8);
  expect(branched[3]!.probability).toBeCloseTo(other.probability, 5);
  expect(branched[3]!.rank).toBe(2);
  await library.rest();
});

test('what comes next, and how each token of the text was found', async () => {
  // Bytes that stand alone read back as themselves.
  const isPlain = ({ id }: { readonly id: number }): boolean => id < 128;
  let written: readonly WrittenToken[] = [];
  for (let seed = 1; written.length === 0; seed++) {
    const request = { base, prompt: 'To', maxNewTokens: 2, temperature: 1, seed, details: true };
    const { tokens } = await library.write(request, () => undefined);
    if (tokens![0]!.every(isPlain)) written = tokens![0]!;
  }
  const text = `To${written.map(({ id }) => String.fromCodePoint(id)).join('')}`;
  const first = await library.nextTokens({ base, text: text.slice(0, 3), top: 300 });
  expect(first.next.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
  const odds = first.next.find(({ id }) => id === written[1]!.id)!;
  expect(odds.probability).toBeCloseTo(written[1]!.probability, 5);
  expect(first.entropy).toBeCloseTo(written[1]!.entropy, 5);
  const whole = await library.nextTokens({ base, text });
  expect(whole.next).toHaveLength(5);
  expect(whole.prompt.map(({ piece }) => piece).join('')).toBe(text);
  expect(whole.prompt[0]!.probability).toBeUndefined();
  whole.prompt.slice(2).forEach(({ probability, rank, entropy }, place) => {
    expect(rank).toBe(written[place]!.rank);
    expect(probability).toBeCloseTo(written[place]!.probability, 5);
    expect(entropy).toBeCloseTo(written[place]!.entropy, 5);
  });
  // Shorter again, with another end; and longer than the context.
  const other = await library.nextTokens({ base, text: `${text.slice(0, 3)}#`, top: 300 });
  await library.rest();
  expect(await library.nextTokens({ base, text: `${text.slice(0, 3)}#`, top: 300 })).toEqual(other);
  // Read together, or one after the other as it grows.
  const text9 = 'to be, or';
  for (let length = 1; length < text9.length; length++)
    await library.nextTokens({ base, text: text9.slice(0, length) });
  const grown = await library.nextTokens({ base, text: text9 });
  await library.rest();
  const together = await library.nextTokens({ base, text: text9 });
  expect(together.entropy).toBeCloseTo(grown.entropy, 5);
  together.prompt.forEach(({ id, rank, probability = 0 }, place) => {
    expect({ id, rank }).toEqual({ id: grown.prompt[place]!.id, rank: grown.prompt[place]!.rank });
    expect(probability).toBeCloseTo(grown.prompt[place]!.probability ?? 0, 5);
  });
  // From the middle of the context to its end.
  const whole12 = await library.nextTokens({ base, text: 'abcdefghijkl' });
  await library.nextTokens({ base, text: 'abcde' });
  const rest = await library.nextTokens({ base, text: 'abcdefghijkl' });
  expect(rest.entropy).toBeCloseTo(whole12.entropy, 5);
  expect(rest.prompt.map(({ rank }) => rank)).toEqual(whole12.prompt.map(({ rank }) => rank));
  const long = await library.nextTokens({ base, text: 'x'.repeat(3 * CONTEXT) });
  expect(long.prompt).toHaveLength(CONTEXT);
  await library.rest();
});

test('a model that goes on learning is opened again after its steps', async () => {
  let version = 1;
  let opened = 0;
  const open = () => {
    opened += 1;
    return Promise.resolve(baseOfExport('run', tinyModel()));
  };
  bases.provide('run', open, () => version);
  const run: BaseRef = { kind: 'run', runId: 'one' };
  const ask = () => library.nextTokens({ base: run, text: 'a' });
  await ask();
  await ask();
  expect(opened).toBe(1);
  version += 1;
  await ask();
  expect(opened).toBe(2);
  await library.rest();
});
