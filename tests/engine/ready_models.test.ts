// The ready-made models as they are loaded: what they say is what their cards show, and the smallest is measured again.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GROKKED } from '../../src/experiments/ready/grokked';
import { QUESTION_ANSWERER } from '../../src/experiments/ready/questionAnswerer';
import { READY } from '../../src/experiments/ready/ready';
import { LocalLab } from '../../src/host/lab/lab';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { shownBy } from '../../src/host/models/ready/makeReady';
import { measured } from '../../src/host/models/ready/trainReady';
import { ReadyModels } from '../../src/host/models/readyModels';
import { nodeDevices } from '../../src/host/node/context';
import { readPublicInNode } from '../../src/host/node/files';
import type { ReadyCard } from '../../src/host/protocol/ready';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';

let lab: LocalLab;
let library: ModelLibrary;
const cards = new Map<string, ReadyCard>();
beforeAll(async () => {
  lab = new LocalLab(nodeDevices('cpu'), () => Promise.reject(new Error('no asset is needed')));
  await lab.open();
  const ready = new ReadyModels(lab.bases, readPublicInNode);
  library = new ModelLibrary(lab, new MemoryStorage<LoadedEntry>(), undefined, ready);
  for (const { id, card } of await library.ready()) cards.set(id, card);
});
afterAll(() => library.rest());

for (const experiment of READY) {
  const { id } = experiment;
  test(`${id} says what its card shows`, async () => {
    expect(await shownBy(library, experiment, { kind: 'ready', id })).toBe(cards.get(id)!.shown);
  });
}

test('the grokked model is right on held-out sums as its card says; before, it had only memorized', async () => {
  const card = cards.get('grokking')!;
  const { validationLoss, accuracy } = await measured(lab, GROKKED, {
    kind: 'ready',
    id: 'grokking',
  });
  expect(validationLoss).toBeCloseTo(card.loss, 4);
  expect(accuracy).toBe(card.accuracy);
  expect(accuracy).toBeGreaterThan(0.99);
  const { base, accuracy: then } = card.checkpoints!.find(({ step }) => step === 100)!;
  const early = await measured(lab, GROKKED, base);
  expect(early.accuracy).toBeCloseTo(then!, 2);
  expect(early.accuracy).toBeLessThan(0.7);
  expect(early.parts!.train!.accuracy).toBe(1);
});

test('a review in words that it knows, and one with a word that it does not', async () => {
  const base = { kind: 'ready', id: 'reviews' } as const;
  const saysOf = async (text: string) => {
    const { labels, probabilities, newWords } = await library.classify({ base, text });
    return { says: labels[probabilities.indexOf(Math.max(...probabilities))], newWords };
  };
  expect(await saysOf('I love this movie')).toEqual({ says: 'positive', newWords: [] });
  expect(await saysOf('This movie was terrible.')).toEqual({ says: 'negative', newWords: [] });
  expect((await saysOf('What a zoological movie')).newWords).toEqual(['zoological']);
});

test('questions about a story are answered, and it is summed up', async () => {
  const texts: string[] = [];
  for (const prompt of QUESTION_ANSWERER.prompts) {
    const base = { kind: 'ready', id: 'questions' } as const;
    const greedy = { base, prompt, temperature: 0, seed: 1, maxNewTokens: 30 };
    texts.push((await library.write(greedy, () => undefined)).texts[0]!);
  }
  expect(texts).toEqual([
    'a red kite',
    'an owl',
    'by the bridge',
    'An owl took the kite of Mia the rabbit.',
  ]);
  expect(cards.get('questions')!.exactMatch).toBeGreaterThan(0.95);
});

test('recall looks back to the answer with one head', () => {
  const { accuracy, induction } = cards.get('recall')!;
  expect(accuracy).toBeGreaterThan(0.99);
  expect(induction!.layer).toBe(1);
  expect(induction!.score).toBeGreaterThan(0.7);
});
