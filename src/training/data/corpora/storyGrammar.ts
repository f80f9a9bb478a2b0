/**
 * The story corpus: children's stories with a hero, a home, a wish (or a lost pet, or a fear), something in
 * the way, a helper and an ending. Hero, kind, trait, home, wish, obstacle and helper are features, so a
 * story stays with them to its end. Separator: an empty line.
 */
import { article, withArticle } from '../grammar/article';
import {
  bind,
  defineGrammar,
  maybe,
  pick,
  say,
  type GrammarNode,
  type Part,
} from '../grammar/grammar';
import { one, values } from '../grammar/lists';
import * as words from './storyWords';

const helperValues = words.HELPERS.map((is) => ({ is, a: withArticle(is) }));

const adjective = one(words.ADJECTIVES);
const sight = one(words.SIGHTS);
const creature = one(words.CREATURES);
const food = one(words.FOODS);
const good = one(words.GOOD_FEELINGS);
const bad = one(words.BAD_FEELINGS);
const says = one(words.SAYS);
const goes = one(words.GOES);
const passes = one(words.PASSES);
const manner = one(words.MANNERS);
/** "the hill", "an old hill", "her hill" */
const some = (thing: GrammarNode): GrammarNode =>
  pick(
    say`the ${thing}`,
    article(thing),
    say`one ${thing}`,
    say`this ${thing}`,
    say`that ${thing}`,
    say`{hero.his} ${thing}`,
  );
const seen = say`${maybe(0.6, say`${adjective} `)}${sight}`;
const animal = say`${maybe(0.6, say`${adjective} `)}${creature}`;
const time = say`${pick('One', 'That', 'Late one', 'Early one', 'Late that', 'Early that')} ${maybe(0.5, say`${one(words.SKY_ADJECTIVES)} `)}${one(words.TIMES)}`;
const hero: Part = pick('{hero.He}', [2, '{hero.name}']);

/** "the hill and a dark barn" */
const view = say`${some(seen)}${maybe(0.5, say` and ${some(seen)}`)}`;

/** What happens on the way: free of the plot, rich in words. */
const scene = pick(
  [3, say`${hero} ${goes} ${passes} ${view}.`],
  [3, say`${hero} ${one(words.NOTICES)} ${some(animal)}${maybe(0.5, say` and ${some(animal)}`)}.`],
  [
    2,
    say`The ${one(words.SKY)} was ${one(words.SKY_ADJECTIVES)}${maybe(0.5, say` and ${one(words.SKY_ADJECTIVES)}`)}.`,
  ],
  [2, say`${hero} ate ${food}${maybe(0.6, say`, ${food}`)} and ${food}.`],
  [
    2,
    say`"${pick('Hi', 'Hello', 'Good day', 'Look', 'Oh', 'Hey', 'Wait', 'Stop', 'Come here', 'Be nice')}, ${animal}!" ${says} {hero.name}.`,
  ],
  [
    2,
    say`${hero} ${pick('felt', 'was', 'looked', 'seemed')} ${pick(say`${good}${maybe(0.5, say` and ${good}`)}`, say`${bad}${maybe(0.5, say` and ${bad}`)}`)}.`,
  ],
  [
    2,
    say`${article(creature, true)} ${pick('sat', 'slept', 'sang', 'hid', 'played', 'cried', 'hummed', 'danced')} ${pick('on', 'in', 'by', 'under', 'near')} ${some(seen)}.`,
  ],
);

const two = say` ${scene} ${scene}`;
const scenes = pick(two, say`${two} ${scene}`, say`${two}${two}`, say`${two}${two} ${scene}`);

const company = pick(
  say` with {hero.his} ${one(words.FAMILY)}`,
  say` with ${article(animal)}`,
  say` near ${article(seen)}`,
  ' all alone',
  '',
);

const opening = pick(
  say`Once upon a time, there was a {trait.is} {kind.is} named {hero.name}. {hero.He} lived {home.in} the {home.the}${company}.`,
  say`There was once a {trait.is} {kind.is}. {hero.His} name was {hero.name}. {hero.He} lived {home.in} the {home.the}${company}.`,
  say`{home.On} the {home.the} lived a {trait.is} {kind.is} named {hero.name}${company}.`,
  say`{hero.name} was a {trait.is} {kind.is}. {hero.His} home was {home.in} the {home.the}${company}.`,
  say`Long ago, a {trait.is} {kind.is} named {hero.name} lived {home.in} the {home.the}${company}.`,
);

const asked = pick('asked', 'said', 'began', 'wondered', 'replied');

const asks = pick(
  say`"Why are you ${bad}?" ${asked} the {helper.is}.`,
  say`"What is wrong, {hero.name}?" ${asked} the {helper.is}${maybe(0.5, say` ${manner}`)}.`,
  say`"Are you ${bad}, {trait.is} {kind.is}?" asked the {helper.is}.`,
  say`"Can I help you?" ${asked} the {helper.is}${maybe(0.5, say` ${manner}`)}.`,
);

const offers = pick(
  '"I know what to do," said the {helper.is}.',
  say`"Do not be ${bad}," said the {helper.is}${maybe(0.5, say` ${manner}`)}.`,
  '"Then let us try," said the {helper.is}.',
  say`"First, eat some ${food}," said the {helper.is}.`,
  'The {helper.is} had a plan.',
);

