// Which evaluation tasks there are. Apart from making them, which brings every grammar along.
import type { CorpusId } from './corpora';

export const EVAL_TASK_IDS = [
  'story',
  'questions',
  'answers',
  'reviews',
  'reviews_zh',
  'finance',
] as const;
export type EvalTaskId = (typeof EVAL_TASK_IDS)[number];

const OF_CORPUS: Readonly<Partial<Record<CorpusId, EvalTaskId>>> = {
  story: 'story',
  reviews: 'reviews',
  reviews_zh: 'reviews_zh',
  finance_briefs: 'finance',
};

/** The evaluation task that asks about what is in a corpus. */
export const evalTaskOfCorpus = (corpus: string): EvalTaskId | undefined =>
  OF_CORPUS[corpus as CorpusId];
