// The one list of models: what is in it, how it is told apart, found and sorted, and what came of what.
import { expect, test } from 'vitest';
import { FAKE_LOADED, FAKE_SAVED } from '../support/fakeModelRows';
import { NO_FILTER, shownModels } from '../../src/ui/features/models/list/shownModels';
import { ancestorsOf, childrenOf, haveSameText } from '../../src/ui/features/models/page/lineage';
import { baseKey } from '../../src/training/models/baseModel';
import { runAddress } from '../../src/ui/stores/addresses';
import { baseOfKey, isSameModel } from '../../src/ui/stores/models/address';
import { recordsOf } from '../../src/ui/stores/models/record';

const LISTS = {
  run: null,
  saved: FAKE_SAVED,
  loaded: FAKE_LOADED,
  ready: [],
  language: 'en',
} as const;
const MODELS = recordsOf(LISTS);
const named = (name: string) => MODELS.find((model) => model.name === name)!;

test('everything is in the list once, newest first, with where it came from', () => {
  expect(MODELS.map(({ name, origin }) => [name, origin])).toEqual([
    ['Sentiment (LoRA)', 'finetuned'],
    ['Story GPT: distilled student', 'distilled'],
    ['Story GPT (lr 0.02, 120 steps)', 'trained'],
    ['Story GPT · INT8', 'variant'],
    ['Story GPT', 'trained'],
    ['gpt2 + finance', 'adapter'],
    ['gpt2', 'hub'],
  ]);
  expect(named('Sentiment (LoRA)').ability).toBe('classifies');
});

test('equal names get a number, the older one none', () => {
  const again = { ...FAKE_SAVED[0]!, id: 'run-z', keptAtMs: Date.now() };
  const names = recordsOf({ ...LISTS, saved: [...FAKE_SAVED, again] }).map(({ key, name }) => [
    key,
    name,
  ]);
  expect(names).toContainEqual(['kept:run-z', 'Story GPT (2)']);
  expect(names).toContainEqual(['kept:run-a', 'Story GPT']);
});

test('a search, an origin and a tag narrow the list; unknown sizes and losses stand last', () => {
  const names = (filter: object, sort: 'newest' | 'smallest' | 'best' = 'newest') =>
    shownModels(MODELS, { 'run-b': ['draft'] }, { ...NO_FILTER, ...filter }, sort).map(
      ({ name }) => name,
    );
  expect(names({ search: 'gpt int8' })).toEqual(['Story GPT · INT8']);
  expect(names({ search: 'openai' })).toEqual(['gpt2 + finance', 'gpt2']);
  expect(names({ origin: 'variant' })).toEqual(['Story GPT · INT8']);
  expect(names({ tag: 'draft' })).toEqual(['Story GPT (lr 0.02, 120 steps)']);
  expect(names({}, 'smallest')[0]).toBe('Story GPT: distilled student');
  expect(names({}, 'best').slice(0, 2)).toEqual(['Sentiment (LoRA)', 'Story GPT']);
});

test('a lineage goes up to what is there, and down by one step', () => {
  const [edge, ...more] = ancestorsOf(named('Story GPT · INT8'), MODELS);
  expect(more).toEqual([]);
  expect(edge).toMatchObject({ how: 'variant', name: 'Story GPT' });
  expect(edge?.other?.key).toBe('kept:run-a');
  expect(childrenOf(named('Story GPT'), MODELS).map(({ name }) => name)).toEqual([
    'Sentiment (LoRA)',
    'Story GPT: distilled student',
    'Story GPT · INT8',
  ]);
  // What it came from was deleted: its name stays.
  const alone = recordsOf({ ...LISTS, saved: [] });
  const int8 = alone.find(({ name }) => name === 'Story GPT · INT8')!;
  expect(ancestorsOf(int8, alone)).toMatchObject([{ other: undefined, name: 'Story GPT' }]);
});

test('losses are compared where both are known and of one text', () => {
  const [teacher, student] = [named('Story GPT'), named('Story GPT: distilled student')];
  expect(haveSameText(teacher, student)).toBe(true);
  expect(haveSameText(teacher, { ...student, loss: null })).toBe(false);
  expect(haveSameText({ ...teacher, loss: null }, student)).toBe(false);
  expect(haveSameText(teacher, { ...student, data: { ...teacher.data!, corpus: 'letters' } })).toBe(
    false,
  );
  expect(haveSameText({ ...teacher, data: undefined }, { ...student, data: undefined })).toBe(
    false,
  );
});

test('a run is shown with its experiment, one that belongs to none with its model', () => {
  expect(runAddress('run-a', 'story')).toBe('/experiment/story');
  for (const none of [undefined, 'ready:story'])
    expect(runAddress('run-a', none)).toBe('/models/run:run-a/train');
});

test('an address names a model, and a run is the same model once it is saved', () => {
  for (const { base } of MODELS) expect(baseOfKey(baseKey(base))).toEqual(base);
  for (const key of ['', 'nobody', 'kept:', 'other:1']) expect(baseOfKey(key)).toBeNull();
  expect(isSameModel({ kind: 'run', runId: 'a' }, { kind: 'kept', id: 'a' })).toBe(true);
  expect(isSameModel({ kind: 'ready', id: 'a' }, { kind: 'loaded', id: 'a' })).toBe(false);
});
