// What the user can do with a saved run: rename, delete and bring back, open.
import type { SavedRun } from '../../host/storage/savedRun';
import type { Bench } from './bench';
import { telling } from './notices';
import { shownInSlot } from './runSlot';

/** Whether it went well; what went wrong is reported. */
const attempt = async (bench: Bench, work: () => Promise<void>): Promise<boolean> =>
  (await telling(bench, work)) !== null;

export const renameSavedRun = (bench: Bench, id: string, name: string) =>
  attempt(bench, () => bench.lab.renameSavedRun(id, name));

export const removeSavedRun = (bench: Bench, run: SavedRun) =>
  attempt(bench, async () => {
    await bench.lab.removeSavedRun(run.id);
    bench.savedRuns.setState({ removed: run });
  });

export const restoreSavedRun = (bench: Bench, run: SavedRun) =>
  attempt(bench, async () => {
    await bench.lab.restoreSavedRun(run.id);
    bench.savedRuns.setState({ removed: null });
  });

/** Shows a saved run where it was; it stands still until it is resumed. One that is under way is shown as it is. */
export const openSavedRun = (bench: Bench, { id }: SavedRun) =>
  attempt(bench, async () => {
    await bench.lab.jobs.openRun(id);
    bench.run.setState((slot) => shownInSlot(slot, id));
  });
