// The comparison of the run's variants: it goes on whatever page is on the screen, and what it has
// found stays when it is stopped or fails.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CompareUpdate } from '../../../host/protocol/compare';
import type { LabErrorData } from '../../../host/protocol/error';
import type { SuiteRequest } from '../../../host/studies/compare/suites';
import type { BaseRef } from '../../../training/models/baseModel';

export interface CompareOptions {
  /** Judged in the run's place, on a built-in text. */
  readonly base: BaseRef | null;
  /** Lined up too, as they are. */
  readonly others: readonly BaseRef[];
  /** How many texts are timed at once: where a GPU has lanes to spare, or as chosen. */
  readonly together: 'automatic' | 'one' | 'eight';
  /** Of the board; 0: unknown. */
  readonly watts: number;
}

export interface ComparisonState {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  update: CompareUpdate | null;
  error: LabErrorData | null;
  /** Null: those that fit the run's text. */
  suites: readonly SuiteRequest[] | null;
  options: CompareOptions;
  /** Ids among the models of the variants that were kept, by their ids here. */
  kept: Readonly<Record<string, string>>;
}

export type ComparisonStore = StoreApi<ComparisonState>;

export function createComparisonStore(): ComparisonStore {
  return createStore<ComparisonState>(() => ({
    state: 'idle',
    update: null,
    error: null,
    suites: null,
    options: { base: null, others: [], together: 'automatic', watts: 0 },
    kept: {},
  }));
}
