import { exportFolder, type ExportedModel } from '../../training/io/exportFolder';
import { withLineage, type Lineage } from '../models/lineageFile';
import { writeFolder } from '../node/files';

/** As the page exports a model: a Hugging Face folder, with the file that says what it came from. */
export const exportModel = (
  directory: string,
  lineage: Lineage,
  model: ExportedModel,
): Promise<void> =>
  writeFolder(
    directory,
    withLineage(exportFolder(model), { provenance: model.provenance, ...lineage }),
  );
