// What the user chooses for a fine-tuning study.
import type { LabErrorData } from '../../../host/protocol/error';
import type { SourceFacts } from '../../../host/data/dataLibrary';
import type { ExampleMapping } from '../../../training/data/examples/exampleColumns';
import type { FoundExamples } from '../../../training/data/examples/exampleRows';
import { FINETUNE_DEFAULTS, type FinetuneChoices } from '../../../host/studies/finetune/request';
import { createStudyStore, type StudyStore } from '../study/studyStore';

/** Examples that the user imported, by the columns that were chosen. */
export interface Imported {
  readonly source: SourceFacts;
  readonly mapping: ExampleMapping;
  readonly found: FoundExamples | null;
  readonly error: LabErrorData | null;
}

export type FinetuneStore = StudyStore<
  'finetune',
  { readonly choices: FinetuneChoices; readonly imported: Imported | null }
>;

export const createFinetuneStore = (): FinetuneStore =>
  createStudyStore({ choices: FINETUNE_DEFAULTS, imported: null });
