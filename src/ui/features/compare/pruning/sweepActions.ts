// Starts and stops the pruning sweep of the present run.
import type { Bench } from '../../../stores/bench';
import { runStudy, stopStudy } from '../../study/study';

export async function runSweep({ lab, sweep, run }: Bench): Promise<void> {
  const runId = run.getState().run?.runId;
  if (runId === undefined) return;
  await runStudy(sweep, (onUpdate) => lab.sweep({ runId }, onUpdate));
}

export const stopSweep = (bench: Bench): Promise<void> =>
  stopStudy(bench, () => bench.lab.stopSweep());