const meets = pick(
  say`Then {helper.a} came ${passes} ${some(seen)}.`,
  say`Just then, {hero.he} met {helper.a} ${pick('by', 'near', 'behind', 'under')} ${some(seen)}.`,
  say`${pick('In', 'On', 'By', 'Under')} ${some(seen)} sat {helper.a}.`,
);

const thanks = pick(
  say`"Thank you!" ${says} {hero.name}.`,
  say`{hero.name} ${pick('hugged', 'kissed', 'thanked')} the {helper.is}.`,
  say`{hero.name} gave the {helper.is} ${maybe(0.5, say`${food} and `)}${food}.`,
  say`"You are ${pick('kind', 'clever', 'brave', 'my friend', 'so good')}," said {hero.name}${maybe(0.5, say` ${manner}`)}.`,
);

const ending = pick(
  say`{hero.name} and the {helper.is} were friends from that day on.`,
  say`They ate ${food} and ${food} until ${one(words.TIMES)}.`,
  say`That night, the {trait.is} {kind.is} slept well ${pick('in', 'on', 'by', 'near')} ${some(seen)}.`,
  say`And the {trait.is} {kind.is} was ${pick([1, say`never ${bad} again`], [1, say`${good} at last`])}.`,
  say`Then {hero.he} ${goes} home to the {home.the}. The end.`,
  say`They ${pick('danced', 'sang', 'played', 'laughed')} ${manner} and went home to the {home.the}.`,
);

/** The middle that all plots share: a helper comes, hears `complaint`, does `deed`. */
const rescue = (complaint: Part, deed: Part): GrammarNode =>
  bind(
    'helper',
    helperValues,
    say`${meets} ${asks} ${complaint} ${offers}\n${deed} ${thanks}${maybe(0.6, say` ${scene}`)} ${ending}`,
  );

const wishPlot = bind(
  'look',
  values(words.LOOKS),
  bind(
    'thing',
    values(words.THINGS),
    bind(
      'obstacle',
      words.OBSTACLES,
      say`${pick(
        'More than all else, {hero.he} wanted a {look.is} {thing.is}.',
        '{hero.name} had one wish: a {look.is} {thing.is}.',
        '"I wish I had a {look.is} {thing.is}," {hero.he} said.',
        'Each night {hero.he} dreamed of a {look.is} {thing.is}.',
      )}\n${time}, {hero.he} ${goes} out to find it.${scenes} ${pick('At last', 'Soon', 'In the end', 'By luck')}, {hero.he} saw the {look.is} {thing.is}. But it was {obstacle.told}!\n${rescue(
        say`"I want the {thing.is}, but it is {obstacle.said}," ${says} {hero.name}.`,
        'The {helper.is} {obstacle.fix}. Now the {look.is} {thing.is} was free.',
      )}`,
    ),
  ),
);

const lostPlot = bind(
  'look',
  values(words.LOOKS),
  bind(
    'pet',
    values(words.PETS),
    bind(
      'petName',
      values(words.PET_NAMES),
      say`${pick(
        '{hero.He} had a {look.is} {pet.is} named {petName.is}.',
        '{hero.His} best friend was a {look.is} {pet.is}, {petName.is}.',
        '{hero.name} loved {hero.his} {look.is} {pet.is}, {petName.is}.',
      )}\n${time}, {petName.is} was gone! {hero.name} ${pick('looked', 'searched', 'called')} ${passes} ${view}.${scenes} But there was no {pet.is}.\n${rescue(
        say`"I have lost {petName.is}, my {look.is} {pet.is}," ${says} {hero.name}.`,
        say`They ${pick('looked', 'went')} ${passes} ${some(seen)}, and ${pick('there', 'right there')} was {petName.is} with ${article(animal)}!`,
      )}`,
    ),
  ),
);

const fearPlot = bind(
  'fear',
  words.FEARS,
  say`${pick(
    'But {hero.name} was afraid of {fear.of}.',
    'Only one thing was hard for {hero.him}: {hero.he} feared {fear.of}.',
    'All the others laughed, as {hero.he} was afraid of {fear.of}.',
  )}\n${time}, {hero.he} ${goes} ${passes} ${view}.${scenes} ${pick('Then', 'Oh no,', 'All at once')} {hero.he} ${pick('shook', 'froze', 'hid', 'cried')} ${pick('by', 'under', 'behind')} ${some(seen)}.\n${rescue(
    say`"I am afraid of {fear.of}," ${says} {hero.name}${maybe(0.5, say` ${manner}`)}.`,
    say`The {helper.is} {fear.cure}. {hero.name} did the same, ${manner}. {fear.now}`,
  )}`,
);

const story = bind(
  'kind',
  values(words.KINDS),
  bind(
    'trait',
    values(words.TRAITS),
    bind(
      'home',
      words.HOMES.map((home) => ({ ...home, On: home.in[0]?.toUpperCase() + home.in.slice(1) })),
      say`${opening} ${pick([3, wishPlot], [2, lostPlot], [2, fearPlot])}`,
    ),
  ),
);

const GIRL_WORDS = { he: 'she', He: 'She', his: 'her', His: 'Her', him: 'her' };
const BOY_WORDS = { he: 'he', He: 'He', his: 'his', His: 'His', him: 'him' };

const heroes = [
  ...words.GIRLS.map((name) => ({ name, ...GIRL_WORDS })),
  ...words.BOYS.map((name) => ({ name, ...BOY_WORDS })),
];

export const STORY_GRAMMAR = defineGrammar({
  id: 'story',
  separator: '\n\n',
  root: () => bind('hero', heroes, story),
});
