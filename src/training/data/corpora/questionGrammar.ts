/**
 * Questions about short stories of the story world, and their summaries: answers are stated in them.
 * Documents are `answer TAB prompt`. Separator: an empty line, since prompts have lines of their own.
 */
import { withArticle } from '../grammar/article';
import { bind, defineGrammar, pick, say, type GrammarNode } from '../grammar/grammar';
import { values } from '../grammar/lists';
import * as words from './storyWords';

const HELPERS = words.HELPERS.map((is) => {
  const a = withArticle(is);
  return { is, a, A: `A${a.slice(1)}` };
});
const HEROES = [
  ...words.GIRLS.map((name) => ({ name, He: 'She', he: 'she', his: 'her' })),
  ...words.BOYS.map((name) => ({ name, He: 'He', he: 'he', his: 'his' })),
];

const home = '{home.in} the {home.the}';
const story = say`{hero.name} the {kind.is} lived ${home}. {hero.He} had a {look.is} {thing.is}. ${pick('One day', 'That night', 'In spring')} {helper.a} took it, but gave it back.`;

const cast = (body: GrammarNode): GrammarNode =>
  bind(
    'hero',
    HEROES,
    bind(
      'kind',
      values(words.KINDS),
      bind(
        'home',
        words.HOMES,
        bind(
          'look',
          values(words.LOOKS),
          bind('thing', values(words.THINGS), bind('helper', HELPERS, body)),
        ),
      ),
    ),
  );

const ask = (answer: string, question: string): GrammarNode =>
  say`${answer}\t${story}\n${question}`;

export const QUESTIONS = {
  labels: [],
  grammar: defineGrammar({
    id: 'questions',
    separator: '\n\n',
    root: () =>
      cast(
        pick(
          ask('{home.in} the {home.the}', 'Where did {hero.name} live?'),
          ask('a {look.is} {thing.is}', 'What did {hero.name} have?'),
          ask('{helper.a}', 'Who took the {thing.is}?'),
          ask('a {kind.is}', 'What was {hero.name}?'),
        ),
      ),
  }),
};

export const SUMMARIES = {
  labels: [],
  grammar: defineGrammar({
    id: 'summaries',
    separator: '\n\n',
    root: () =>
      cast(ask('{helper.A} took the {thing.is} of {hero.name} the {kind.is}.', 'In short:')),
  }),
};
