import { expect, test } from 'vitest';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { encodesKnown, UnknownCharacters } from '../../src/training/tokenizers/unknownCharacters';
import { trainWordPiece } from '../../src/training/tokenizers/wordpieceTraining';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';

const factsOf = (tokenizer: Tokenizer, text: string) => {
  const unknown = new UnknownCharacters(tokenizer);
  unknown.add(text);
  return unknown.facts;
};

test('characters without a token are counted, the most frequent first, and left out', () => {
  const tokenizer = CharTokenizer.train('abc ');
  const facts = factsOf(tokenizer, 'a漢b😀漢 c');
  expect(facts).toEqual({ count: 3, all: 7, characters: ['漢', '😀'], isLeftOut: true });
  expect([...encodesKnown(tokenizer).encode('a漢b😀')]).toEqual([...tokenizer.encode('ab')]);
});

test('an unknown token stands for them where there is one', () => {
  const tokenizer = CharTokenizer.train('abc', 'd');
  expect(factsOf(tokenizer, 'dx')).toMatchObject({ count: 2, isLeftOut: false });
  expect(encodesKnown(tokenizer)).toBe(tokenizer);
});

test('bytes stand for every character; WordPiece reads what it has never seen as [UNK]', async () => {
  expect(factsOf(new ByteTokenizer(), '漢😀')).toMatchObject({ count: 0, all: 2 });
  const pieces = await trainWordPiece('to be or not to be. '.repeat(40), { vocabSize: 280 });
  const facts = factsOf(pieces, 'to be 漢');
  expect(facts).toMatchObject({ count: 1, characters: ['漢'], isLeftOut: false });
});
