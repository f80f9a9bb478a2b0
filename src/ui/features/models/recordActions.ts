// What the user can do with any model of the list.
import type { Bench } from '../../stores/bench';
import type { ModelRecord } from '../../stores/models/record';
import { removeSavedRun, renameSavedRun } from '../../stores/savedRunActions';
import { removeAdapter, removeModel, renameModel } from './modelActions';

/** An adapter is named by its folder, a run once it is saved; those of the lab stay. */
export const canRename = ({ saved, loaded, origin }: ModelRecord): boolean =>
  origin !== 'adapter' && origin !== 'ready' && (saved !== undefined || loaded !== undefined);

export async function renameRecord(bench: Bench, model: ModelRecord, name: string): Promise<void> {
  const { saved, loaded } = model;
  if (saved) await renameSavedRun(bench, saved.id, name);
  else if (loaded) await renameModel(bench, loaded.id, name);
}

/** What trains has to be stopped first. */
export const canRemove = ({ saved, loaded, progress, origin }: ModelRecord): boolean =>
  origin !== 'ready' &&
  (saved !== undefined || loaded !== undefined) &&
  progress?.state !== 'running' &&
  progress?.state !== 'preparing';

export async function removeRecord(bench: Bench, model: ModelRecord): Promise<void> {
  const { saved, loaded, base, origin } = model;
  // One is offered back at a time: the last.
  bench.models.setState({ removed: null });
  bench.savedRuns.setState({ removed: null });
  if (saved) await removeSavedRun(bench, saved);
  else if (loaded && origin === 'adapter' && base.kind === 'loaded')
    await removeAdapter(bench, loaded.id, base.id.split('+')[1]!);
  else if (loaded) await removeModel(bench, loaded);
}
