// From a file to a run's tokens through the Worker's own service, in Node.
import { beforeEach, expect, test } from 'vitest';
import { prepareData } from '../../src/host/data/corpus';
import { LocalLab } from '../../src/host/lab/lab';
import { fakeService } from '../support/fakeJobs';
import type { LabService } from '../../src/host/worker/serve';
import { TextLibrary } from '../../src/host/data/textLibrary';
import type { VocabularyRow } from '../../src/host/data/tokenizerLibrary';
import { pretraining } from '../../src/experiments/finetune';
import { runConfigSchema } from '../../src/training/run/config';
import { OWN_TEXT } from '../../src/experiments/ownText';
import { STORY_CORPUS } from '../../src/training/data/corpora/corpora';
import { generate } from '../../src/training/data/grammar/grammar';
import { FakeLab } from '../support/fakeLab';

// Long enough for the training part to have every character of the rest.
const STORIES = generate(STORY_CORPUS.grammar, 3, 240_000)
  .text.split('\n\n')
  .filter((story) => story !== '');
const SHARES = { validation: 0.1, test: 0.05, seed: 1 };
const quiet = () => undefined;

let library: TextLibrary;
let lab: LabService;

beforeEach(() => {
  library = new TextLibrary();
  lab = fakeService(new FakeLab(), undefined, undefined, library);
});

async function cleanStories() {
  const lines = [...STORIES, STORIES[0]!].map((text) => JSON.stringify({ id: 1, text }));
  const file = new Blob([[...lines, '{"id": 2}'].join('\n')]);
  const source = await lab.openSource({ kind: 'file', file, name: 'stories.jsonl' }, quiet);
  return lab.cleanText({ ...source, steps: [{ kind: 'exact_duplicates' }], shares: SHARES }, quiet);
}

test('a file of JSON lines: columns, preview, cleaning, and a text to train on', async () => {
  const file = new Blob(['{"id": 1, "text": "one"}\n{"id": 2, "text": "two"}\n{']);
  const source = await lab.openSource({ kind: 'file', file, name: 'a.jsonl' }, quiet);
  expect(source).toMatchObject({
    columns: ['id', 'text'],
    reading: { format: 'jsonl', mapping: { kind: 'text', column: 'text' } },
  });
  const preview = await lab.previewSource(source.sourceId, source.reading);
  expect(preview).toMatchObject({ documents: ['one', 'two'], refused: [{ row: 3 }] });
  const { summary, result } = await cleanStories();
  expect(result).toMatchObject({ documents: STORIES.length + 1, refused: { missing_column: 1 } });
  const { train, validation, test: heldBack } = result.sizes;
  expect(train.documents + validation.documents + heldBack.documents).toBe(STORIES.length);
  expect(await (await lab.readSplit(summary.textId, 'test')).text()).toHaveLength(heldBack.chars);
});

test('a cleaned text becomes a run’s tokens, held out by document', async () => {
  const { summary, result } = await cleanStories();
  const config = runConfigSchema.parse(OWN_TEXT.config);
  const { tokenizer, text } = await prepareData(config, {
    text: library.get(summary.textId),
    readAsset: () => Promise.reject(new Error('not asked for')),
    onProgress: quiet,
    signal: library.signal,
  });
  expect(text.train).toHaveLength(result.sizes.train.chars);
  expect(text.validation).toHaveLength(result.sizes.validation.chars);
  const validation = await (await lab.readSplit(summary.textId, 'validation')).text();
  expect(tokenizer.decode(text.validation)).toBe(validation);
});

test('a large file is kept as a handle, and cut between lines when it is trained on', async () => {
  const chunk = `${STORIES.join('\n\n')}\n\n`;
  const file = new Blob(Array.from({ length: Math.ceil(33_000_000 / chunk.length) }, () => chunk));
  const summary = await lab.readFile(file, 'large.txt', quiet);
  expect(summary).toMatchObject({ chars: file.size, sizeBytes: file.size });
  expect(library.get(summary.textId)).toMatchObject({ train: file, validation: null });
});

test('vocabularies side by side, and BPE merge by merge', async () => {
  const { summary } = await cleanStories();
  const rows: VocabularyRow[] = [];
  const wanted = [
    { kind: 'char', vocabSize: 0 },
    { kind: 'byte', vocabSize: 256 },
    { kind: 'bpe', vocabSize: 400 },
    { kind: 'wordpiece', vocabSize: 400 },
  ] as const;
  await lab.compareVocabularies(summary.textId, wanted, (row) => rows.push(row), quiet);
  expect(rows.map(({ kind }) => kind)).toEqual(wanted.map(({ kind }) => kind));
  expect(rows.map(({ figures }) => figures.isLossless)).toEqual([true, true, true, false]);
  const bpe = rows[2]!;
  expect(bpe.merges).toHaveLength(144);
  expect(bpe.merges.every(([left, right, joined]) => `${left}${right}` === joined)).toBe(true);
  const counts = [];
  for (const merges of [0, 20, null])
    counts.push((await lab.cutIntoTokens(bpe.vocabularyId, 'Once upon a time', merges)).length);
  expect(counts[0]).toBe(16);
  expect(counts[1]).toBeLessThan(16);
  expect(counts[2]).toBeLessThan(counts[1]!);
});

test('addresses that are none, and what is not there, are errors in words', async () => {
  const bad = lab.openSource({ kind: 'url', url: 'not an address' }, quiet);
  await expect(bad).rejects.toMatchObject({ code: 'bad_address' });
  await expect(lab.readSplit('text-9', 'test')).rejects.toMatchObject({ code: 'unreadable' });
});

test('a plan without a word on the corpus counts the vocabulary that the text really has', async () => {
  const openCpu = () => Promise.reject(new Error('no device is needed'));
  const engine = new LocalLab({ gpu: undefined, openCpu }, () =>
    Promise.reject(new Error('no asset is needed')),
  );
  const config = runConfigSchema.parse(pretraining('finance_briefs', 'small'));
  const small = { ...config, data: { ...config.data, size_chars: 60_000 } };
  const { tokenizer } = await prepareData(small, {
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    onProgress: quiet,
    signal: new AbortController().signal,
  });
  expect(tokenizer.vocabSize).toBeLessThan(1024);
  const plan = await engine.plan(small);
  expect(plan.vocabSize).toBe(tokenizer.vocabSize);
  expect(plan).toEqual(await engine.plan(small));
});
