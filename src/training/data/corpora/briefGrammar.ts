/**
 * Finance briefs and reports with polarity: what a move means depends on what moves (profit that falls is bad,
 * costs that fall are good), and fears and hopes may be denied. Separator: a line break.
 */
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

const COMPANIES = words('Northlake Velora Kestrel Bramble Altion Fennick Marrow Ostrava').map(
  (is) => ({ is }),
);
const WELCOME = ['profit', 'revenue', 'its order book', 'its cash flow', 'its margin', 'demand'];
const UNWELCOME = ['its debt', 'its costs', 'its loss', 'its tax bill', 'its waste', 'its rent'];
const up = one(words('rose climbed grew increased widened'));
const down = one(words('fell dropped shrank declined narrowed'));
const rise = one(words('rise climb grow increase'));
const fall = one(words('fall drop shrink decline'));
const by = say`${pick('by', 'about', 'nearly')} ${pick('2', '3', '5', '8', '12', '15', '20', '30')} percent`;
const when = pick('in the first quarter', 'last year', 'in spring', 'from a year ago', 'in May');

interface Polarity {
  readonly label: string;
  readonly brief: GrammarNode;
  readonly after: GrammarNode;
  /** What a report of the newest figures says. */
  readonly report: GrammarNode;
}

const SOLD = words('bearings batteries textiles software chips coffee freight insurance');
const grew = one(words('rose climbed grew increased'));
const shrank = one(words('fell dropped shrank declined'));
const amount = say`${pick('12', '25', '40', '65', '80', '110')} million`;

/** Revenue moved; why, and what is ahead. */
const reported = (moved: GrammarNode, why: GrammarNode, ahead: GrammarNode): GrammarNode =>
  say`revenue this quarter ${moved} ${by} to ${amount}${maybe(0.5, say`, and profit ${moved} as well`)}. ${why} ${one(SOLD)}. ${ahead}`;

/** Two ways to say the same: one thing moved one way, or its opposite the other. */
const moves = (rising: readonly string[], falling: readonly string[]): GrammarNode =>
  pick(
    say`{company.is} said ${one(rising)} ${up} ${by} ${when}.`,
    say`{company.is} said ${one(falling)} ${down} ${by} ${when}.`,
  );

const denied = (what: readonly string[], move: GrammarNode, as: string): GrammarNode =>
  say`At {company.is}, ${one(what)} did not ${move} ${when}, as many had ${as}.`;

const POLARITIES: readonly Polarity[] = [
  {
    label: 'positive',
    brief: pick(
      [4, moves(WELCOME, UNWELCOME)],
      [1, denied(WELCOME, fall, 'feared')],
      [1, denied(UNWELCOME, rise, 'feared')],
    ),
    after: pick('Its shares rose.', 'Investors cheered.', 'Analysts advise to buy.'),
    report: reported(
      grew,
      pick('The growth came from', 'Customers ordered more', 'Abroad it sold more'),
      pick('Management expects a strong year.', 'A new plant opens in May.', 'The dividend rises.'),
    ),
  },
  {
    label: 'negative',
    brief: pick(
      [4, moves(UNWELCOME, WELCOME)],
      [1, denied(WELCOME, rise, 'hoped')],
      [1, denied(UNWELCOME, fall, 'hoped')],
    ),
    after: pick('Its shares fell.', 'Investors sold.', 'Analysts advise to sell.'),
    report: reported(
      shrank,
      pick('The decline came from', 'Customers ordered less', 'Abroad it sold less'),
      pick('Management expects a weak year.', 'A plant closes in May.', 'The dividend is cut.'),
    ),
  },
  {
    label: 'neutral',
    brief: pick(
      say`{company.is} will report ${one([...WELCOME, ...UNWELCOME])} on ${pick('Monday', 'Tuesday', 'Friday')}.`,
      say`{company.is} said ${one([...WELCOME, ...UNWELCOME])} was unchanged ${when}.`,
      say`{company.is} explained how it counts ${one([...WELCOME, ...UNWELCOME])}.`,
    ),
    after: pick('Its shares were flat.', 'Trading was quiet.', 'Analysts had no comment.'),
    report: say`revenue this quarter was unchanged at ${amount}. Management had no comment.`,
  },
];

const briefs = (told: (polarity: Polarity) => Part): GrammarNode =>
  bind('company', COMPANIES, pick(...POLARITIES.map(told)));

const source = pick([2, 'report'], 'filing', 'set of figures');
/** Of a company that is named, or just of the company. */
const reports = pick(
  say`According to the latest ${source}, the company's ${pick(...POLARITIES.map(({ report }) => report))}`,
  say`According to the latest ${source}, ${briefs(({ report }) => say`{company.is}'s ${report}`)}`,
);

/** Unlabeled briefs tell what the market made of it; labeled ones never do. */
export const BRIEF_GRAMMAR = defineGrammar({
  id: 'finance_briefs',
  separator: '\n',
  root: () => pick([3, briefs(({ brief, after }) => say`${brief} ${after}`)], [2, reports]),
});

export const LABELED_BRIEFS = {
  labels: POLARITIES.map(({ label }) => label),
  grammar: defineGrammar({
    id: 'labelled_briefs',
    separator: '\n',
    root: () => briefs(({ label, brief }) => say`${label}\t${brief}`),
  }),
};
