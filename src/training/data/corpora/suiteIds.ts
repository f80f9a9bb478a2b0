// Which task suites there are. Apart from making them, which brings every grammar along.
import type { CorpusId } from './corpora';

export const SUITE_IDS = [
  'story',
  'questions',
  'answers',
  'reviews',
  'reviews_zh',
  'finance',
] as const;
export type SuiteId = (typeof SUITE_IDS)[number];

const OF_CORPUS: Readonly<Partial<Record<CorpusId, SuiteId>>> = {
  story: 'story',
  reviews: 'reviews',
  reviews_zh: 'reviews_zh',
  finance_briefs: 'finance',
};

/** The suite that asks about what is in a corpus. */
export const suiteOfCorpus = (corpus: string): SuiteId | undefined => OF_CORPUS[corpus as CorpusId];
