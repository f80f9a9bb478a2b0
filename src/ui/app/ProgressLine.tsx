import { useBenchStore, useRun } from '../stores/context';
import { runningJob } from '../stores/jobs';
import styles from './StatusBar.module.css';

/** How far what runs is, along the whole width; else where the run on the page stands. */
export function ProgressLine() {
  const job = useBenchStore('jobs', runningJob);
  const run = useRun((view) => view);
  const isOther = job !== null && job.runId !== run?.runId;
  if (!isOther && !run) return null;
  const { step = 0, maxSteps = 1 } = run?.progress ?? {};
  const share = isOther ? (job.progress?.share ?? 0) : step / Math.max(1, maxSteps);
  return (
    <span
      className={styles.line}
      data-state={isOther ? 'running' : run?.state}
      style={{ transform: `scaleX(${share.toFixed(4)})` }}
    />
  );
}
