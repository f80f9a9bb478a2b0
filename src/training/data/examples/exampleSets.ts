// The built-in datasets, as data.
import type { ExamplesConfig } from '../../run/finetuningConfig';
import { generatePairs } from './generatedPairs';
import { generateExamples, type ExampleGrammar, type Examples } from './examples';
import { LABELED_BRIEFS } from '../corpora/briefGrammar';
import { OPINIONS_SET } from '../corpora/opinionGrammar';
import { QUESTIONS, SUMMARIES } from '../corpora/questionGrammar';
import { LABELED_REVIEWS } from '../corpora/reviewGrammar';
import { SUMMARIES_ZH } from '../corpora/summaryGrammarZh';
import { LABELED_REVIEWS_ZH } from '../corpora/reviewGrammarZh';

type ExampleSetId =
  | 'reviews'
  | 'opinions'
  | 'reviews_zh'
  | 'finance'
  | 'questions'
  | 'summaries'
  | 'summaries_zh'
  | 'preferences';

export interface ExampleSet extends ExampleGrammar {
  readonly id: ExampleSetId;
  /** Unlabeled text of the same world. */
  readonly corpus: 'reviews' | 'reviews_zh' | 'finance_briefs' | 'story' | 'everyday_zh';
  /** So many show what a small model can learn of it. */
  readonly train: number;
  readonly validation: number;
  /** Pairs of answers, one of which is preferred. */
  readonly isPreference?: boolean;
}

/** What the user brings. */
export const OWN_EXAMPLES = 'own_examples' as const;

export const EXAMPLE_SETS: readonly ExampleSet[] = [
  { id: 'reviews', corpus: 'reviews', train: 256, validation: 384, ...LABELED_REVIEWS },
  { id: 'opinions', corpus: 'reviews', train: 4096, validation: 512, ...OPINIONS_SET },
  { id: 'reviews_zh', corpus: 'reviews_zh', train: 256, validation: 384, ...LABELED_REVIEWS_ZH },
  { id: 'finance', corpus: 'finance_briefs', train: 256, validation: 384, ...LABELED_BRIEFS },
  { id: 'questions', corpus: 'story', train: 8192, validation: 256, ...QUESTIONS },
  { id: 'summaries', corpus: 'story', train: 2048, validation: 256, ...SUMMARIES },
  { id: 'summaries_zh', corpus: 'everyday_zh', train: 2048, validation: 256, ...SUMMARIES_ZH },
  {
    id: 'preferences',
    corpus: 'reviews',
    train: 256,
    validation: 256,
    isPreference: true,
    labels: [],
    grammar: LABELED_REVIEWS.grammar,
  },
];

export const exampleSetOf = ({ set }: Pick<ExamplesConfig, 'set'>): ExampleSet | undefined =>
  EXAMPLE_SETS.find(({ id }) => id === set);

export function examplesOfSet(set: ExampleSet, config: ExamplesConfig, seed: number): Examples {
  const { train = set.train, validation = set.validation, per_class: perClass } = config;
  const counts = { train, validation, perClass, seed: config.seed ?? seed };
  return set.isPreference ? generatePairs(LABELED_REVIEWS, counts) : generateExamples(set, counts);
}
