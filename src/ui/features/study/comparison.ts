import type { EvalTaskRequest } from '../../../host/protocol/evalTask';
import type { PageText } from '../../../host/protocol/studyText';
import type { BaseRef } from '../../../training/models/baseModel';
import { createStudyStore, type StudyStore } from './studyStore';

export interface CompareOptions {
  /** In the run's place. */
  readonly base: BaseRef | null;
  /** Null: the model's own held-out text. */
  readonly text: PageText | null;
  /** Lined up too, as they are. */
  readonly others: readonly BaseRef[];
  /** How many texts are timed at once: where a GPU has lanes to spare, or as chosen. */
  readonly together: 'automatic' | 'one' | 'eight';
  /** Of the board; 0: unknown. */
  readonly watts: number;
}

export interface CompareChoices {
  /** Null: those that fit the run's text. */
  readonly evalTasks: readonly EvalTaskRequest[] | null;
  readonly options: CompareOptions;
  /** Ids among the models of the variants that were kept, by their ids here. */
  readonly savedModels: Readonly<Record<string, string>>;
}

export type CompareStore = StudyStore<'compare', CompareChoices>;

export function createCompareStore(): CompareStore {
  const store: CompareStore = createStudyStore({
    evalTasks: null,
    options: { base: null, text: null, others: [], together: 'automatic', watts: 0 },
    savedModels: {},
  });
  // The variants of the next comparison are others.
  store.subscribe(({ state }, before) => {
    if (state === 'running' && before.state !== 'running') store.setState({ savedModels: {} });
  });
  return store;
}
