// A study goes on whatever page is on the screen; what it has found stays when it is stopped or fails. What
// the user chooses for it stands beside.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../../host/protocol/error';
import type { StudyKind, StudyUpdate } from '../../../host/protocol/study';

export interface StudyState<Kind extends StudyKind> {
  readonly state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  /** What is known so far. */
  readonly update: StudyUpdate<Kind> | null;
  readonly error: LabErrorData | null;
}

export type StudyStore<Kind extends StudyKind, Choices = object> = StoreApi<
  StudyState<Kind> & Choices
>;

/** `choices`: none where left out. */
export const createStudyStore = <Kind extends StudyKind, Choices extends object = object>(
  choices = {} as Choices,
): StudyStore<Kind, Choices> =>
  createStore<StudyState<Kind> & Choices>(() => ({
    state: 'idle',
    update: null,
    error: null,
    ...choices,
  }));
