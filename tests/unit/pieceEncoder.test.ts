// A text encoded in pieces has the ids of the whole text, whatever the tokenizer does at its ends.
import { describe, expect, it } from 'vitest';
import { buildDataset } from '../../src/training/data/dataset';
import { buildStreamedDataset } from '../../src/training/data/streamDataset';
import { BpeTokenizer } from '../../src/training/tokenizers/bpe';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { BYTE_CHARACTERS } from '../../src/training/tokenizers/byteAlphabet';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import { PieceEncoder } from '../../src/training/tokenizers/pieceEncoder';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import { WordPieceTokenizer } from '../../src/training/tokenizers/wordpiece';

const TEXTS: Record<string, string> = {
  lines: 'the quick brown fox, twice.\nit jumps over 12345 dogs!\n\n  indented  \n'.repeat(30),
  'one line': 'the quick brown fox jumps over the lazy dog '.repeat(40),
  'no blank': 'aaaaabbbbbaaaaaab'.repeat(120),
  'blanks and breaks': 'a  b \n\n\t c\n \n   d'.repeat(90),
  'Han and marks': '今天天气很好。我们去公园e\u0301a\u0308 🦊🦊 '.repeat(50),
  'added tokens': 'foo<sep>bar <sep>\n<sep> baz'.repeat(60),
};

const added = (content: string, id: number) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz', '▁', '\n', 'é', ',', '.', '!'];

/** BPE over letters with some merges, as SentencePiece models are stored. */
function sentencePiece(parts: object): Tokenizer {
  const merges = ['t h', 'th e', 'a a', 'aa aa', 'b b', '▁ the', 'o x'];
  const tokens = ['<unk>', '<sep>', ...LETTERS, ...merges.map((pair) => pair.replace(' ', ''))];
  return new HuggingFaceTokenizer({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [added('<unk>', 0), added('<sep>', 1)],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<unk>',
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
    ...parts,
  });
}

function byteLevel(add_prefix_space: boolean): Tokenizer {
  const vocab = Object.fromEntries(
    [...BYTE_CHARACTERS, 'th', 'aa', 'Ġt'].map((token, id) => [token, id]),
  );
  return new HuggingFaceTokenizer({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel' },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab,
      merges: ['t h', 'a a', 'Ġ t'],
    },
  });
}

const replace = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };
const metaspace = (prepend_scheme: string) =>
  sentencePiece({
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme, split: true },
  });
const everything = Object.values(TEXTS).join('');

const TOKENIZERS: Record<string, Tokenizer> = {
  char: CharTokenizer.train(everything),
  byte: new ByteTokenizer(),
  bpe: trainedBpe(),
  wordpiece: new WordPieceTokenizer(['[UNK]', 'the', 'quick', 'a', '##a', 'b', '##b', '今'], true),
  Prepend: sentencePiece({
    normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, replace] },
  }),
  'Metaspace always': metaspace('always'),
  'Metaspace first': metaspace('first'),
  NFC: sentencePiece({ normalizer: { type: 'NFC' } }),
  'ByteLevel with add_prefix_space': byteLevel(true),
  ByteLevel: byteLevel(false),
};

function trainedBpe(): Tokenizer {
  const pairs = [
    [97, 97],
    [256, 97],
    [116, 104],
  ] as const;
  return new BpeTokenizer(pairs);
}

function inPieces(tokenizer: Tokenizer, text: string, chunk: number): number[] {
  const encoder = new PieceEncoder(tokenizer, { piece: 240, around: 160 });
  const parts: Int32Array[] = [];
  for (let at = 0; at < text.length; at += chunk)
    parts.push(...encoder.push(text.slice(at, at + chunk)));
  return [...parts, encoder.end()].flatMap((part) => [...part]);
}

describe.each(Object.entries(TOKENIZERS))('%s', (_name, tokenizer) => {
  it.each(Object.entries(TEXTS))('%s', (_text, text) => {
    const whole = [...tokenizer.encode(text)];
    expect(inPieces(tokenizer, text, 100)).toEqual(whole);
    expect(inPieces(tokenizer, text, text.length)).toEqual(whole);
  });
});

it('the pieces are short: a text is not kept until its end', () => {
  const encoder = new PieceEncoder(TOKENIZERS.Prepend!, { piece: 240, around: 160 });
  const found = encoder.push(TEXTS.lines!);
  expect(found.length).toBeGreaterThan(3);
  expect(encoder.pending).toBeLessThan(900);
});

it('datasets of long texts, whole and streamed', { timeout: 60_000 }, async () => {
  const text = 'the quick brown fox jumps over the lazy dog\n'.repeat(8000);
  const tokenizer = TOKENIZERS.Prepend!;
  // Every line comes out alike but the first, which has the prefix of the whole text.
  const [first, second] = [
    tokenizer.encode(text.slice(0, 44)),
    tokenizer.encode(text.slice(0, 88)),
  ];
  const tokens = first.length + 7999 * (second.length - first.length);
  const whole = await buildDataset({ train: text, validation: 'abc\n', tokenizer });
  const blobs = { train: new Blob([text]), validation: new Blob(['abc\n']) };
  const streamed = await buildStreamedDataset(blobs, tokenizer);
  expect(whole.train).toHaveLength(tokens);
  expect(streamed.train).toEqual(whole.train);
});

it('trained vocabularies too', async () => {
  const tokenizer = await trainBpe(everything, { vocabSize: 300 });
  for (const text of Object.values(TEXTS))
    expect(inPieces(tokenizer, text, 90)).toEqual([...tokenizer.encode(text)]);
});
