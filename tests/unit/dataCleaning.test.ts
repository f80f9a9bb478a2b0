// Cleaning steps, duplicates and splits; the streamed dataset against the one made from strings.
import { expect, test } from 'vitest';
import { Cleaner, type CleaningStep } from '../../src/training/data/cleaning/cleaning';
import { cleanSource } from '../../src/training/data/cleaning/cleaningRun';
import { languageOf } from '../../src/training/data/cleaning/cleaningLanguage';
import { STORY_CORPUS } from '../../src/training/data/corpora/corpora';
import { buildDataset } from '../../src/training/data/dataset';
import { ExactDuplicates } from '../../src/training/data/cleaning/dedup';
import { NearDuplicates } from '../../src/training/data/cleaning/dedupNear';
import { generate } from '../../src/training/data/grammar/grammar';
import { createRandomStream } from '../../src/training/data/random';
import { splitOf } from '../../src/training/data/split';
import { alphabetOf, buildStreamedDataset, sampleOf } from '../../src/training/data/streamDataset';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { CharTokenizer } from '../../src/training/tokenizers/char';

const random = createRandomStream(3, 1);
const WORDS = Array.from({ length: 3000 }, (_, i) => `w${i.toString(36)}`);
const words = (count: number) =>
  Array.from({ length: count }, () => WORDS[Math.floor(random.next() * WORDS.length)] as string);

const clean = (steps: CleaningStep[], documents: string[]) => {
  const cleaner = new Cleaner(steps);
  return { remaining: documents.map((text) => cleaner.clean(text)), reports: cleaner.reports };
};

test('normalizing composes, keeps indentation, and tidies white space', () => {
  const step = { kind: 'normalize', nfc: true, whiteSpace: true } as const;
  const { remaining, reports } = clean(
    [step],
    ['cafe\u0301  au\tlait \r\n\n\n\nbye\u200b', '  if x:\n    return  1\n', 'same'],
  );
  expect(remaining).toEqual(['café au lait\n\nbye', '  if x:\n    return 1', 'same']);
  expect(reports[0]).toMatchObject({ documentsIn: 3, documentsOut: 3, changed: 2 });
});

test('each step counts what it removed and shows it', () => {
  const { remaining, reports } = clean(
    [
      { kind: 'length', minChars: 5, maxChars: 40 },
      { kind: 'language', keep: ['en'] },
      { kind: 'pattern', pattern: 'https?://', keepsMatches: false },
      { kind: 'exact_duplicates' },
    ],
    [
      'hi',
      'the cat and the dog',
      '今天的天气很好。',
      'see https://x.org for the rest of it',
      'the cat and the dog',
    ],
  );
  expect(remaining.filter((text) => text !== null)).toEqual(['the cat and the dog']);
  expect(reports.map(({ documentsIn, documentsOut }) => documentsIn - documentsOut)).toEqual([
    1, 1, 1, 1,
  ]);
  expect(reports.map(({ examples }) => examples[0]?.detail)).toEqual([
    2,
    'zh',
    'https://',
    undefined,
  ]);
});

test('a pattern that is none is refused', () => {
  const steps = [{ kind: 'pattern', pattern: '(', keepsMatches: false }] as const;
  expect(() => new Cleaner(steps)).toThrow(expect.objectContaining({ code: 'bad_pattern' }));
});

test.each([
  ['en', 'It was the best of times, it was the worst of times.'],
  ['zh', '收盘时，储能板块大幅上涨，GPU 概念股领涨。'],
  ['ja', '今日はとても良い天気です。'],
  ['ko', '오늘은 날씨가 아주 좋습니다.'],
  ['ru', 'Сегодня очень хорошая погода.'],
  ['latin', 'Heute scheint überall die Sonne, morgen regnet es vielleicht.'],
  ['other', '12345 67890'],
])('the language of %s', (language, text) => expect(languageOf(text)).toBe(language));

test('exact duplicates: every copy and nothing else among 50,000', () => {
  const duplicates = new ExactDuplicates();
  const texts = Array.from({ length: 50_000 }, (_, i) => `document ${i}`);
  expect(texts.some((text) => duplicates.seen(text))).toBe(false);
  expect(texts.every((text) => duplicates.seen(text))).toBe(true);
});

/** The share of words to change for two shingle sets of this Jaccard similarity is found by counting. */
function jaccard(a: readonly string[], b: readonly string[]): number {
  const shingles = (list: readonly string[]) =>
    new Set(list.slice(2).map((_, i) => list.slice(i, i + 3).join(' ')));
  const [left, right] = [shingles(a), shingles(b)];
  const both = [...left].filter((shingle) => right.has(shingle)).length;
  return both / (left.size + right.size - both);
}

