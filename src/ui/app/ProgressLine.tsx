import { useRun } from '../stores/context';
import styles from './StatusBar.module.css';

/** How far the run is, along the whole width. */
export function ProgressLine() {
  const state = useRun((run) => run?.state);
  const share = useRun((run) =>
    run?.progress ? run.progress.step / Math.max(1, run.progress.maxSteps) : 0,
  );
  if (!state) return null;
  return (
    <span
      className={styles.line}
      data-state={state}
      style={{ transform: `scaleX(${share.toFixed(4)})` }}
    />
  );
}
