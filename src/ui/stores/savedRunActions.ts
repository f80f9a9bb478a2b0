// What the user can do with a saved run: rename, delete and bring back, open.
import type { RunProgress } from '../../host/protocol/run';
import type { SavedRun } from '../../host/storage/savedRun';
import type { Bench } from './bench';
import { telling } from './notices';
import { leaveRun } from './runActions';
import { isActive, newRunView } from './runView';

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

/** Where it stands; how fast it was is not kept. */
const progressOf = (maxSteps: number, step: number): RunProgress => ({
  step,
  maxSteps,
  tokensPerSecond: Number.NaN,
  stepMs: Number.NaN,
  elapsedMs: Number.NaN,
  remainingMs: Number.NaN,
});

/** Shows a saved run where it was; it stands still until it is resumed. */
export const openSavedRun = (bench: Bench, { id, experimentId, step }: SavedRun) =>
  attempt(bench, async () => {
    const before = bench.run.getState().run;
    const leave = async (): Promise<void> => {
      if (before) await leaveRun(bench, before.runId, isActive(before.state));
    };
    // What cannot be opened leaves the run that is there; its own last state comes with leaving it.
    if (before?.runId === id) await leave();
    const { config, points, evals, samples } = await bench.lab.openSavedRun(id);
    if (before?.runId !== id) await leave();
    const run = newRunView(id, experimentId, config, []);
    for (const point of points) run.history.push(point);
    for (const point of evals) run.history.pushEval(point);
    const lastPoint = points.at(-1) ?? null;
    const lastEval = evals.at(-1) ?? null;
    const version = points.length > 0 ? 1 : 0;
    const progress = progressOf(config.training.max_steps, step);
    bench.run.setState({ run: { ...run, lastPoint, lastEval, samples, progress, version } });
    await bench.lab.resumeSavedRun(id);
  });
