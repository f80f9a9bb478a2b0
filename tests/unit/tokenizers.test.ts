import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINANCE_GRAMMAR } from '../../src/training/data/corpora/financeGrammar';
import { generate } from '../../src/training/data/grammar/grammar';
import { STORY_GRAMMAR } from '../../src/training/data/corpora/storyGrammar';
import { BpeTokenizer, type Merge } from '../../src/training/tokenizers/bpe';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { tokenizerFromJSON } from '../../src/training/tokenizers/load';
import { pretokenize } from '../../src/training/tokenizers/pretokenize';
import {
  createStreamDecoder,
  wellFormed,
  type Tokenizer,
} from '../../src/training/tokenizers/tokenizer';
import { relativeCost } from '../support/relativeCost';

/** Any string at all: emoji, Chinese, blanks of all kinds, U+FEFF, lone surrogates. */
const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(
    '中文',
    '利润增长12.3%',
    '😀👩‍👧',
    '\uFEFF',
    '\u0085',
    '\u00a0 ',
    ' \n',
    '\n\n',
    '\r\n',
    "don't",
    '\ud800',
    '\udc00x',
    'é',
    'naïve',
    '한국어',
    'カタカナ',
  ),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

const mixed = generate(STORY_GRAMMAR, 4, 60_000).text + generate(FINANCE_GRAMMAR, 4, 30_000).text;
const bpe = await trainBpe(mixed, { vocabSize: 700 });

describe.each<[string, (text: string) => Tokenizer]>([
  ['char', (text) => CharTokenizer.train(text)],
  ['byte', () => new ByteTokenizer()],
  ['bpe', () => bpe],
])('%s tokenizer', (_kind, make) => {
  it('gives every text back, also streamed and from JSON', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokenizer = make(text);
        const ids = tokenizer.encode(text);
        expect(ids.every((id) => id >= 0 && id < tokenizer.vocabSize)).toBe(true);
        expect(tokenizer.decode(ids)).toBe(wellFormed(text));
        const decoder = createStreamDecoder(tokenizer);
        const parts = Array.from(ids, (id) => decoder.push(id));
        expect(parts.every((part) => wellFormed(part) === part)).toBe(true);
        expect(parts.join('') + decoder.end()).toBe(wellFormed(text));
        expect(tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer))).encode(text)).toEqual(ids);
      }),
      { numRuns: 400 },
    );
  });

  it('decodes ids cut anywhere as a UTF-8 decoder does, streamed or not', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const tokenizer = make(text);
        const ids = tokenizer.encode(text);
        const cut = ids.subarray(a % (ids.length + 1), ids.length - (b % (ids.length + 1)));
        const decoder = createStreamDecoder(tokenizer);
        const streamed = Array.from(cut, (id) => decoder.push(id)).join('') + decoder.end();
        expect(streamed).toBe(tokenizer.decode(cut));
        expect(wellFormed(streamed)).toBe(streamed);
      }),
    );
  });

  it('marks an id that belongs to no token, refuses what is no id, and shows those it has', () => {
    const tokenizer = make('a b\n中');
    const beyond = tokenizer.vocabSize + 3;
    expect(tokenizer.decode([beyond])).toBe('');
    expect(tokenizer.tokenText(beyond)).toBe(`⟨id ${beyond}⟩`);
    expect(tokenizer.tokenBytes(beyond)).toHaveLength(0);
    for (const bad of [-1, 0.5])
      expect(() => tokenizer.decode([bad])).toThrow(expect.objectContaining({ code: 'bad_id' }));
    for (let id = 0; id < tokenizer.vocabSize; id++)
      expect(tokenizer.tokenText(id)).toMatch(/^(\S+|⟨[0-9a-f ]+⟩)$/u);
  });
});

describe('char tokenizer', () => {
  it('orders ids by code point and has an unknown id only where it was met', () => {
    const plain = CharTokenizer.train('ba😀中b', 'ab');
    expect(plain.characters).toEqual(['a', 'b', '中', '😀']);
    expect(plain.vocabSize).toBe(4);
    expect(() => plain.encode('abc')).toThrow(
      expect.objectContaining({
        code: 'unknown_character',
        fields: { character: 'c', offsetChars: 2 },
      }),
    );
    expect(plain.unknownCharacters('acdc')).toEqual(['c', 'd']);
    const withUnknown = CharTokenizer.train('ab', 'abc');
    expect(Array.from(withUnknown.encode('acb'))).toEqual([0, 2, 1]);
    expect(withUnknown.decode([0, 2, 1])).toBe('a\uFFFDb');
  });
});

