import { describe, expect, test } from 'vitest';
import { article, articleFor } from '../../src/training/data/grammar/article';
import { CORPORA } from '../../src/training/data/corpora/corpora';
import { defineGrammar, generate, maybe, pick, say } from '../../src/training/data/grammar/grammar';
import { entropy } from '../../src/training/data/grammar/grammarEntropy';
import * as words from '../../src/training/data/corpora/storyWords';
import { QUESTIONS, SUMMARIES } from '../../src/training/data/corpora/questionGrammar';

/** Articles of a text with the word behind them that do not agree. */
const wrong = (text: string): string[] =>
  [...text.matchAll(/\b([Aa]n?) ([A-Za-z'-]+)/g)].flatMap(([found, before, next]) =>
    before!.toLowerCase() === articleFor(next!) ? [] : [found],
  );

const English = CORPORA.flatMap((one) =>
  one.kind === 'grammar' && one.language === 'en' ? [one] : [],
);

describe('the article', () => {
  test.each([
    ['elk', 'an'],
    ['otter', 'an'],
    ['Owl', 'an'],
    ['hedgehog', 'a'],
    ['unicorn', 'a'],
    ['uniform', 'a'],
    ['useful key', 'a'],
    ['ewe', 'a'],
    ['one-eyed cat', 'a'],
    ['umbrella', 'an'],
    ['unimportant word', 'an'],
    ['ugly duck', 'an'],
    ['hour', 'an'],
    ['honest man', 'an'],
    ['horse', 'a'],
  ])('of %s is %s', (text, want) => {
    expect(articleFor(text)).toBe(want);
  });

  test('of every word of the stories is that of its first letter', () => {
    const all = Object.values(words).flatMap((list) =>
      list.filter((word): word is string => typeof word === 'string'),
    );
    expect(all.length).toBeGreaterThan(300);
    const known = ['useful', 'one', 'hour', 'honest'];
    const odd = all.filter(
      (word) => !known.includes(word) && (articleFor(word) === 'an') !== /^[aeiou]/i.test(word),
    );
    expect(odd).toEqual([]);
  });

  test.each(English.map(({ id, grammar }) => [id, grammar] as const))(
    'agrees everywhere in %s',
    (_id, grammar) => {
      for (const seed of [1, 2, 3]) {
        expect(wrong(generate(grammar, seed, 200_000).text)).toEqual([]);
      }
    },
  );

  test('agrees in examples', () => {
    for (const { grammar } of [QUESTIONS, SUMMARIES]) {
      expect(wrong(generate(grammar, 5, 100_000).text)).toEqual([]);
    }
  });

  test('adds nothing to the entropy, and the floor of a text stays exact', () => {
    const noun = say`${maybe(0.6, say`${pick('old', 'red')} `)}${pick('elk', [3, 'dog'])}`;
    const grammarOf = (root: ReturnType<typeof say>) =>
      defineGrammar({ id: 'x', separator: '\n', root: () => root });
    const plain = grammarOf(say`I saw the ${noun}.`);
    const led = grammarOf(say`I saw ${article(noun)}.`);
    expect(entropy(led).bitsPerDocument).toBeCloseTo(entropy(plain).bitsPerDocument, 12);
    const [a, b] = [generate(plain, 1, 2000), generate(led, 1, 2000)];
    const drawn = b.text.replaceAll(/ an? /g, ' the ');
    expect(a.text.startsWith(drawn.slice(0, 1500))).toBe(true);
  });

  test('begins a sentence with a capital', () => {
    const root = say`${article(pick('elk', 'dog'), true)} slept.`;
    const { text } = generate(
      defineGrammar({ id: 'x', separator: '\n', root: () => root }),
      1,
      500,
    );
    expect(new Set(text.trim().split('\n'))).toEqual(new Set(['An elk slept.', 'A dog slept.']));
  });
});
