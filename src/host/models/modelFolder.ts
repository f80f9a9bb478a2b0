// A model as the files of a Hugging Face folder, in the form that was made of it.
import { exportFolder, type ExportedModel, type FolderFiles } from '../../training/io/exportFolder';
import type { BaseModel } from '../../training/models/baseModel';
import { withLineage, type Lineage } from './lineageFile';

/** What a folder suggests to others. */
const GENERATION = { temperature: 0.8, top_k: 40, max_new_tokens: 50 };

/** `made`: weights in another form than plain floats. */
export function modelFolder(
  { config: model, vocabSize, tokenizer, classifier, specialIds, weights, provenance }: BaseModel,
  made: Partial<Pick<ExportedModel, 'weights' | 'stored'>>,
  lineage: Lineage,
): FolderFiles {
  const exported = {
    shape: { model, vocabSize, classifier, specialIds },
    tokenizer,
    provenance,
    weights: new Map([...weights, ...(classifier?.weights ?? [])]),
    generation: GENERATION,
  };
  return withLineage(exportFolder({ ...exported, ...made }), lineage);
}
