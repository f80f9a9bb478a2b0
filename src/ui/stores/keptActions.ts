// What the visitor can do with a kept run: rename, delete and bring back, open.
import type { RunProgress } from '../../host/protocol/run';
import type { KeptRun } from '../../host/storage/kept';
import type { Bench } from './bench';
import { telling } from './notices';
import { leaveRun } from './runActions';
import { isActive, newRunView } from './runView';

/** Whether it went well; what went wrong is told. */
const attempt = async (bench: Bench, work: () => Promise<void>): Promise<boolean> =>
  (await telling(bench, work)) !== null;

export const renameKept = (bench: Bench, id: string, name: string) =>
  attempt(bench, () => bench.lab.renameKept(id, name));

export const removeKept = (bench: Bench, run: KeptRun) =>
  attempt(bench, async () => {
    await bench.lab.removeKept(run.id);
    bench.kept.setState({ removed: run });
  });

export const restoreKept = (bench: Bench, run: KeptRun) =>
  attempt(bench, async () => {
    await bench.lab.restoreKept(run.id);
    bench.kept.setState({ removed: null });
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

/** Shows a kept run where it was; it stands still until it is told to go on. */
export const openKept = (bench: Bench, { id, experimentId, step }: KeptRun) =>
  attempt(bench, async () => {
    const before = bench.run.getState().run;
    const leave = async (): Promise<void> => {
      if (before) await leaveRun(bench, before.runId, isActive(before.state));
    };
    // What cannot be opened leaves the run that is there; its own last state comes with leaving it.
    if (before?.runId === id) await leave();
    const { config, points, evals, samples } = await bench.lab.openKept(id);
    if (before?.runId !== id) await leave();
    const run = newRunView(id, experimentId, config, []);
    for (const point of points) run.history.push(point);
    for (const point of evals) run.history.pushEval(point);
    const lastPoint = points.at(-1) ?? null;
    const lastEval = evals.at(-1) ?? null;
    const version = points.length > 0 ? 1 : 0;
    const progress = progressOf(config.training.max_steps, step);
    bench.run.setState({ run: { ...run, lastPoint, lastEval, samples, progress, version } });
    await bench.lab.resumeKept(id);
  });
