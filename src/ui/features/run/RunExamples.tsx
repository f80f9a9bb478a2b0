import { ObjectiveExamples } from './examples/ObjectiveExamples';
import { useRun } from '../../stores/context';
import styles from './RunPanel.module.css';

/** What the running objectives are asked, on the run's own first batch. */
export function RunExamples() {
  const examples = useRun((run) => run?.examples);
  if (!examples || examples.length === 0) return null;
  return (
    <div className={styles.examples}>
      <ObjectiveExamples examples={examples} />
    </div>
  );
}
