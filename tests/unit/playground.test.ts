// The state of the playground: drafts that stay, settings as typed, texts that stream, branch and are stopped.
import { describe, expect, test } from 'vitest';
import type { Written, WriteRequest, WrittenToken } from '../../src/host/protocol/models';
import type { BaseRef } from '../../src/training/models/baseModel';
import { parseGeneration } from '../../src/training/generate/generationConfig';
import { modelSchema } from '../../src/training/run/config';
import { nearest, linesOf } from '../../src/ui/features/playground/nearest';
import { plainChat } from '../../src/ui/features/playground/chat/plainChat';
import {
  answer,
  branchAt,
  stopWriting,
  writeAll,
} from '../../src/ui/features/playground/playgroundActions';
import { problemsOf, settingsOf } from '../../src/ui/features/playground/playgroundSettings';
import {
  branchesOf,
  changeDraft,
  createPlaygroundStore,
  playOf,
} from '../../src/ui/features/playground/playgroundStore';
import { modesOf } from '../../src/ui/features/playground/playModel';
import { chipsOf } from '../../src/ui/features/playground/write/promptChips';
import type { Bench } from '../../src/ui/stores/bench';

const base: BaseRef = { kind: 'loaded', id: 'one' };
const other: BaseRef = { kind: 'kept', id: 'two' };
const KEY = 'loaded:one';
const settings = settingsOf({ maxNewTokens: '3', numReturnSequences: '1' }, 7);

const tokenOf = (id: number): WrittenToken => ({
  id,
  text: `t${id}`,
  piece: ` t${id}`,
  probability: 0.5,
  rank: 1,
  entropy: 1,
  top: [{ id: id + 1, text: `t${id + 1}`, probability: 0.25 }],
});

/** An engine that writes the tokens it is to begin with, then 10, 11, …; each call waits to be let go on. */
function fakeBench(holds = false) {
  const requests: WriteRequest[] = [];
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const write = async (
    request: WriteRequest,
    onWritten: (written: Written) => void,
  ): Promise<Written> => {
    requests.push(request);
    const { begin = [], numReturnSequences = 1, maxNewTokens = 2 } = request;
    const ids = [...begin, 10, 11, 12, 13].slice(0, maxNewTokens);
    const list = Array.from({ length: numReturnSequences }, () => ids.map(tokenOf));
    const textOf = (count: number) =>
      list.map(() =>
        ids
          .slice(0, count)
          .map((id) => ` t${id}`)
          .join(''),
      );
    onWritten({ texts: textOf(1), tokens: list.map((tokens) => tokens.slice(0, 1)) });
    if (holds) await stopped;
    return { texts: textOf(ids.length), tokens: list };
  };
  const stopWritingNow = () => Promise.resolve(stop());
  const playground = createPlaygroundStore(undefined);
  const bench = { playground, lab: { models: { write, stopWriting: stopWritingNow } } };
  return {
    bench: bench as unknown as Bench,
    requests,
    play: () => playOf(playground.getState(), KEY),
  };
}

