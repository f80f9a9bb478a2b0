import { describe, expect, it } from 'vitest';
import { CORPORA, type GrammarCorpus } from '../../src/training/data/corpora/corpora';
import {
  bind,
  defineGrammar,
  generateDocument,
  match,
  maybe,
  pick,
  say,
} from '../../src/training/data/grammar/grammar';
import { continuations, nextCharacters } from '../../src/training/data/grammar/grammarNext';
import { parseDocument } from '../../src/training/data/grammar/grammarParse';

const GRAMMARS = CORPORA.filter((one): one is GrammarCorpus => one.kind === 'grammar');

describe('next characters of a grammar', () => {
  it('are what can be worked out by hand', () => {
    const pets = [
      { is: 'cat', size: 'small' },
      { is: 'cow', size: 'big' },
      { is: 'dog', size: 'small' },
    ];
    const root = bind(
      'pet',
      pets,
      say`{pet.is}${maybe(0.25, '!')} ${match('pet.size', { small: pick('purrs', 'naps'), big: 'moos' })}`,
    );
    const grammar = defineGrammar({ id: 'pets', separator: '\n', root: () => root });
    const after = (text: string) =>
      Object.fromEntries(
        nextCharacters(grammar, text).map(({ text: own, probability }) => [own, probability]),
      );
    expect(after('')).toEqual({ c: expect.closeTo(2 / 3, 12), d: expect.closeTo(1 / 3, 12) });
    expect(after('dog naps\nc')).toEqual({
      a: expect.closeTo(0.5, 12),
      o: expect.closeTo(0.5, 12),
    });
    expect(after('cow')).toEqual({ '!': expect.closeTo(0.25, 12), ' ': expect.closeTo(0.75, 12) });
    expect(after('cow ')).toEqual({ m: 1 });
    expect(after('cow moos')).toEqual({ '\n': 1 });
    expect(after('cow moos\n')).toEqual(after(''));
    expect(after('cow purrs')).toEqual({});
  });

  it.each(GRAMMARS.map((one) => [one.id, one] as const))(
    'of %s sum to 1 everywhere and multiply to the probability of the document',
    (_id, { grammar }) => {
      const { text } = generateDocument(grammar, 9, 1);
      const { logProb } = parseDocument(grammar, text);
      let sum = 0;
      let at = 0;
      for (const character of text) {
        const next = nextCharacters(grammar, text.slice(0, at));
        expect(next.reduce((all, { probability }) => all + probability, 0)).toBeCloseTo(1, 10);
        sum += Math.log(next.find((one) => one.text === character)!.probability);
        at += character.length;
      }
      expect(sum).toBeCloseTo(logProb, 6);
    },
  );

  it('goes on until enough is known', () => {
    const grammar = defineGrammar({
      id: 'coins',
      separator: '\n',
      root: () => say`${pick('a', 'b')}${pick([3, 'xx'], [1, ''])}`,
    });
    const all = continuations(grammar, 'ax', (written) => written.length === 4);
    expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
    expect(all.find(({ text }) => text === 'x\nax')!.probability).toBeCloseTo(0.5 * 0.75, 12);
  });
});
