// Evaluation tasks in a comparison: which are asked, and how one variant answers.
import type { EvalTaskId } from '../../training/data/corpora/evalTaskIds';
import type { EvalTaskQuestions, EvalTaskScore } from '../../training/evaluate/evalTask';

/** `id` is unique in a comparison. */
export type EvalTaskRequest =
  | { readonly id: EvalTaskId; readonly kind: 'built_in' }
  | {
      readonly id: string;
      readonly kind: 'own';
      readonly name: string;
      readonly evalTask: EvalTaskQuestions;
    };

/** What is said of an evaluation task beside its scores. */
export interface EvalTaskFacts {
  readonly id: string;
  /** Of a file; null where the lab has a name for it. */
  readonly name: string | null;
  readonly kind: EvalTaskQuestions['kind'];
  readonly questions: number;
  /** What guessing reaches; null where answers are written. */
  readonly chance: number | null;
  /** Questions whose beginning did not fit into the model's window. */
  readonly cut: number;
}

export interface EvalTaskFigures extends EvalTaskScore {
  readonly id: string;
}
