// What the user chooses for the finance writer.
import type { WriterLanguage } from '../../../experiments/financeWriter';
import type { BaseRef } from '../../../training/models/baseModel';
import { createStudyStore, type StudyStore } from '../study/studyStore';

export interface WriterChoices {
  /** Null: the page's. */
  readonly language: WriterLanguage | null;
  /** Null: one is trained first. */
  readonly base: BaseRef | null;
}

export type WriterStore = StudyStore<'writer', { readonly choices: WriterChoices }>;

export const createWriterStore = (): WriterStore =>
  createStudyStore({ choices: { language: null, base: null } });
