// Beam search through the library: stop strings, past the window, more beams than tokens, repeatable; and a
// model that has diverged.
import { afterAll, expect, test } from 'vitest';
import { baseOfExport, Bases } from '../../src/host/lab/bases';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { openNodeContext } from '../../src/host/node/context';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import type { BaseRef } from '../../src/training/models/baseModel';
import { tinyModel } from '../support/tinyModel';

const context = await openNodeContext();
afterAll(() => context.destroy());
const bases = new Bases();
const none = (): Promise<never> => Promise.reject(new Error('There is no run.'));
const lab = {
  context: () => Promise.resolve(context),
  bases,
  exported: none,
  adapter: none,
  variant: none,
};
const library = new ModelLibrary(lab, new MemoryStorage<LoadedEntry>());
const base: BaseRef = { kind: 'run', runId: 'tiny' };
const broken: BaseRef = { kind: 'run', runId: 'broken' };
bases.provide('run', (id) => {
  const model = tinyModel(256);
  const isBroken = id === 'broken';
  const weights = new Map(
    Array.from(model.weights, ([name, values]) => [
      name,
      isBroken ? new Float32Array(values.length).fill(Number.NaN) : values,
    ]),
  );
  return Promise.resolve(baseOfExport(id, { ...model, weights }));
});

const request = { base, prompt: 'To be', numBeams: 4, numReturnSequences: 3, maxNewTokens: 20 };

test('past the window, with odds, the best first; the same again', async () => {
  const shown: number[] = [];
  const written = await library.write({ ...request, details: true }, ({ texts }) =>
    shown.push(texts.length),
  );
  const { texts, tokens, scores } = written;
  expect(new Set(texts).size).toBe(3);
  expect(scores).toEqual(scores!.toSorted((a, b) => b - a));
  expect(shown.at(-1)).toBe(3);
  tokens!.forEach((list, i) => {
    expect(list.map(({ piece }) => piece).join('')).toBe(texts[i]);
    expect(list).toHaveLength(20);
    // Without processors a score is the mean log-probability of its tokens.
    const sum = list.reduce((total, { probability }) => total + Math.log(probability), 0);
    expect(sum / 20).toBeCloseTo(scores![i]!, 4);
  });
  const again = await library.write({ ...request, details: true }, () => undefined);
  expect(again).toEqual(written);
});

test('of one token the best beam is the greedy one', async () => {
  const one = { base, prompt: 'To be', maxNewTokens: 1, details: true };
  const greedy = await library.write({ ...one, temperature: 0 }, () => undefined);
  const { texts, scores } = await library.write({ ...one, numBeams: 3 }, () => undefined);
  expect(texts).toEqual(greedy.texts);
  expect(scores![0]).toBeCloseTo(Math.log(greedy.tokens![0]![0]!.probability), 5);
});

test('a stop string ends a beam, and does not show', async () => {
  const { texts: whole } = await library.write(request, () => undefined);
  const stop = whole[0]!.slice(3, 4);
  const { texts } = await library.write({ ...request, stopStrings: [stop] }, () => undefined);
  for (const text of texts) expect(text).not.toContain(stop);
});

/** All but A and B. */
const suppressTokens = Array.from({ length: 256 }, (_, id) => id).filter(
  (id) => id !== 65 && id !== 66,
);

test('where every token is a stop string, a search ends with the first', async () => {
  const two = { ...request, suppressTokens, numBeams: 2, numReturnSequences: 2 };
  const stopped = await library.write({ ...two, stopStrings: ['A', 'B'] }, () => undefined);
  const short = await library.write({ ...two, maxNewTokens: 1 }, () => undefined);
  expect(stopped.texts).toEqual(['', '']);
  expect(stopped.scores).toEqual(short.scores);
});

test('more beams than there are continuations: as many texts as there are', async () => {
  const wide = { ...request, numBeams: 9, numReturnSequences: 9, suppressTokens };
  const { texts } = await library.write({ ...wide, maxNewTokens: 2 }, () => undefined);
  expect(texts.toSorted()).toEqual(['AA', 'AB', 'BA', 'BB']);
});

test('a model whose logits are no numbers says so, in every way of writing', async () => {
  const settings = [{ temperature: 0 }, { temperature: 1 }, { details: true }, { numBeams: 2 }];
  for (const setting of settings)
    await expect(
      library.write({ base: broken, prompt: 'To be', ...setting }, () => undefined),
    ).rejects.toMatchObject({ code: 'generation_not_finite' });
  await library.rest();
});
