import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BRIEF_GRAMMAR } from '../../src/training/data/corpora/briefGrammar';
import { EVERYDAY_GRAMMAR } from '../../src/training/data/corpora/everydayGrammar';
import { FINANCE_GRAMMAR } from '../../src/training/data/corpora/financeGrammar';
import {
  bind,
  defineGrammar,
  generate,
  generateDocument,
  match,
  maybe,
  pick,
  say,
} from '../../src/training/data/grammar/grammar';
import { entropy } from '../../src/training/data/grammar/grammarEntropy';
import { logProb, parseDocument } from '../../src/training/data/grammar/grammarParse';
import { STORY_GRAMMAR } from '../../src/training/data/corpora/storyGrammar';

const GRAMMARS = [STORY_GRAMMAR, FINANCE_GRAMMAR, EVERYDAY_GRAMMAR, BRIEF_GRAMMAR];

describe('grammar language', () => {
  it('has the entropy that can be worked out by hand', () => {
    const grammar = defineGrammar({
      id: 'coins',
      separator: '\n',
      root: () => say`${pick('a', 'b')}${pick([3, 'xx'], [1, ''])}`,
    });
    const { bitsPerDocument, charsPerDocument, bitsPerChar } = entropy(grammar);
    expect(bitsPerDocument).toBeCloseTo(1 + 0.75 * Math.log2(4 / 3) + 0.25 * 2, 12);
    expect(charsPerDocument).toBeCloseTo(1 + 1.5 + 1, 12);
    expect(bitsPerChar).toBeCloseTo(bitsPerDocument / charsPerDocument, 12);
  });

  it('counts a feature once, however often it is read, and splits on it', () => {
    const pets = [
      { is: 'cat', size: 'small' },
      { is: 'dog', size: 'small' },
      { is: 'horse', size: 'big' },
      { is: 'ox', size: 'big' },
    ];
    const root = bind(
      'pet',
      pets,
      say`{pet.is} {pet.is} ${match('pet.size', { small: pick('purrs', 'naps'), big: '{pet.is}' })}`,
    );
    const grammar = defineGrammar({ id: 'pets', separator: '\n', root: () => root });
    const { bitsPerDocument, charsPerDocument } = entropy(grammar);
    expect(bitsPerDocument).toBeCloseTo(2 + 0.5, 12);
    const small = (3 + 3) / 2;
    const big = (5 + 2) / 2;
    expect(charsPerDocument).toBeCloseTo(0.5 * (2 * small + 4.5) + 0.5 * (3 * big) + 3, 12);
    expect(parseDocument(grammar, 'dog dog naps\n')).toEqual({
      derivationCount: 1,
      logProb: expect.closeTo(-Math.log(8), 12),
    });
    expect(parseDocument(grammar, 'dog cat naps\n').derivationCount).toBe(0);
    expect(logProb(grammar, 'ox ox ox\ndog dog naps\n')).toBeCloseTo(
      -Math.log(4) - Math.log(8),
      12,
    );
    expect(logProb(grammar, 'ox ox ox\ndog dog')).toBe(-Infinity);
  });

  it('sees ambiguity, of choices and of features that leave no trace', () => {
    const twice = defineGrammar({
      id: 'twice',
      separator: '\n',
      root: () => say`${maybe(0.5, 'a')}${maybe(0.5, 'a')}`,
    });
    expect(parseDocument(twice, 'a\n')).toEqual({
      derivationCount: 2,
      logProb: expect.closeTo(Math.log(0.5), 12),
    });
    const silent = defineGrammar({
      id: 'silent',
      separator: '\n',
      root: () => bind('mood', [{ is: 'x' }, { is: 'y' }], 'a'),
    });
    expect(parseDocument(silent, 'a\n')).toEqual({
      derivationCount: 2,
      logProb: expect.closeTo(0, 12),
    });
  });

  it.each([
    ['unbound_feature', () => say`{hero.name}`],
    ['missing_field', () => bind('hero', [{ name: 'Mia' }], '{hero.age}')],
    ['missing_case', () => bind('hero', [{ he: 'she' }], match('hero.he', { he: 'x' }))],
    ['shadowed_feature', () => bind('hero', [{ a: 'x' }], bind('hero', [{ a: 'y' }], '{hero.a}'))],
    ['separator_in_text', () => say`a\nb`],
    ['bad_weight', () => pick([0, 'a'], [1, 'b'])],
  ])('refuses %s when it is first used', (code, root) => {
    expect(() => defineGrammar({ id: 'bad', separator: '\n', root }).root).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe.each(GRAMMARS)('$id corpus', (grammar) => {
  it('has the stated entropy: 20,000 documents agree within 3 standard errors', () => {
    const exact = entropy(grammar);
    const count = 20_000;
    const bits: number[] = [];
    const chars: number[] = [];
    for (let i = 0; i < count; i++) {
      const made = generateDocument(grammar, 12345, i);
      bits.push(-made.logProb / Math.LN2);
      chars.push(made.text.length);
    }
    const check = (sample: number[], expected: number) => {
      const mean = sample.reduce((sum, x) => sum + x, 0) / count;
      const variance = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1);
      expect(Math.abs(mean - expected)).toBeLessThan(3 * Math.sqrt(variance / count));
    };
    check(bits, exact.bitsPerDocument);
    check(chars, exact.charsPerDocument);
  });

  it('gives every document exactly one derivation, of the probability it was made with', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, index) => {
        const made = generateDocument(grammar, seed, index);
        const parse = parseDocument(grammar, made.text);
        expect(parse.derivationCount).toBe(1);
        expect(parse.logProb).toBeCloseTo(made.logProb, 6);
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  it('ends each document with the separator and has none inside', () => {
    const { text, documentCount } = generate(grammar, 3, 300_000);
    const documents = text.split(grammar.separator);
    expect(documents.pop()).toBe('');
    expect(documents).toHaveLength(documentCount);
    expect(documents.every((body) => body.length > 20 && body.trim() === body)).toBe(true);
  });

  it('has at least 5,000 distinct sentences in 1 MB, and is the same for the same seed', () => {
    const { text, logProb: nats } = generate(grammar, 1, 1_000_000);
    const sentences = new Set(text.split(/(?<=[.!?。])["”]?\s*/u));
    expect(sentences.size).toBeGreaterThan(5000);
    expect(generate(grammar, 1, 1_000_000).text === text).toBe(true);
    expect(generate(grammar, 2, 1_000_000).text === text).toBe(false);
    const { natsPerChar } = entropy(grammar);
    expect(Math.abs(-nats / text.length / natsPerChar - 1)).toBeLessThan(0.01);
  });
});

it('keeps pronouns with their hero', () => {
  const { text } = generate(STORY_GRAMMAR, 9, 200_000);
  for (const story of text.split('\n\n')) {
    expect(/\b(she|her)\b/i.test(story) && /\b(he|his|him)\b/i.test(story)).toBe(false);
  }
});

it('keeps numbers with their words', () => {
  const { text } = generate(FINANCE_GRAMMAR, 9, 200_000);
  for (const brief of text.split('\n')) {
    const ups = brief.match(/(?:增长|上涨|涨)\d/g) ?? [];
    const downs = brief.match(/(?:下降|下跌|跌)\d/g) ?? [];
    expect(ups.length > 0 && downs.length > 0).toBe(false);
    for (const [, size, whole] of brief.matchAll(/(小幅|大幅)(?:上涨|下跌)(\d+)\.\d\d%/g)) {
      expect(size === '小幅' ? whole === '1' : Number(whole) >= 4).toBe(true);
    }
  }
});
