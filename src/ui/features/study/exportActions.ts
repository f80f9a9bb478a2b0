// What a run's model leaves as: a zip where downloads go, files in a folder that the user picks, or an
// entry among the models.
import type { RunPart } from '../../../host/protocol/models';
import type { Bench } from '../../stores/bench';
import { telling } from '../../stores/notices';
import { pickFolder, saveAs, writeInto } from '../../kit/saveAs';

export const exportZip = (bench: Bench, runId: string, part: RunPart, name: string) =>
  telling(bench, async () => saveAs(await bench.lab.models.runZip(runId, part), `${name}.zip`));

/** How many files were written. */
export const exportFolder = (bench: Bench, runId: string, part: RunPart, name: string) =>
  telling(bench, async () => {
    const folder = await pickFolder();
    if (!folder) return null;
    const files = await bench.lab.models.runFiles(runId, part);
    await writeInto(folder, name, files);
    return files.length;
  });

/** There it is the one that is shown. */
export const keepAmongModels = (bench: Bench, runId: string, name: string) =>
  telling(bench, async () => {
    const { id } = await bench.lab.models.keepRun(runId, name);
    bench.models.setState({ selected: id });
    return id;
  });