test('near duplicates: the similarity is the shingles’, within its error', () => {
  const errors: number[] = [];
  for (let i = 0; i < 60; i++) {
    const one = words(150);
    const changes = 1 + (i % 6);
    const two = one.map((word, k) => (k % 20 === 5 && k / 20 < changes ? 'changed' : word));
    const duplicates = new NearDuplicates(0.3);
    duplicates.find(one.join(' '));
    const found = duplicates.find(two.join(' '));
    if (found) errors.push(found.similarity - jaccard(one, two));
  }
  expect(errors.length).toBeGreaterThan(50);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const spread = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(spread).toBeLessThan(0.06);
});

test('near duplicates: found among thousands, and no two different texts are taken for one', () => {
  const duplicates = new NearDuplicates(0.7);
  const texts = Array.from({ length: 3000 }, () => words(60));
  const wrong = texts.filter((text) => duplicates.find(text.join(' ')) !== null).length;
  expect(wrong).toBe(0);
  const found = texts
    .slice(0, 200)
    .map((text) => duplicates.find(`${text.slice(0, -1).join(' ')} END`)?.document);
  expect(found.filter((document, i) => document === i).length).toBeGreaterThan(195);
  expect(duplicates.find('你好，世界！今天的天气很好。')).toBe(null);
  expect(duplicates.find('你好,世界。今天的天气很好')?.similarity).toBeGreaterThan(0.9);
});

test('splits follow the shares, and copies stand on one side', () => {
  const shares = { validation: 0.1, test: 0.05, seed: 1 };
  const sides = Array.from({ length: 20_000 }, (_, i) => splitOf(`document ${i}`, shares));
  const share = (name: string) => sides.filter((side) => side === name).length / sides.length;
  expect(share('validation')).toBeCloseTo(0.1, 1.7);
  expect(share('test')).toBeCloseTo(0.05, 1.7);
  expect(splitOf('document 5', shares)).toBe(sides[5]);
  const other = Array.from({ length: 200 }, (_, i) =>
    splitOf(`document ${i}`, { ...shares, seed: 2 }),
  );
  expect(other).not.toEqual(sides.slice(0, 200));
});

const STORY = generate(STORY_CORPUS.grammar, 5, 600_000).text;

test('a source in one pass: splits, counts, and every document accounted for', async () => {
  const blob = new Blob([`${STORY}\n\nshort\n\n`.repeat(2)]);
  const reading = { format: 'text', documentBreak: 'blank_line', mapping: null } as const;
  const steps: CleaningStep[] = [
    { kind: 'length', minChars: 10, maxChars: 1e6 },
    { kind: 'exact_duplicates' },
  ];
  const progress: number[] = [];
  const result = await cleanSource(
    { name: 'a.txt', blob },
    reading,
    steps,
    { validation: 0.1, test: 0.1, seed: 1 },
    {
      onProgress: ({ readBytes }) => progress.push(readBytes),
    },
  );
  const { train, validation, test: heldBack } = result.sizes;
  const [length, exact] = result.steps;
  expect(length!.documentsIn - length!.documentsOut).toBe(2);
  expect(exact!.documentsOut).toBe(train.documents + validation.documents + heldBack.documents);
  expect(exact!.documentsOut * 2).toBeLessThanOrEqual(exact!.documentsIn);
  expect((await result.splits.train.text()).split('\n\n').length).toBe(train.documents + 1);
  expect(progress.at(-1)).toBe(blob.size);
});

test('cleaning can be called off', async () => {
  const abort = new AbortController();
  const reading = { format: 'text', documentBreak: 'line', mapping: null } as const;
  const blob = new Blob([STORY.repeat(20)]);
  const running = cleanSource(
    { name: 'a.txt', blob },
    reading,
    [],
    { validation: 0, test: 0, seed: 1 },
    {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    },
  );
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

test('streamed token ids are those of the whole text', async () => {
  const validation = STORY.slice(0, 50_000);
  const blobs = { train: new Blob([STORY]), validation: new Blob([validation]) };
  const bpe = await trainBpe(await sampleOf(blobs.train, 100_000), { vocabSize: 400 });
  for (const tokenizer of [bpe, CharTokenizer.train(await alphabetOf(blobs.train))]) {
    const streamed = await buildStreamedDataset(blobs, tokenizer);
    const whole = await buildDataset({ train: STORY, validation, tokenizer });
    // A comparison of half a million numbers one by one takes seconds.
    for (const split of ['train', 'validation'] as const)
      expect(bytesOf(streamed[split]).equals(bytesOf(whole[split]))).toBe(true);
    expect(streamed.figures.train.charsPerToken).toBeCloseTo(whole.figures.train.charsPerToken, 9);
  }
});
