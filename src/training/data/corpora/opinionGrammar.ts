/**
 * Short opinions in many words: on films, meals, phones, trips. The mood is drawn first and all that is said agrees
 * with it; praise may be denied, given up after "but" or regretted, so that single words do not decide.
 * Separator: a line break.
 */
import { article } from '../grammar/article';
import { bind, defineGrammar, maybe, pick, say, type GrammarNode } from '../grammar/grammar';
import { one, values } from '../grammar/lists';
import * as words from './opinionWords';

interface Opinion {
  readonly label: string;
  /** What is said of it, and what would be the contrary. */
  readonly says: GrammarNode;
  readonly contrary: GrammarNode;
  readonly feels: typeof words.LIKES;
  readonly denies: typeof words.LIKES;
  readonly ends: GrammarNode;
}

const good = one(words.GOOD);
const bad = one(words.BAD);
const OPINIONS: readonly Opinion[] = [
  {
    label: 'positive',
    says: good,
    contrary: bad,
    feels: words.LIKES,
    denies: words.DISLIKES,
    ends: pick(
      'Highly recommended!',
      'Worth every penny.',
      'Five stars.',
      'I want more of this.',
      'I would buy it again.',
      'The best {thing.is} ever!',
      'The best {thing.is} I have ever {did.is}.',
      'It made my day.',
      'I could not stop smiling.',
      'Do not miss it.',
      'Well done!',
      'Thank you so much!',
      'I am very happy with it.',
      'Better than I expected.',
    ),
  },
  {
    label: 'negative',
    says: bad,
    contrary: good,
    feels: words.DISLIKES,
    denies: words.LIKES,
    ends: pick(
      'Not recommended.',
      'A waste of time and money.',
      'One star.',
      'I want my money back.',
      'I would not buy it again.',
      'The worst {thing.is} ever!',
      'The worst {thing.is} I have ever {did.is}.',
      'It ruined my day.',
      'I could not wait for the end.',
      'Stay away from it.',
      'Never again!',
      'No thanks.',
      'I am very unhappy with it.',
      'Worse than I expected.',
    ),
  },
];

const it = pick('It', 'This', 'This {thing.is}', 'The {thing.is}', 'The whole {thing.is}');
const part = pick('The {part.is}', 'Its {part.is}');
const is = pick('is', 'was', 'seemed', 'felt', 'looks');
const very = maybe(
  0.4,
  say`${pick('really', 'very', 'so', 'quite', 'absolutely', 'totally', 'pretty', 'extremely', 'incredibly')} `,
);
const not = pick(
  'is not',
  'was not',
  "isn't",
  "wasn't",
  'was never',
  'was far from',
  'is anything but',
  'was hardly',
);
const surely = maybe(0.4, say`${pick('really', 'just', 'simply', 'truly', 'absolutely')} `);
const stop = pick([3, '.'], [1, '!'], [1, '']);
const this_ = pick('this {thing.is}', 'the {thing.is}', 'it', 'this');
const although = pick('Although', 'Even though', 'While');

function opinion({ says, contrary, feels, denies, ends }: Opinion): GrammarNode {
  return pick(
    [4, say`${it} ${is} ${very}${says}${stop}`],
    [4, say`${part} ${is} ${very}${says}${stop}`],
    [2, say`${pick(it, part)} ${is} ${says} and ${says}${stop}`],
    [3, say`${pick(it, part)} ${not} ${very}${contrary}${stop}`],
    [2, say`${part} ${is} ${contrary}, but the {thing.is} ${is} ${very}${says}${stop}`],
    [2, say`${although} the {part.is} ${is} ${contrary}, ${this_} ${is} ${says}${stop}`],
    [1, say`${part} ${is} ${says}, although the {thing.is} ${is} ${contrary} at first${stop}`],
    [10, say`I ${surely}${pick(one(feels.now), one(feels.past))} ${this_}${stop}`],
    [
      2,
      say`I ${pick('do not', 'did not', "don't", "didn't", 'never')} ${surely}${one(denies.now)} ${this_}${stop}`,
    ],
    [
      1,
      say`I ${pick('wanted', 'expected', 'hoped')} to ${one(denies.now)} ${this_}, but I ${one(feels.past)} it${stop}`,
    ],
    [1, say`I expected ${this_} to be ${contrary}, and was wrong${stop}`],
    [3, say`${pick('What', 'Such')} ${article(says)} {thing.is}!`],
    [3, say`${article(says, true)} {thing.is}${stop}`],
    [
      2,
      say`${pick(say`Really ${says}`, say`Very ${says}`, say`So ${says}`, say`Not ${contrary}`)}${stop}`,
    ],
    [2, say`${it} is not ${article(contrary)} {thing.is}${stop}`],
    [4, ends],
  );
}

const opened = maybe(
  0.25,
  pick(
    'I bought this {thing.is} last week. ',
    'My sister gave it to me. ',
    'We were there on Sunday. ',
    'My friends told me about it. ',
    'I have {did.is} it twice. ',
    'Honestly, ',
  ),
);

export const OPINIONS_SET = {
  labels: OPINIONS.map(({ label }) => label),
  grammar: defineGrammar({
    id: 'opinions',
    separator: '\n',
    root: () =>
      pick(
        ...words.THINGS.map(({ names, did, parts }) =>
          bind(
            'thing',
            values(names),
            bind(
              'did',
              values(did),
              bind(
                'part',
                values(parts),
                pick(
                  ...OPINIONS.map(
                    (one) =>
                      say`${one.label}\t${opened}${opinion(one)}${maybe(0.3, say` ${opinion(one)}`)}`,
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
  }),
};
