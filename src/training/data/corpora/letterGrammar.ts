/**
 * The letter corpus: short letters to a shop, in the words of the stories but in a form of their own. A
 * small corpus of a special domain, for runs that learn something general first. Separator: an empty line.
 */
import { article } from '../grammar/article';
import { bind, defineGrammar, match, maybe, pick, say } from '../grammar/grammar';
import { one, values } from '../grammar/lists';
import * as words from './storyWords';

const look = one(words.LOOKS);
const coins = pick('two', 'three', 'five', 'six', 'nine', 'ten');
const names = values([...words.GIRLS, ...words.BOYS]);

const order = say`please send me ${pick('one', 'two', 'three')} ${look} {thing.is}${maybe(0.4, say` and ${article(say`${look} ${one(words.THINGS)}`)}`)}. I can pay ${coins} coins.`;
const thanks = say`thank you for the ${look} {thing.is}. It came ${pick('on Monday', 'on Friday', 'today', 'last week')} and my ${one(words.KINDS)} loves it.`;
const complaint = say`the {thing.is} that you sent me is ${pick('broken', 'too small', 'not mine', 'already torn')}. I want ${pick('a new {thing.is}', say`my ${coins} coins`)} back.`;

const ending = match('mood.is', {
  glad: pick('With many thanks', 'Your friend', 'Warm wishes'),
  cross: pick('Please hurry', 'I am waiting', 'Not amused'),
});

const body = pick(
  bind('mood', [{ is: 'glad' }], say`${pick([2, order], [1, thanks])}\n${ending}`),
  bind('mood', [{ is: 'cross' }], say`${complaint}\n${ending}`),
);

export const LETTER_GRAMMAR = defineGrammar({
  id: 'letters',
  separator: '\n\n',
  root: () =>
    bind(
      'from',
      names,
      bind(
        'thing',
        values(words.THINGS),
        say`To the shop at the ${one(words.SIGHTS)}:\n${body}, {from.is}`,
      ),
    ),
});
