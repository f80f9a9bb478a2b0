// The store of every study that the page shows, by the study's name.
import type { StudyKind } from '../../host/protocol/study';
import { createDistillStore } from '../features/distill/distillStore';
import { createFinetuneStore } from '../features/finetune/finetuneStore';
import { createWriterStore } from '../features/recipes/writerStore';
import { createCompareStore } from '../features/study/comparison';
import { createStudyStore } from '../features/study/studyStore';

const STUDY_STORES = {
  compare: createCompareStore,
  pruning: () => createStudyStore<'pruning'>(),
  distill: createDistillStore,
  finetune: createFinetuneStore,
  writer: createWriterStore,
} satisfies Record<StudyKind, () => unknown>;

export type StudyStores = {
  [Kind in StudyKind]: ReturnType<(typeof STUDY_STORES)[Kind]>;
};

const STUDY_KINDS = Object.keys(STUDY_STORES) as readonly StudyKind[];

export const isStudy = (kind: string): kind is StudyKind => Object.hasOwn(STUDY_STORES, kind);

export const createStudyStores = (): StudyStores =>
  Object.fromEntries(
    STUDY_KINDS.map((kind) => [kind, STUDY_STORES[kind]()]),
  ) as unknown as StudyStores;
