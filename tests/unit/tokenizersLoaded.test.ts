// Tokenizers that come in files (GPT-2's vocab.json and merges.txt, tokenizer.json), and WordPiece.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTE_CHARACTERS } from '../../src/training/tokenizers/byteAlphabet';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import { tokenizerFromJSON } from '../../src/training/tokenizers/load';
import { createStreamDecoder, wellFormed } from '../../src/training/tokenizers/tokenizer';
import { byteLevelJson, wordPieceJson } from '../../src/training/tokenizers/vocabFiles';
import { wordsOf } from '../../src/training/tokenizers/wordpiece';
import { trainWordPiece } from '../../src/training/tokenizers/wordpieceTraining';

const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '中文分词',
        'low lower',
        ' \n\t',
        '\u0085\u00a0',
        '😀',
        "don't",
        '\ud800',
        '<|end|>',
      ),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

/** Numbered backwards, as no vocabulary of ours is. */
const MERGES = ['l o', 'lo w', 'Ġ low', 'e r', 'ä ¸'];
const TOKENS = [...BYTE_CHARACTERS, 'lo', 'low', 'Ġlow', 'er', 'ä¸', '<|end|>'];
const VOCAB = Object.fromEntries(TOKENS.map((token, i) => [token, TOKENS.length - 1 - i]));
const idsOf = (...tokens: string[]): number[] => tokens.map((token) => VOCAB[token]!);
const CONFIG = { tokenizer_class: 'GPT2Tokenizer', eos_token: '<|end|>' };
const readGpt2 = (vocab: Record<string, unknown>, merges: string): HuggingFaceTokenizer =>
  new HuggingFaceTokenizer(byteLevelJson(vocab, merges, {}, CONFIG), CONFIG);
const gpt2 = readGpt2(VOCAB, `#version: 0.2\n${MERGES.join('\n')}\n`);

describe('GPT-2 byte-level BPE', () => {
  it('numbers tokens as the vocabulary does', () => {
    expect([...gpt2.encode('low lower')]).toEqual(idsOf('low', 'Ġlow', 'er'));
    expect([...gpt2.encode('中')]).toEqual(idsOf('ä¸', BYTE_CHARACTERS[0xad]!));
    expect(gpt2.vocabSize).toBe(TOKENS.length);
    expect(gpt2.tokenText(VOCAB['Ġlow']!)).toBe('␣low');
  });

  it('finds special tokens in a text, by the names of the configuration', () => {
    expect([...gpt2.encode('low<|end|>low')]).toEqual(idsOf('low', '<|end|>', 'low'));
    expect(gpt2.decode(idsOf('<|end|>'))).toBe('<|end|>');
    expect(gpt2.special.eos).toBe(VOCAB['<|end|>']);
  });

  it('gives every text back, also streamed and from JSON', () => {
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(gpt2)));
    fc.assert(
      fc.property(anyText, (text) => {
        const ids = gpt2.encode(text);
        expect(gpt2.decode(ids)).toBe(wellFormed(text));
        const decoder = createStreamDecoder(gpt2);
        expect(Array.from(ids, (id) => decoder.push(id)).join('') + decoder.end()).toBe(
          wellFormed(text),
        );
        expect(again.encode(text)).toEqual(ids);
      }),
      { numRuns: 300 },
    );
  });

  it('copes with a word of a million letters', () => {
    const word = 'lower'.repeat(200_000);
    expect(gpt2.decode(gpt2.encode(word)) === word).toBe(true);
  });

  it.each([
    ['a merge of unknown parts', VOCAB, 'lo wx'],
    ['a merge of three parts', VOCAB, 'l o w'],
    ['a vocabulary without a merged token', { ...VOCAB, lo: undefined }, 'l o'],
  ])('refuses %s', (_what, vocab, merges) => {
    expect(() => readGpt2(vocab, merges)).toThrow(expect.objectContaining({ code: 'bad_json' }));
  });
});

