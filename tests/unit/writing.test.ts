import { expect, test, vi } from 'vitest';
import type { NextTokens } from '../../src/host/protocol/models';
import type { TrueTokens } from '../../src/host/protocol/trueTokens';
import { Writing } from '../../src/ui/features/start/writing';

const SENTENCE = 'Once upon a time, there was a fox.\n\n';
const MODEL = { base: { kind: 'ready', id: 'story' }, contextLength: 200 } as const;

/** Knows one sentence, letter by letter, and one letter besides. */
function models(isSlow = false) {
  const requested: string[] = [];
  const nextTokens = async ({ text }: { text: string }): Promise<NextTokens> => {
    requested.push(text);
    if (isSlow) await new Promise((resume) => setTimeout(resume, 5));
    const letter = SENTENCE[text.length] ?? ' ';
    const next = [letter, 'x'].map((piece, id) => ({
      id,
      text: piece,
      piece,
      probability: id === 0 ? 0.9 : 0.1,
    }));
    const prompt = [...text].map((piece) => ({ id: 0, text: piece, piece }));
    return { prompt, next, entropy: 0.3, logProbs: Float32Array.of(Math.log(0.9), Math.log(0.1)) };
  };
  const trueTokens = ({ text }: { text: string }): Promise<TrueTokens> =>
    Promise.resolve({
      corpus: 'story',
      separator: '\n\n',
      tokens: [],
      next: 'never',
      entropy: null,
      writable: text.length,
    });
  return { requested, nextTokens, trueTokens };
}

const settled = (writing: Writing) =>
  vi.waitFor(() => {
    const { reading, text, isWriting } = writing.store.getState();
    expect([reading?.text, isWriting]).toEqual([text, false]);
  });

test('goes on by itself to the end of the document', async () => {
  const writing = new Writing(models(), { paceMs: 0, random: () => 0 });
  writing.open(MODEL, 'Once', true);
  await settled(writing);
  expect(writing.store.getState()).toMatchObject({ text: SENTENCE, isOver: true, error: null });
});

test('ends with the context of the model', async () => {
  const writing = new Writing(models(), { paceMs: 0, random: () => 0 });
  writing.open({ ...MODEL, contextLength: 10 }, 'Once', true);
  await settled(writing);
  expect(writing.store.getState()).toMatchObject({ text: SENTENCE.slice(0, 9), isOver: true });
});

test('a user stops it, chooses another token, and it goes on from there', async () => {
  const writing = new Writing(models(), { paceMs: 0, random: () => 0 });
  writing.open(MODEL, 'On', false);
  await settled(writing);
  expect(writing.store.getState().text).toBe('On');
  expect(writing.take(1, false)).toBe(true);
  expect(writing.store.getState().text).toBe('Onx');
  // What comes behind the new text is not known yet.
  expect(writing.take(0, true)).toBe(false);
  await settled(writing);
  writing.write();
  await settled(writing);
  expect(writing.store.getState().text).toBe(`Onx${SENTENCE.slice(3)}`);
});

test('of many texts that are typed quickly only the newest is read', async () => {
  const host = models(true);
  const writing = new Writing(host, { paceMs: 0 });
  writing.open(MODEL, '', false);
  for (const text of ['O', 'On', 'Onc', 'Once']) writing.type(text);
  await settled(writing);
  expect(host.requested).toEqual(['O', 'Once']);
});

test('what was typed before the model came is read by it; another model begins anew', async () => {
  const writing = new Writing(models(), { paceMs: 0, random: () => 0 });
  writing.type('Once upon');
  writing.open(MODEL, 'Then', true);
  await settled(writing);
  expect(writing.store.getState().text).toBe('Once upon');
  writing.open({ ...MODEL, base: { kind: 'ready', id: 'general-zh' } }, 'Once', false);
  await settled(writing);
  expect(writing.store.getState().text).toBe('Once');
});

test('a failure is shown, and the next text is tried', async () => {
  const host = models();
  const writing = new Writing(
    {
      ...host,
      nextTokens: (request) =>
        request.text === 'bad' ? Promise.reject(new Error('lost')) : host.nextTokens(request),
    },
    { paceMs: 0 },
  );
  writing.open(MODEL, 'bad', true);
  await vi.waitFor(() => expect(writing.store.getState().error?.message).toBe('lost'));
  expect(writing.store.getState().isWriting).toBe(false);
  writing.type('Once');
  await settled(writing);
  expect(writing.store.getState().error).toBeNull();
});