describe('settings', () => {
  test('what was typed becomes numbers, and a seed of its own where none was', () => {
    expect(problemsOf({})).toEqual({});
    expect(settingsOf({ temperature: '0,5', maxNewTokens: '１２' }, 9)).toMatchObject({
      temperature: 0.5,
      maxNewTokens: 12,
      seed: 9,
      topK: 40,
    });
    expect(settingsOf({ seed: '3' }, 9).seed).toBe(3);
  });

  test('a method has its own settings', () => {
    const typed = { temperature: 'hot', stopStrings: 'a\\nb\n\n.', begin: '3, 4', numBeams: '2' };
    expect(problemsOf({ ...typed, method: 'greedy' })).toEqual({});
    const greedy = settingsOf({ ...typed, method: 'greedy' }, 9);
    expect(greedy).toMatchObject({ temperature: 0, numReturnSequences: 1, begin: [3, 4] });
    expect(greedy.stopStrings).toEqual(['a\nb', '.']);
    expect(greedy).not.toHaveProperty('topP');
    const beams = { ...typed, method: 'beams', numReturnSequences: '3' };
    expect(problemsOf(beams)).toEqual({
      numReturnSequences: { code: 'texts_beams', min: 1, max: 2 },
    });
    const two = settingsOf({ ...beams, numReturnSequences: '2' }, 9);
    expect(two).toMatchObject({ numBeams: 2, lengthPenalty: 1, temperature: 0 });
    for (const method of ['sampling', 'greedy', 'beams'])
      expect(() => parseGeneration(settingsOf({ method }, 9))).not.toThrow();
    expect(problemsOf({ suppressTokens: '1 x' })).toHaveProperty('suppressTokens.code', 'not_ids');
  });

  test('a constraint takes the place of stop strings', () => {
    const typed = { stopStrings: 'a', pattern: 'x+', schema: '{"type": "object"}' };
    expect(settingsOf(typed, 1).stopStrings).toEqual(['a']);
    const json = settingsOf({ ...typed, constraint: 'json' }, 1);
    expect(json.constraint).toEqual({ kind: 'json', schema: { type: 'object' } });
    expect(json).not.toHaveProperty('stopStrings');
    const regex = settingsOf({ ...typed, constraint: 'regex' }, 1);
    expect(regex.constraint).toEqual({ kind: 'regex', pattern: 'x+' });
    expect(settingsOf({ constraint: 'json' }, 1).constraint).toEqual({ kind: 'json' });
    for (const constraint of ['json', 'regex', 'none'])
      expect(() => parseGeneration(settingsOf({ ...typed, constraint }, 9))).not.toThrow();
    expect(problemsOf({ constraint: 'json', schema: '{' })).toHaveProperty(
      'schema.code',
      'not_json',
    );
    expect(problemsOf({ constraint: 'regex' })).toHaveProperty('pattern.code', 'empty');
    expect(problemsOf({ schema: '{' })).toEqual({});
  });

  test('wrong input is named at its field', () => {
    const problems = problemsOf({ temperature: 'hot', topK: '1.5', topP: '2', seed: '-1' });
    expect(Object.entries(problems).map(([id, { code }]) => [id, code])).toEqual([
      ['temperature', 'not_a_number'],
      ['topP', 'outside'],
      ['seed', 'outside'],
      ['topK', 'not_whole'],
    ]);
    expect(problemsOf({ temperature: '' })).toHaveProperty('temperature.code', 'not_a_number');
  });
});

test('drafts stay in the browser: by model, the newest ones, nothing that was written', async () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  const store = createPlaygroundStore(storage);
  for (let index = 0; index < 25; index++) changeDraft(store, `m${index}`, { prompt: `${index}` });
  changeDraft(store, 'm10', { typed: { seed: '5' } });
  changeDraft(store, 'm11', { prompt: 'x'.repeat(30_000) });
  const again = createPlaygroundStore(storage).getState();
  expect(playOf(again, 'm10').draft).toMatchObject({ prompt: '10', typed: { seed: '5' } });
  expect(playOf(again, 'm0').draft.prompt).toBeUndefined();
  expect(playOf(again, 'm11').draft.prompt).toBeUndefined();
  expect(Object.keys(again.plays).length).toBe(20);
  stored.set('benchtop.playground', '{broken');
  expect(createPlaygroundStore(storage).getState().plays).toEqual({});
});

test('texts of two models come one after another; pieces add up', async () => {
  const { bench, requests, play } = fakeBench();
  const models = [
    { base, name: 'One' },
    { base: other, name: 'Two' },
  ];
  const two = { ...settings, numReturnSequences: 2 };
  const work = writeAll(bench, KEY, { models, prompt: 'a', settings: two, details: true });
  expect(play().texts.map(({ name, state }) => [name, state])).toEqual([
    ['One', 'writing'],
    ['One', 'writing'],
    ['Two', 'waiting'],
    ['Two', 'waiting'],
  ]);
  expect(play().texts[0]!.tokens.length).toBe(1);
  await work;
  expect(requests.map((request) => request.base)).toEqual([base, other]);
  expect(play().isRunning).toBe(false);
  for (const { text, tokens, state } of play().texts)
    expect([text, tokens.length, state]).toEqual([' t10 t11 t12', 3, 'done']);
});

test('a branch shares its beginning, goes on from another token, and is found again', async () => {
  const { bench, requests, play } = fakeBench();
  const job = { models: [{ base, name: 'One' }], prompt: 'a', settings, details: true };
  await writeAll(bench, KEY, job);
  const [root] = play().texts;
  await branchAt(bench, KEY, { text: root!, rootId: root!.id, at: 1 }, 99, settings);
  expect(requests[1]).toMatchObject({
    prompt: 'a',
    begin: [10, 99],
    maxNewTokens: 5,
    numReturnSequences: 1,
  });
  const branch = play().texts[1]!;
  expect(branch.parent).toEqual({ id: root!.id, at: 1 });
  expect(branch.tokens.map(({ id }) => id)).toEqual([10, 99, 10, 11, 12]);
  expect(play().shown).toEqual({ [root!.id]: branch.id });
  await branchAt(bench, KEY, { text: branch, rootId: root!.id, at: 2 }, 98, settings);
  const tree = branchesOf(play().texts, root!);
  expect(tree.map(({ depth }) => depth)).toEqual([0, 1, 2]);
  // New texts begin a new tree.
  await writeAll(bench, KEY, job);
  expect([play().texts.length, play().shown]).toEqual([1, {}]);
});