describe('tokenizer.json', () => {
  const json = {
    version: '1.0',
    added_tokens: [
      {
        id: 0,
        content: '<|end|>',
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      },
    ],
    normalizer: null,
    pre_tokenizer: {
      type: 'ByteLevel',
      add_prefix_space: false,
      trim_offsets: true,
      use_regex: true,
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', vocab: VOCAB, merges: MERGES },
  };
  const loaded = new HuggingFaceTokenizer(json);

  it('encodes as our own reader of the same vocabulary does', () => {
    for (const text of ['low lower', 'slow\n\nflower 中文', "don't  low"]) {
      expect(loaded.encode(text)).toEqual(gpt2.encode(text));
      expect(loaded.decode(loaded.encode(text))).toBe(text);
    }
    expect(loaded.vocabSize).toBe(gpt2.vocabSize);
    expect(loaded.tokenBytes(VOCAB['ä¸']!)).toEqual(Uint8Array.of(0xe4, 0xb8));
    expect([...loaded.encode('low<|end|>')]).toEqual(idsOf('low', '<|end|>'));
    expect(tokenizerFromJSON(JSON.parse(JSON.stringify(loaded))).encode('low 中')).toEqual(
      loaded.encode('low 中'),
    );
  });

  it.each([
    [{}, 'bad_json'],
    [{ model: {} }, 'bad_json'],
    [{ ...json, model: { type: 'None' } }, 'unsupported_field'],
  ])('refuses what is no tokenizer', (broken, code) => {
    expect(() => new HuggingFaceTokenizer(broken)).toThrow(expect.objectContaining({ code }));
  });
});

describe('WordPiece', () => {
  const ends = ['[CLS]', '[SEP]'];
  const words = ['[PAD]', '[UNK]', 'un', '##aff', '##able', '##a', '##f', 'u', '中', '文', ','];
  const vocab = [...words, ...ends];
  const bert = new HuggingFaceTokenizer(wordPieceJson(`${vocab.join('\n')}\n`, {}, {}));

  it('cuts words as BERT does', () => {
    expect(wordsOf('Héllo, wörld!\t中文x', true)).toEqual([
      'hello',
      ',',
      'world',
      '!',
      '中',
      '文',
      'x',
    ]);
    expect(wordsOf('Héllo', false)).toEqual(['Héllo']);
    const words = (text: string): (string | undefined)[] =>
      Array.from(bert.encode(text), (id) => vocab[id]);
    expect(words('Unaffable, 中文')).toEqual(['un', '##aff', '##able', ',', '中', '文']);
    expect(words('unaffect 中')).toEqual(['[UNK]', '中']);
    expect(words('u'.repeat(101))).toEqual(['[UNK]']);
    expect(bert.decode(bert.encode('unaffable,中文'))).toBe('unaffable, 中 文');
    expect(() => wordPieceJson('a\nb', {}, {})).toThrow(
      expect.objectContaining({ code: 'bad_json' }),
    );
  });

  it('learns frequent pieces, and writes back what it read but for blanks', async () => {
    const text = 'the lower the slower, 利润增长 the lowest of the slow\n'.repeat(20);
    const seen: number[] = [];
    const learned = await trainWordPiece(text, { vocabSize: 40, onProgress: (n) => seen.push(n) });
    expect(learned.tokens).toEqual(expect.arrayContaining(['the', '利', '##ower']));
    expect(learned.vocabSize).toBeLessThanOrEqual(40);
    expect(seen.at(-1)).toBe(learned.vocabSize);
    const ids = learned.encode(text);
    expect([...ids]).not.toContain(learned.tokens.indexOf('[UNK]'));
    const bare = (some: string): string => some.replace(/\s/g, '');
    expect(bare(learned.decode(ids))).toBe(bare(text));
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(learned)));
    expect(again.encode('slowest 利润')).toEqual(learned.encode('slowest 利润'));
  });

  it('keeps the most frequent characters where the vocabulary is small', async () => {
    const small = await trainWordPiece('aaab ab a', { vocabSize: 7 });
    expect(small.tokens.slice(5)).toEqual(['a', '##a']);
    expect([...small.encode('aa b')]).toEqual([5, 6, 1]);
    await expect(trainWordPiece('a', { vocabSize: 5 })).rejects.toMatchObject({
      code: 'bad_vocab_size',
    });
  });
});
