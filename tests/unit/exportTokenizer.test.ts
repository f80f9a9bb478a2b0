// Exported tokenizer.json files, read back by Hugging Face's library: the same ids, or not written.
import { describe, expect, it } from 'vitest';
import { OWN_TOKENIZER_FILE, tokenizerFiles } from '../../src/training/io/exportTokenizer';
import { BpeTokenizer } from '../../src/training/tokenizers/bpe';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import { trainWordPiece } from '../../src/training/tokenizers/wordpieceTraining';

const TEXT =
  'The fox said: "don\'t go!" 狐狸说不要去河边。 It cost 12345 coins…\n\n  Why?\tBecause 河 is wide. ';
const signal = new AbortController().signal;

function readBack(tokenizer: Tokenizer): HuggingFaceTokenizer {
  const files = tokenizerFiles(tokenizer, 64);
  return new HuggingFaceTokenizer(
    JSON.parse(files.get('tokenizer.json')!) as Record<string, unknown>,
    JSON.parse(files.get('tokenizer_config.json')!) as Record<string, unknown>,
  );
}

describe('what tokenizer.json can say', () => {
  const cases: [string, () => Promise<Tokenizer> | Tokenizer][] = [
    ['char', () => CharTokenizer.train(TEXT)],
    ['char with an unknown', () => CharTokenizer.train(TEXT, `${TEXT}龍`)],
    ['byte', () => new ByteTokenizer()],
    ['bpe', () => trainBpe(TEXT.repeat(3), { vocabSize: 290, signal })],
    ['wordpiece', () => trainWordPiece(TEXT.repeat(3), { vocabSize: 300, signal })],
  ];
  for (const [name, make] of cases) {
    it(`${name}: ids and size are the same`, async () => {
      const own = await make();
      const read = readBack(own);
      expect([...read.encode(TEXT)]).toEqual([...own.encode(TEXT)]);
      expect(read.vocabSize).toBe(own.vocabSize);
      if (own.kind !== 'wordpiece') expect(read.decode(own.encode(TEXT))).toBe(TEXT);
    });
  }
});

it('two merges for one token: our own format, for theirs has one id a token', () => {
  const [a, b, c] = [97, 98, 99];
  const twice = new BpeTokenizer([
    [a, b],
    [b, c],
    [256, c],
    [a, 257],
  ]);
  const files = tokenizerFiles(twice, 64);
  expect([...files.keys()]).toEqual([OWN_TOKENIZER_FILE]);
});
