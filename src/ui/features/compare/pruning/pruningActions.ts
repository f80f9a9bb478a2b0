// Starts and stops the pruning of the present run.
import type { Bench } from '../../../stores/bench';
import { runStudy, stopStudy } from '../../study/study';

export async function runPruning({ lab, pruning, run }: Bench): Promise<void> {
  const runId = run.getState().run?.runId;
  if (runId === undefined) return;
  await runStudy(pruning, (onUpdate) => lab.pruning({ runId }, onUpdate));
}

export const stopPruning = (bench: Bench): Promise<void> =>
  stopStudy(bench, () => bench.lab.stopPruning());
