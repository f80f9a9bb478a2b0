import type { StudyKind } from '../../../host/protocol/study';
import type { BaseRef } from '../../../training/models/baseModel';
import { useBenchStore } from '../../stores/context';
import { isSameModel } from '../../stores/models/address';
import type { StudyState } from './studyStore';

/** Whether what a study shows is of this model; of any where none is named. */
export function useIsAbout(kind: StudyKind, base: BaseRef | undefined): boolean {
  const state = useBenchStore<StudyKind, StudyState<StudyKind>>(kind, (study) => study);
  const subject = state.update?.subject;
  // Before the first word of it, it is what was asked last.
  if (!base || !state.update) return true;
  return subject !== undefined && isSameModel(subject, base);
}
