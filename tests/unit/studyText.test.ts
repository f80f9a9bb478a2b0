// What a study reads: a model's own text found again by its content, the one that was chosen, or nothing
// that is known; and which models may have learned from what is held out.
import { describe, expect, it } from 'vitest';
import { STORY } from '../../src/experiments/story';
import { contentOf, examplesContent } from '../../src/host/data/contentId';
import { OwnContent } from '../../src/host/data/ownContent';
import { TextLibrary } from '../../src/host/data/textLibrary';
import type { OwnExamples } from '../../src/host/protocol/examples';
import { exampleReading, hasReadText, textReading } from '../../src/host/studies/studyText';
import { textLine } from '../../src/host/studies/textReport';
import { textParts } from '../../src/training/run/texts/textParts';
import { dataSchema, runConfigSchema, type DataConfigInput } from '../../src/training/run/config';
import { provenanceOf } from '../../src/training/run/provenance';

const data = (input: DataConfigInput) => dataSchema.parse(input);
const STORY_RUN = runConfigSchema.parse(STORY.config);
const modelOf = (input: DataConfigInput) => ({
  name: 'mine',
  provenance: provenanceOf({ ...STORY_RUN, data: data(input) }, 7),
});
const NOVEL = { name: 'novel.txt', text: 'It was a dark night.\n'.repeat(60) };
const SET: OwnExamples = {
  name: 'mails.csv',
  labels: ['spam', 'ham'],
  examples: [{ text: 'buy', label: 0 }],
};

describe('a content', () => {
  it('is the same under any name, and another for any other text', async () => {
    const { sha256 } = await contentOf(NOVEL);
    expect((await contentOf({ ...NOVEL, name: 'copy.txt' })).sha256).toBe(sha256);
    expect((await contentOf({ ...NOVEL, text: `${NOVEL.text}.` })).sha256).not.toBe(sha256);
    const whole = { name: 'novel.txt', train: new Blob([NOVEL.text]), validation: null };
    expect((await contentOf(whole)).sha256).toBe(sha256);
  });

  it('knows what is held out from what is learned', async () => {
    const split = (train: string, validation: string) =>
      contentOf({ name: 'a', train: new Blob([train]), validation: new Blob([validation]) });
    expect((await split('ab', 'c')).sha256).not.toBe((await split('a', 'bc')).sha256);
  });

  it('of examples is of their texts and classes', async () => {
    const { sha256 } = await examplesContent(SET);
    expect((await examplesContent({ ...SET, name: 'b' })).sha256).toBe(sha256);
    const other = { ...SET, labels: ['ham', 'spam'] };
    expect((await examplesContent(other)).sha256).not.toBe(sha256);
  });
});

