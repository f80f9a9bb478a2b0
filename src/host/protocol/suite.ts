// Task suites in a comparison: which are asked, and how one variant answers.
import type { SuiteId } from '../../training/data/corpora/suiteIds';
import type { SuiteQuestions, SuiteScore } from '../../training/evaluate/suite';

/** `id` is unique in a comparison. */
export type SuiteRequest =
  | { readonly id: SuiteId; readonly kind: 'built_in' }
  | {
      readonly id: string;
      readonly kind: 'own';
      readonly name: string;
      readonly suite: SuiteQuestions;
    };

/** What is said of a suite beside its scores. */
export interface SuiteFacts {
  readonly id: string;
  /** Of a file; null where the lab has a name for it. */
  readonly name: string | null;
  readonly kind: SuiteQuestions['kind'];
  readonly questions: number;
  /** What guessing reaches; null where answers are written. */
  readonly chance: number | null;
  /** Questions whose beginning did not fit into the model's window. */
  readonly cut: number;
}

export interface SuiteFigures extends SuiteScore {
  readonly id: string;
}