test('what is stopped keeps what it has, and what waits does not begin', async () => {
  const { bench, requests, play } = fakeBench(true);
  const models = [
    { base, name: 'One' },
    { base: other, name: 'Two' },
  ];
  const work = writeAll(bench, KEY, { models, prompt: 'a', settings, details: true });
  stopWriting(bench);
  await work;
  expect(requests.length).toBe(1);
  expect(play().texts.map(({ name, state }) => [name, state])).toEqual([['One', 'done']]);
});

test('an error is shown, and the next try forgets it', async () => {
  const { bench, play } = fakeBench();
  const job = { models: [{ base, name: 'One' }], prompt: 'a', settings, details: true };
  const { write } = bench.lab.models;
  Object.assign(bench.lab.models, {
    write: () =>
      Promise.reject(Object.assign(new Error('No.'), { code: 'wrong_family', fields: {} })),
  });
  await writeAll(bench, KEY, job);
  expect(play().error?.message).toBe('No.');
  Object.assign(bench.lab.models, { write });
  await writeAll(bench, KEY, job);
  expect(play().error).toBeNull();
});

test('an answer grows behind the messages, and is to end where the next turn would begin', async () => {
  const { bench, requests, play } = fakeBench();
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  changeDraft(bench.playground, KEY, { messages });
  const names = { system: '', user: 'User', assistant: 'Assistant' };
  const plain = plainChat([{ role: 'system', content: 'Be kind. ' }, ...messages], names);
  expect(plain).toEqual({
    prompt: 'Be kind.\nUser: Hi\nAssistant:',
    stopStrings: ['\nUser:'],
  });
  const voice = { base, settings };
  await answer(bench, KEY, voice, () => Promise.resolve({ ...plain, prompt: 'p' }));
  expect(requests[0]).toMatchObject({ base, prompt: 'p', numReturnSequences: 1 });
  expect(requests[0]!.stopStrings).toEqual(plain.stopStrings);
  expect(play().draft.messages).toEqual([
    ...messages,
    { role: 'assistant', content: 't10 t11 t12' },
  ]);
});

const facts = (family: string, more: object = {}) => ({
  base,
  name: 'm',
  writes: true,
  config: modelSchema.parse({
    n_decoder_layer: 1,
    d_kv: 4,
    family,
    n_layer: 1,
    n_embd: 8,
    n_head: 2,
    n_positions: 8,
    n_inner: 8,
  }),
  ...more,
});

test('a model is tried by what it was made for, with prompts that suit it', () => {
  expect(modesOf(facts('gpt'))).toEqual(['write', 'chat', 'nearest']);
  expect(modesOf(facts('gpt', { labels: ['a', 'b'] }))[0]).toBe('classify');
  expect(modesOf(facts('bert', { writes: false, mask: '[MASK]' }))).toEqual(['fill', 'nearest']);
  expect(modesOf(facts('bert', { writes: false }))).toEqual(['nearest']);
  expect(modesOf(facts('t5'))).toEqual(['write']);
  expect(chipsOf(facts('gpt')).length).toBe(4);
  expect(chipsOf(facts('t5'))).toEqual([{ kind: 'question' }, { kind: 'summary' }]);
  expect(chipsOf(facts('t5', { prompts: ['p'] }))).toEqual([{ text: 'p' }]);
  const provenance = { sample: { prompt: 'Once' } };
  expect(chipsOf(facts('gpt', { provenance }))).toEqual([{ text: 'Once' }]);
});

test('texts by their cosine similarity', () => {
  expect(linesOf(' a \n\nb\na')).toEqual(['a', 'b']);
  const vectors = [Float32Array.of(0, 1), Float32Array.of(3, 3), Float32Array.of(0, 0)];
  const found = nearest(Float32Array.of(1, 1), ['up', 'same', 'zero'], vectors);
  expect(found.map(({ text }) => text)).toEqual(['same', 'up', 'zero']);
  expect(found.map(({ similarity }) => similarity)[0]).toBeCloseTo(1, 6);
  expect(found[2]!.similarity).toBe(0);
});
