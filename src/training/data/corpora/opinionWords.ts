// The words of short opinions: what people praise and blame, and how.
import { words } from '../grammar/lists';

export const GOOD = words(
  'good great nice fine lovely wonderful amazing awesome fantastic excellent brilliant superb perfect beautiful charming delightful fun funny enjoyable entertaining interesting exciting gripping thrilling moving touching clever smart witty original fresh creative inspiring impressive outstanding remarkable magnificent marvelous fabulous terrific splendid stunning gorgeous elegant stylish warm friendly kind helpful polite fast quick easy reliable solid sturdy comfortable cozy clean quiet bright tasty delicious yummy sweet crisp cheap affordable useful handy smooth strong lively memorable unforgettable incredible phenomenal exceptional satisfying pleasant relaxing cool genius hilarious captivating flawless',
);
export const BAD = words(
  'bad poor awful terrible horrible dreadful atrocious disappointing boring dull tedious slow bland stale cold rude unfriendly unhelpful dirty filthy noisy loud ugly cheesy predictable shallow silly stupid dumb pointless useless worthless annoying irritating frustrating confusing messy clumsy broken faulty flimsy weak unreliable expensive overpriced uncomfortable cramped dark gross disgusting tasteless soggy greasy bitter burnt salty lame weird creepy sad depressing painful unbearable unwatchable unreadable forgettable mediocre pathetic ridiculous laughable nasty mean lazy cheap-looking outdated buggy laggy crappy rubbish horrendous abysmal lousy miserable tiresome lifeless soulless',
);
export const LIKES = {
  now: words('love like enjoy adore recommend admire appreciate treasure'),
  past: words('loved liked enjoyed adored recommended admired appreciated treasured'),
};
export const DISLIKES = {
  now: words('hate dislike despise regret detest loathe avoid resent'),
  past: words('hated disliked despised regretted detested loathed avoided resented'),
};

/** What is spoken of: what one did with it, and what there is of it. */
export const THINGS = [
  {
    names: words('film movie show series documentary comedy drama cartoon sequel thriller'),
    did: words('seen watched'),
    parts: words(
      'story plot acting music ending dialogue camera script cast humor pace picture sound actors director scenes characters soundtrack animation',
    ),
  },
  {
    names: words('book novel story poem comic magazine article guide memoir'),
    did: words('read finished'),
    parts: words(
      'writing style hero opening language cover idea chapter title plot ending characters translation print pages',
    ),
  },
  {
    names: words('restaurant café bar bakery diner pub pizzeria canteen'),
    did: words('visited tried'),
    parts: words(
      'food service coffee menu waiter waitress staff soup pizza burger salad cake dessert wine tea bread pasta chicken fish breakfast lunch dinner kitchen garden music',
    ),
  },
  {
    names: words('hotel hostel apartment cabin resort campsite'),
    did: words('visited booked'),
    parts: words(
      'room bed breakfast view staff pool lobby bathroom shower location beach reception wifi balcony',
    ),
  },
  {
    names: words(
      'phone laptop camera printer tablet watch keyboard speaker charger vacuum toaster',
    ),
    did: words('bought owned'),
    parts: words(
      'screen battery sound design price quality button cable case software keyboard manual delivery packaging support',
    ),
  },
  {
    names: words('game app website song album concert band podcast'),
    did: words('tried heard'),
    parts: words(
      'music graphics level controls design voice lyrics melody update interface price tutorial rhythm chorus',
    ),
  },
  {
    names: words('shirt jacket dress coat bag chair sofa lamp bike tent'),
    did: words('bought owned'),
    parts: words(
      'color fabric size fit price quality zipper pocket design material delivery shape',
    ),
  },
  {
    names: words('trip museum park tour course class lesson festival store shop'),
    did: words('visited tried'),
    parts: words(
      'guide teacher weather crowd price staff exhibition garden bus food tickets music organization atmosphere',
    ),
  },
];
