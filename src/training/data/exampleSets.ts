// The sets of examples in the box, as data.
import type { ExamplesConfig } from '../run/tuningConfig';
import { generateExamples, type ExampleGrammar, type Examples } from './examples';
import { QUESTIONS, SUMMARIES } from './questionGrammar';
import { LABELLED_REVIEWS } from './reviewGrammar';

export interface ExampleSet extends ExampleGrammar {
  readonly id: string;
  /** Unlabelled text of the same world. */
  readonly corpus: string;
  readonly train: number;
  readonly validation: number;
}

/** What the visitor brings. */
export const OWN_EXAMPLES = 'own_examples';

export const EXAMPLE_SETS: readonly ExampleSet[] = [
  { id: 'reviews', corpus: 'reviews', train: 256, validation: 512, ...LABELLED_REVIEWS },
  { id: 'questions', corpus: 'story', train: 512, validation: 256, ...QUESTIONS },
  { id: 'summaries', corpus: 'story', train: 512, validation: 256, ...SUMMARIES },
];

export const exampleSetOf = ({ set }: Pick<ExamplesConfig, 'set'>): ExampleSet | undefined =>
  EXAMPLE_SETS.find(({ id }) => id === set);

export function examplesOfSet(set: ExampleSet, config: ExamplesConfig, seed: number): Examples {
  const { train = set.train, validation = set.validation, per_class: perClass } = config;
  return generateExamples(set, { train, validation, perClass, seed: config.seed ?? seed });
}