describe('a study of a model reads', () => {
  const nothing = new OwnContent();

  it('what it was trained on, by the same split', async () => {
    const own = { corpus: 'finance_zh', seed: 5, size_chars: 900, validation_share: 0.2 };
    const reading = await textReading(modelOf(own), undefined, nothing);
    expect(reading).toEqual({ data: data(own), text: undefined, isOwn: true });
  });

  it("the user's text, once that is in the library again under whatever name", async () => {
    const content = await contentOf(NOVEL);
    const model = modelOf({ corpus: 'own_file', content });
    await expect(textReading(model, undefined, nothing)).rejects.toMatchObject({
      code: 'own_text_missing',
      fields: { name: 'mine', text: 'novel.txt' },
    });
    const library = new TextLibrary();
    const here = new OwnContent();
    here.provide(library.finder);
    await library.keepText(`${NOVEL.text} and more`, 'other.txt');
    expect(await here.has(content)).toBe(false);
    await library.keepText(NOVEL.text, 'brought again.txt');
    expect(await here.has(content)).toBe(true);
    expect((await textReading(model, undefined, here)).text).toMatchObject({ text: NOVEL.text });
  });

  it('the text of its base, where it read examples beside that alone', async () => {
    const general = { corpus: 'story', size_chars: 90, seed: 4, validation_share: 0.2 };
    const tuned = modelOf({ corpus: 'task', examples: { set: 'questions' }, general });
    expect((await textReading(tuned, undefined, nothing)).data).toEqual(general);
  });

  it('what was chosen, which is written down by its content', async () => {
    const chosen = { data: { corpus: 'own_file' }, supplied: NOVEL };
    const reading = await textReading(modelOf({ corpus: 'story' }), chosen, nothing);
    expect(reading).toMatchObject({ isOwn: false, text: NOVEL });
    expect(reading.data.content).toEqual(await contentOf(NOVEL));
  });

  it('what was chosen for it once, where nobody knows what it was trained on', async () => {
    const imported = { name: 'imported' };
    await expect(textReading(imported, undefined, nothing)).rejects.toMatchObject({
      code: 'text_not_known',
    });
    const studyText = data({ corpus: 'reviews' });
    const reading = await textReading({ ...imported, studyText }, undefined, nothing);
    expect(reading).toEqual({ data: studyText, text: undefined, isOwn: false });
  });

  it('the examples of a classifier, and asks for those that are gone', async () => {
    const examples = { set: 'own_examples', content: await examplesContent(SET) };
    const model = modelOf({ corpus: 'task', examples });
    await expect(exampleReading(model, undefined, nothing)).rejects.toMatchObject({
      code: 'own_text_missing',
      fields: { text: 'mails.csv' },
    });
    const reviews = modelOf({ corpus: 'task', examples: { set: 'reviews', seed: 3 } });
    const reading = await exampleReading(reviews, undefined, nothing);
    expect(reading.data.examples).toEqual({ set: 'reviews', seed: 3 });
    await expect(
      exampleReading(modelOf({ corpus: 'story' }), undefined, nothing),
    ).rejects.toMatchObject({ code: 'text_not_known' });
  });
});

describe('what is held out may have been learned by', () => {
  const content = { name: 'a.txt', sha256: 'a'.repeat(64) };
  const other = { name: 'a.txt', sha256: 'b'.repeat(64) };
  it.each<[string, DataConfigInput, DataConfigInput, boolean]>([
    ['no model on the same split', { corpus: 'story' }, { corpus: 'story' }, false],
    ['one on another seed', { corpus: 'story', seed: 2 }, { corpus: 'story' }, true],
    ['no model by its size', { corpus: 'story', size_chars: 9 }, { corpus: 'story' }, false],
    ['one on another share', { corpus: 'code', validation_share: 0.3 }, { corpus: 'code' }, true],
    ['no model on another text', { corpus: 'letters', seed: 2 }, { corpus: 'story' }, false],
    [
      'no model by a share that cuts nothing',
      { corpus: 'story', validation_share: 0.3 },
      { corpus: 'story' },
      false,
    ],
    [
      'one on another share of the same file',
      { corpus: 'own_file', content, validation_share: 0.3 },
      { corpus: 'own_file', content },
      true,
    ],
    [
      'no model on another file of that name',
      { corpus: 'own_file', content, validation_share: 0.3 },
      { corpus: 'own_file', content: other },
      false,
    ],
    [
      'one that read it as a stage',
      { corpus: 'letters', seed: 2, more: [{ corpus: 'story', from_step: 3 }] },
      { corpus: 'story' },
      true,
    ],
    [
      'no model that was only measured on it',
      { corpus: 'letters', general: { corpus: 'story', seed: 2 } },
      { corpus: 'story' },
      false,
    ],
  ])('%s', (_what, trained, evaluated, expected) => {
    expect(hasReadText(data(trained), data(evaluated))).toBe(expected);
  });

  it('no model of which that is not known', () => {
    expect(hasReadText(undefined, data({ corpus: 'story' }))).toBe(false);
  });
});

it('a report names each part, whose it is, and how much was read', () => {
  const content = { name: 'a.txt', sha256: 'a'.repeat(64) };
  const parts = textParts(data({ corpus: 'story', more: [{ corpus: 'own_file' }], content }));
  expect(textLine({ parts, isOwn: true, tokens: 640, bytes: 1400 })).toBe(
    'Held-out text of story + a.txt (its own): 640 tokens, 1400 bytes.',
  );
});
