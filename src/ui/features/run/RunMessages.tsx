import { ResumeOffer } from './ResumeOffer';
import { useErrorWords } from '../../kit/useErrorWords';
import { useDevice, useRun } from '../../stores/context';
import styles from './RunPanel.module.css';

/** Why a run failed, and what the engine wants to be known. */
export function RunMessages() {
  const words = useErrorWords();
  const device = useDevice();
  const error = useRun((run) => run?.error ?? null);
  const warnings = useRun((run) => run?.warnings);
  return (
    <>
      {error && device.status !== 'lost' && (
        <p className={styles.message} data-kind="error" role="alert">
          {words(error)}
        </p>
      )}
      <ResumeOffer />
      {warnings?.map((warning, i) => (
        <p key={i} className={styles.message}>
          {words(warning)}
        </p>
      ))}
    </>
  );
}