describe('pretokenize', () => {
  it('gives the pieces one expects', () => {
    expect(pretokenize("I don't  know 12345.\n\n x")).toEqual([
      'I',
      ' don',
      "'t",
      ' ',
      ' know',
      ' 123',
      '45',
      '.',
      '\n\n',
      ' x',
    ]);
    expect(pretokenize('云岚科技AI营收增长12.3%，利润')).toEqual([
      '云岚科技',
      'AI',
      '营收增长',
      '12',
      '.',
      '3',
      '%，',
      '利润',
    ]);
    expect(pretokenize('a \n b')).toEqual(['a', ' ', '\n', ' b']);
  });

  it('loses nothing, and starts anew at a line break', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(pretokenize(wellFormed(text)).join('')).toBe(wellFormed(text));
      }),
      { numRuns: 1000 },
    );
    const halves = fc
      .tuple(anyText, anyText)
      .map(([a, b]) => [wellFormed(`${a}x`), wellFormed(`\n${b}`)] as const);
    fc.assert(
      fc.property(halves, ([a, b]) => {
        expect(pretokenize(a + b)).toEqual([...pretokenize(a), ...pretokenize(b)]);
      }),
    );
  });
});

/** BPE as the paper writes it: count all pairs again for every merge. */
function naiveMerges(text: string, count: number): Merge[] {
  const pieces = pretokenize(text).map((part) => Array.from(new TextEncoder().encode(part)));
  const merges: Merge[] = [];
  for (; merges.length < count;) {
    const counts = new Map<string, number>();
    for (const ids of pieces)
      for (let i = 0; i + 1 < ids.length; i++)
        counts.set(`${ids[i]},${ids[i + 1]}`, (counts.get(`${ids[i]},${ids[i + 1]}`) ?? 0) + 1);
    const ranked = [...counts].map(([key, n]) => ({
      pair: key.split(',').map(Number) as [number, number],
      n,
    }));
    const best = ranked.toSorted(
      (a, b) => b.n - a.n || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1],
    )[0];
    if (!best || best.n < 2) break;
    const merged = 256 + merges.length;
    merges.push(best.pair);
    for (const ids of pieces) {
      for (let i = 0; i + 1 < ids.length; i++)
        if (ids[i] === best.pair[0] && ids[i + 1] === best.pair[1]) ids.splice(i, 2, merged);
    }
  }
  return merges;
}

describe('BPE training', () => {
  it('learns what the plain algorithm learns where no pair overlaps itself', async () => {
    const text = generate(STORY_GRAMMAR, 8, 12_000).text;
    const { merges } = await trainBpe(text, { vocabSize: 256 + 150 });
    expect(merges).toEqual(naiveMerges(text, 150));
    const chinese = generate(FINANCE_GRAMMAR, 8, 4_000).text.replace(/\d/g, '');
    expect((await trainBpe(chinese, { vocabSize: 256 + 150 })).merges).toEqual(
      naiveMerges(chinese, 150),
    );
  });

  it('stops where nothing repeats, and copes with runs', async () => {
    expect((await trainBpe('abc', { vocabSize: 300 })).vocabSize).toBe(256);
    expect((await trainBpe('', { vocabSize: 300 })).vocabSize).toBe(256);
    const runs = await trainBpe('a'.repeat(1000), { vocabSize: 270 });
    expect(runs.decode(runs.encode('a'.repeat(777)))).toBe('a'.repeat(777));
  });

  it('tells how far it is, and can be stopped', async () => {
    const seen: number[] = [];
    const controller = new AbortController();
    const training = trainBpe(mixed.repeat(3), {
      vocabSize: 4000,
      signal: controller.signal,
      onProgress(count) {
        seen.push(count);
        if (count > 0) controller.abort();
      },
    });
    await expect(training).rejects.toMatchObject({ code: 'aborted' });
    expect(seen.length).toBeGreaterThan(0);
    await expect(trainBpe('a', { vocabSize: 100 })).rejects.toMatchObject({
      code: 'bad_vocab_size',
    });
  });

  it('costs little: 2,000 merges on 1 MB, and 1 MB encoded', async () => {
    const text =
      generate(STORY_GRAMMAR, 1, 700_000).text + generate(FINANCE_GRAMMAR, 1, 150_000).text;
    let tokenizer = bpe;
    const training = await relativeCost(async () => {
      tokenizer = await trainBpe(text, { vocabSize: 256 + 2000 });
    }, 1);
    let count = 0;
    const encoding = await relativeCost(() => (count = tokenizer.encode(text).length), 1);
    expect(tokenizer.vocabSize).toBe(2256);
    expect(count).toBeLessThan(text.length / 2);
    // Usually 24 and 10; what looks through all pieces at every merge costs thousands.
    expect(training).toBeLessThan(120);
    expect(encoding).toBeLessThan(60);
  });

  it('encodes a line of 5 MB without a blank', async () => {
    const line = 'abcdefghijklmnopqrstuvwxyz'.repeat(40_000) + '中文'.repeat(200_000);
    expect(bpe.decode(bpe.encode(line)) === line).toBe(true);
  });

  it('refuses JSON that is not its own', () => {
    expect(() => BpeTokenizer.fromJSON({ kind: 'bpe', merges: [[1]] })).toThrow(
      expect.objectContaining({ code: 'bad_json' }),
    );
    expect(() => BpeTokenizer.fromJSON({ kind: 'bpe', merges: [[999, 1]] })).toThrow(
      expect.objectContaining({ code: 'bad_json' }),
    );
  });
});
