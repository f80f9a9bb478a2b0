// What a run's model leaves as: a zip where downloads go, files in a folder that the user picks, or an
// entry among the models.
import { toErrorData } from '../../../host/lab/labError';
import type { RunPart } from '../../../host/protocol/models';
import type { Bench } from '../../stores/bench';
import { pickFolder, saveAs, writeInto } from '../../kit/saveAs';

/** Null where it failed, which the notices tell, or where nothing was picked. */
async function attempt<T>({ notices }: Bench, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
    return null;
  }
}

export const exportZip = (bench: Bench, runId: string, part: RunPart, name: string) =>
  attempt(bench, async () => saveAs(await bench.lab.models.runZip(runId, part), `${name}.zip`));

/** How many files were written. */
export const exportFolder = (bench: Bench, runId: string, part: RunPart, name: string) =>
  attempt(bench, async () => {
    const folder = await pickFolder();
    if (!folder) return null;
    const files = await bench.lab.models.runFiles(runId, part);
    await writeInto(folder, name, files);
    return files.length;
  });

/** There it is the one that is shown. */
export const keepAmongModels = (bench: Bench, runId: string, name: string) =>
  attempt(bench, async () => {
    const { id } = await bench.lab.models.keepRun(runId, name);
    bench.models.setState({ selected: id });
    return id;
  });
