// Figures of vocabularies on one text, against what can be worked out by hand.
import { expect, test } from 'vitest';
import { STORY_CORPUS } from '../../src/training/data/corpora/corpora';
import { generate } from '../../src/training/data/grammar/grammar';
import { createRandomStream } from '../../src/training/data/random';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { piecesOfText, vocabularyFigures } from '../../src/training/tokenizers/comparison';

test('letters at random need their entropy, and no model of them needs less', () => {
  const random = createRandomStream(1, 1);
  const text = Array.from({ length: 60_000 }, () => 'abcdefgh'[Math.floor(random.next() * 8)]).join(
    '',
  );
  const [train, heldOut] = [text.slice(0, 40_000), text.slice(40_000)];
  const figures = vocabularyFigures(CharTokenizer.train(train), train, heldOut);
  expect(figures).toMatchObject({
    vocabSize: 8,
    tokens: 20_000,
    charsPerToken: 1,
    isLossless: true,
  });
  expect(figures.unigramBitsPerByte).toBeCloseTo(3, 2);
  expect(figures.bigramBitsPerByte).toBeGreaterThan(2.99);
  expect(figures.bigramBitsPerByte).toBeLessThan(3.02);
});

test('a text that alternates is free for the model that knows the token before', () => {
  const text = 'ab'.repeat(2000);
  const { unigramBitsPerByte, bigramBitsPerByte } = vocabularyFigures(
    new ByteTokenizer(),
    text,
    text,
  );
  expect(unigramBitsPerByte).toBeCloseTo(1, 1);
  expect(bigramBitsPerByte).toBeLessThan(0.01);
});

test('stories: larger pieces compress more and need fewer bits a byte', async () => {
  const { text } = generate(STORY_CORPUS.grammar, 1, 200_000);
  const [train, heldOut] = [text.slice(0, 160_000), text.slice(160_000)];
  const bpe = await trainBpe(train, { vocabSize: 500 });
  const rows = [new ByteTokenizer(), bpe].map((each) => vocabularyFigures(each, train, heldOut));
  expect(rows[0]?.bytesPerToken).toBe(1);
  expect(rows[1]!.bytesPerToken).toBeGreaterThan(2);
  expect(rows[1]!.unigramBitsPerByte).toBeLessThan(0.8 * rows[0]!.unigramBitsPerByte);
  expect(rows[1]!.bigramBitsPerByte).toBeLessThan(0.8 * rows[0]!.bigramBitsPerByte);
  expect(piecesOfText(bpe, heldOut).map(({ id }) => id)).toEqual([...bpe.encode(heldOut)]);
});
