/**
 * Reviews whose words mislead: every praising or blaming word stands in reviews of both kinds, because
 * it may be negated, given up after "but", or an expectation that was wrong. The mood is drawn first and
 * every judgement agrees with it, so a reader of the rules is always right. Separator: a line break.
 */
import { article } from '../grammar/article';
import {
  bind,
  defineGrammar,
  maybe,
  pick,
  say,
  type GrammarNode,
  type Part,
} from '../grammar/grammar';
import { one, words } from '../grammar/lists';

const GOOD = words(
  'wonderful charming clever warm lively fresh superb delightful gripping elegant great good excellent beautiful funny brilliant',
);
const BAD = words(
  'dull clumsy cold stale tedious noisy awful shallow messy bland terrible bad boring ugly poor horrible',
);
/** What one feels about the whole, now and then. */
const LIKES = {
  now: one(words('love like enjoy adore')),
  past: one(words('loved liked enjoyed adored')),
};
const DISLIKES = {
  now: one(words('hate dislike despise regret')),
  past: one(words('hated disliked despised regretted')),
};

/** What is reviewed, and two parts of it at a time. */
const SUBJECTS = [
  { is: 'film', verb: 'saw', parts: words('story acting music ending dialogue camera') },
  { is: 'movie', verb: 'watched', parts: words('script cast humor pace picture sound') },
  { is: 'café', verb: 'visited', parts: words('coffee service room menu cake garden') },
  { is: 'novel', verb: 'read', parts: words('plot style hero opening language cover') },
  { is: 'book', verb: 'finished', parts: words('writing idea chapter title print translation') },
  { is: 'hotel', verb: 'tried', parts: words('bed breakfast view staff pool lobby') },
];

const partsOf = (list: readonly string[]) =>
  list.flatMap((a) => list.filter((b) => b !== a).map((b) => ({ a, b })));

interface Mood {
  readonly label: string;
  readonly agrees: GrammarNode;
  readonly opposes: GrammarNode;
  readonly feels: typeof LIKES;
  readonly denies: typeof LIKES;
  /** What one does to an evening. */
  readonly way: string;
  readonly verdict: GrammarNode;
}

const good = one(GOOD);
const bad = one(BAD);
const MOODS: readonly Mood[] = [
  {
    label: 'positive',
    agrees: good,
    opposes: bad,
    feels: LIKES,
    denies: DISLIKES,
    way: 'spend',
    verdict: pick('I will come back.', 'Worth every penny.', 'Five stars.', 'Tell your friends.'),
  },
  {
    label: 'negative',
    agrees: bad,
    opposes: good,
    feels: DISLIKES,
    denies: LIKES,
    way: 'ruin',
    verdict: pick('I want my money back.', 'Never again.', 'One star.', 'Stay at home.'),
  },
];

const was = pick('was', 'seemed', 'felt');
const very = maybe(0.4, say`${pick('really', 'very', 'rather', 'quite')} `);
const not = pick('was not', 'was never', 'was far from', 'was anything but', 'was hardly');
const surely = maybe(0.4, say`${pick('really', 'just', 'simply')} `);
const although = pick('Although', 'Even though', 'While');

/** A clause about part {parts.a} or {parts.b} that says its word, or denies the other. */
const claim = (part: string, says: GrammarNode, denies: GrammarNode): GrammarNode =>
  pick([3, say`the ${part} ${was} ${very}${says}`], [1, say`the ${part} ${not} ${denies}`]);

const upper = (part: string, says: GrammarNode, denies: GrammarNode): GrammarNode =>
  pick([3, say`The ${part} ${was} ${very}${says}`], [1, say`The ${part} ${not} ${denies}`]);

/** One judgement; all ways agree with the mood. */
function judgement({ agrees, opposes, feels, denies, way }: Mood): GrammarNode {
  const [a, b] = ['{parts.a}', '{parts.b}'];
  return pick(
    [9, say`The ${a} ${was} ${very}${agrees}.`],
    [3, say`The ${a} ${not} ${opposes}.`],
    [2, say`${upper(a, opposes, agrees)}, but ${claim(b, agrees, opposes)}.`],
    [1, say`${although} ${claim(a, opposes, agrees)}, ${claim(b, agrees, opposes)}.`],
    [1, say`${upper(b, agrees, opposes)}, although ${claim(a, opposes, agrees)}.`],
    [1, say`I expected the ${a} to be ${agrees}, and it was.`],
    [1, say`I expected the ${a} to be ${opposes}, and was wrong.`],
    [2, say`I ${surely}${pick(feels.now, feels.past)} this {subject.is}.`],
    [2, say`I ${pick('do not', 'did not')} ${denies.now} this {subject.is}.`],
    [1, say`I ${pick('wanted', 'expected')} to ${feels.now} this {subject.is}, and I did.`],
    [
      1,
      say`I ${pick('wanted', 'expected')} to ${denies.now} this {subject.is}, but I ${feels.past} it.`,
    ],
    [1, say`What ${article(good)} way to ${way} an evening.`],
  );
}

const opening = (verb: string): GrammarNode =>
  pick(
    say`We ${verb} this {subject.is} ${pick('on Sunday', 'last week', 'with friends', 'in spring')}. `,
    say`My ${pick('sister', 'brother', 'boss', 'aunt')} chose this {subject.is}. `,
    '',
  );

/** A review of any subject and mood; `told` writes it. */
const reviews = (told: (mood: Mood, opened: GrammarNode) => Part): GrammarNode =>
  pick(
    ...SUBJECTS.map(({ is, verb, parts }) =>
      bind(
        'subject',
        [{ is }],
        bind('parts', partsOf(parts), pick(...MOODS.map((mood) => told(mood, opening(verb))))),
      ),
    ),
  );

/** Unlabeled reviews go on for a while and end with what their writer does next. */
export const REVIEW_GRAMMAR = defineGrammar({
  id: 'reviews',
  separator: '\n',
  root: () =>
    reviews(
      (mood, opened) =>
        say`${opened}${judgement(mood)}${maybe(0.3, say` ${judgement(mood)}`)} ${mood.verdict}`,
    ),
});

/** Labeled ones are one judgement, and never tell what comes next. */
export const LABELED_REVIEWS = {
  labels: MOODS.map(({ label }) => label),
  grammar: defineGrammar({
    id: 'labelled_reviews',
    separator: '\n',
    root: () => reviews((mood, opened) => say`${mood.label}\t${opened}${judgement(mood)}`),
  }),
};
